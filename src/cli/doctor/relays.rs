//! What the doctor hears from the mail servers, and what that means for sending.

use super::State;
use crate::clock::Clock;
use crate::config::Config;
use crate::delivery::WaitingRelay;
use crate::mail::{Fate, Mailer, Reply};

/// A mail server, and whether it would take a mail of ours.
pub(super) struct Relay {
    name: String,
    /// Whom mails come from.
    sender: String,
    tried: Result<Reply, Refused>,
}

/// How far it let us come.
enum Refused {
    /// It can't be talked to, or does not let us in.
    Entry(Fate),
    /// It lets us in, and takes no mail from our sender.
    Sender(Fate),
}

pub(super) const STANDS_STILL: &str = "stands still until a mail server takes mail: see above";

/// Tries every server as far as naming our sender; nothing is sent.
pub(super) async fn try_all(config: &Config, clock: &Clock) -> anyhow::Result<Vec<Relay>> {
    let mailer = Mailer::from_config(config, clock.clone())?;
    let from = match mailer.returns() {
        Some(returns) => returns.bounce("0")?,
        None => mailer.sender().address().clone(),
    };
    let mut relays = Vec::new();
    for relay in mailer.relays() {
        let tried = match relay.connect().await {
            Err(fate) => Err(Refused::Entry(fate)),
            Ok(mut connection) => {
                let tried = connection.try_sender(&from).await.map_err(Refused::Sender);
                connection.close().await;
                tried
            }
        };
        relays.push(Relay { name: relay.name(), sender: from.as_str().to_owned(), tried });
    }
    Ok(relays)
}

/// What is to be said of the servers.
pub(super) fn found(relays: &[Relay]) -> (State, String) {
    let refused = relays.iter().find_map(|relay| Some((relay, relay.tried.as_ref().err()?)));
    match (refused, relays) {
        (Some((relay, refused)), [_]) => (State::Wrong, refused.in_words(&relay.sender)),
        (Some((relay, refused)), _) => {
            (State::Wrong, format!("{}: {}", relay.name, refused.in_words(&relay.sender)))
        }
        (None, [relay]) => (
            State::Right,
            format!(
                "the server answers, lets us in, and takes mail from {}: {}",
                relay.sender,
                relay.answer()
            ),
        ),
        (None, _) => {
            let answers = relays.iter().map(|relay| format!("{}: {}", relay.name, relay.answer()));
            let sender = relays.first().map_or("us", |relay| &relay.sender);
            let answers: Vec<String> = answers.collect();
            (
                State::Right,
                format!("all servers answer, let us in, and take mail from {sender}: {}", answers.join("; ")),
            )
        }
    }
}

/// Whether sending goes on through these servers, some of which are waited for.
pub(super) fn sending(relays: &[Relay], waiting: &[WaitingRelay]) -> (State, String) {
    let (well, ill): (Vec<&Relay>, Vec<&Relay>) = relays.iter().partition(|relay| relay.tried.is_ok());
    if well.is_empty() {
        return (State::Remark, STANDS_STILL.to_owned());
    }
    let waits = |relay: &&Relay| waiting.iter().find(|waiting| waiting.name == relay.name);
    let waited: Vec<&WaitingRelay> = well.iter().filter_map(waits).collect();
    let told: Vec<String> = waited.iter().map(|waiting| waited_for(waiting)).collect();
    if waited.len() == well.len() {
        let text = format!("waits: {}; it is tried again by itself", told.join("; "));
        return (State::Remark, text);
    }
    let ill = ill.iter().map(|relay| format!("{} takes none: see above", relay.name));
    let without: Vec<String> = ill.chain(told).collect();
    match without.is_empty() {
        true => (State::Right, "goes on".to_owned()),
        false => (State::Remark, format!("goes on through the other servers: {}", without.join("; "))),
    }
}

fn waited_for(waiting: &WaitingRelay) -> String {
    let why = match waiting.reason.as_str() {
        "refused" => "turned us away",
        "no_connection" => "did not answer",
        _ => "broke off",
    };
    format!("{} {why}, and gets nothing before {} UTC", waiting.name, waiting.until.format("%Y-%m-%d %H:%M"))
}

impl Relay {
    fn answer(&self) -> String {
        self.tried.as_ref().map(|reply| format!("“{reply}”")).unwrap_or_default()
    }
}

impl Refused {
    fn in_words(&self, sender: &str) -> String {
        match self {
            Refused::Entry(Fate::Unreachable(reason) | Fate::Broken(reason)) => {
                format!("the server can't be talked to: {reason}")
            }
            // What no server said, but we of it.
            Refused::Entry(Fate::OurFault(reply)) if reply.text.starts_with("the server offers no") => {
                reply.text.clone()
            }
            Refused::Entry(Fate::OurFault(reply) | Fate::Permanent(reply) | Fate::Transient(reply)) => {
                format!("the server refuses us: {} {}", reply.code, reply.text)
            }
            Refused::Sender(Fate::OurFault(reply) | Fate::Permanent(reply) | Fate::Transient(reply)) => {
                let advice = advice(reply);
                format!("the server lets us in, but takes no mail from {sender}: “{reply}”{advice}")
            }
            Refused::Sender(Fate::Unreachable(reason) | Fate::Broken(reason)) => {
                format!("the server lets us in, but takes no mail from {sender} now: {reason}")
            }
            Refused::Entry(_) | Refused::Sender(_) => "the server answers strangely".to_owned(),
        }
    }
}

fn advice(reply: &Reply) -> &'static str {
    match reply.code == 530 && reply.text.to_lowercase().contains("auth") {
        true => "; it wants us to sign in: put user and password into HUDHUD_SMTP_URL",
        false => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay(name: &str, tried: Result<Reply, Refused>) -> Relay {
        Relay { name: name.to_owned(), sender: "news@alliance.example".to_owned(), tried }
    }

    fn well(name: &str) -> Relay {
        relay(name, Ok(Reply::ours(250, "2.1.0", "ok")))
    }

    fn dead(name: &str) -> Relay {
        relay(name, Err(Refused::Entry(Fate::Unreachable("connecting: nobody listens there".to_owned()))))
    }

    #[test]
    fn sending_does_not_go_on_beside_a_dead_server() {
        let until = "2026-11-23T12:15:00".parse().unwrap();
        let waits = |name: &str| WaitingRelay { name: name.to_owned(), reason: "refused".to_owned(), until };
        let check = |relays: &[Relay], waiting: &[WaitingRelay], state, text: &str| {
            assert_eq!(sending(relays, waiting), (state, text.to_owned()));
        };
        check(&[well("a:25")], &[], State::Right, "goes on");
        check(&[well("a:25")], &[waits("old:25")], State::Right, "goes on");
        check(&[dead("a:25")], &[], State::Remark, STANDS_STILL);
        check(&[dead("a:25")], &[waits("a:25")], State::Remark, STANDS_STILL);
        check(
            &[well("a:25")],
            &[waits("a:25")],
            State::Remark,
            "waits: a:25 turned us away, and gets nothing before 2026-11-23 12:15 UTC; it is tried again by itself",
        );
        check(
            &[well("a:25"), dead("b:25")],
            &[],
            State::Remark,
            "goes on through the other servers: b:25 takes none: see above",
        );
    }

    #[test]
    fn a_server_that_wants_a_password_is_told_with_what_it_says() {
        let auth = Reply::ours(530, "5.7.0", "Authentication required");
        let (state, text) = found(&[relay("a:25", Err(Refused::Sender(Fate::OurFault(auth))))]);
        assert_eq!(state, State::Wrong);
        assert_eq!(
            text,
            "the server lets us in, but takes no mail from news@alliance.example: “530 5.7.0 Authentication required”; it \
             wants us to sign in: put user and password into HUDHUD_SMTP_URL"
        );
        let (state, text) = found(&[well("a:25"), well("b:25")]);
        assert_eq!(state, State::Right);
        assert!(text.ends_with("a:25: “250 2.1.0 ok”; b:25: “250 2.1.0 ok”"), "{text}");
    }
}
