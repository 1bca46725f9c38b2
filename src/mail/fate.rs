//! How one try to deliver a message ended, and whose fault it was.

use super::Reply;

/// How far a conversation with a mail server had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Connect,
    Greeting,
    Hello,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    Body,
    AfterDot,
}

impl Phase {
    /// The phase in words, for logs and for admins.
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Connect => "connecting",
            Phase::Greeting => "waiting for the greeting",
            Phase::Hello => "saying hello",
            Phase::StartTls => "starting TLS",
            Phase::Auth => "signing in",
            Phase::Mail => "naming the sender",
            Phase::Rcpt => "naming the recipient",
            Phase::Data => "asking to send the message",
            Phase::Body => "sending the message",
            Phase::AfterDot => "waiting for the answer to the message",
        }
    }
}

/// How one try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The server has taken it.
    Accepted(Reply),
    /// The server will never take it for this recipient.
    Permanent(Reply),
    /// The server may take it later.
    Transient(Reply),
    /// The server takes nothing from us: password, relaying, a sender that it does not know. Trying others would
    /// fail in the same way, so sending stops and the admins are told; nobody's attempt is counted.
    OurFault(Reply),
    /// The server could not be talked to. The message has not been handed over; nobody's attempt is counted.
    Unreachable(String),
    /// A fresh connection was lost, or the server's words made no sense, while it was asked to take this message, before
    /// all of that had been sent. It may be the message's fault or the server's.
    Broken(String),
    /// The connection was lost after the whole message had been sent: the server may have taken it or not.
    Uncertain(String),
    /// The fence did not hold: nothing was sent, by our own will.
    NotSent,
}

impl Fate {
    /// The word for it in metrics.
    pub fn kind(&self) -> &'static str {
        match self {
            Fate::Accepted(_) => "accepted",
            Fate::Permanent(_) => "permanent",
            Fate::Transient(_) => "transient",
            Fate::OurFault(_) => "our_fault",
            Fate::Unreachable(_) => "unreachable",
            Fate::Broken(_) => "broken",
            Fate::Uncertain(_) => "uncertain",
            Fate::NotSent => "not_sent",
        }
    }

    /// What an answer that is not the expected one means, by RFC 5321, RFC 3463 and the phase.
    pub(super) fn of_refusal(phase: Phase, reply: Reply) -> Fate {
        let temporary = (400..500).contains(&reply.code);
        match phase {
            _ if is_our_fault(&reply) => Fate::OurFault(reply),
            Phase::Connect | Phase::Greeting | Phase::Hello | Phase::StartTls => {
                unreachable_because(phase, &reply)
            }
            Phase::Auth if temporary => unreachable_because(phase, &reply),
            Phase::Auth => Fate::OurFault(reply),
            // No recipient is named yet: it is about the server and us, and another server may do better.
            Phase::Mail if temporary => unreachable_because(phase, &reply),
            // Before RCPT the server can only mean our sender, or how the message is made.
            Phase::Mail if is_about_the_message(&reply) => Fate::Permanent(reply),
            Phase::Mail => Fate::OurFault(reply),
            // RFC 5321, 4.5.3.1.10: 552 at RCPT may mean "too many recipients" and is to be tried again, unless the
            // server says that the mailbox is full.
            Phase::Rcpt if reply.code == 552 && !is_about_the_mailbox(&reply) => Fate::Transient(reply),
            _ if temporary => Fate::Transient(reply),
            _ => Fate::Permanent(reply),
        }
    }

    /// What a lost or garbled connection means.
    pub(super) fn of_break(phase: Phase, why: &str) -> Fate {
        let story = format!("{}: {why}", phase.as_str());
        match phase {
            Phase::AfterDot => Fate::Uncertain(story),
            Phase::Mail | Phase::Rcpt | Phase::Data | Phase::Body => Fate::Broken(story),
            Phase::Connect | Phase::Greeting | Phase::Hello | Phase::StartTls | Phase::Auth => {
                Fate::Unreachable(story)
            }
        }
    }
}

fn unreachable_because(phase: Phase, reply: &Reply) -> Fate {
    Fate::Unreachable(format!("{}: {reply}", phase.as_str()))
}

/// How servers say that they pass nothing on for us.
const RELAYING: [&str; 5] =
    ["relaying", "relay access", "relay not permitted", "not permitted to relay", "unable to relay"];

/// 530, 534, 535, 538 ask for a better sign-in; "relaying denied" comes with many codes. What an enhanced code says of
/// the address (5.1) or the mailbox (5.2) is about the recipient, whatever the words.
fn is_our_fault(reply: &Reply) -> bool {
    let enhanced = reply.enhanced.as_deref().unwrap_or_default();
    let is_about_recipient = enhanced.starts_with("5.1.") || enhanced.starts_with("5.2.");
    let refuses_relaying = || {
        let text = reply.text.to_lowercase();
        (550..=554).contains(&reply.code)
            && !is_about_recipient
            && RELAYING.iter().any(|words| text.contains(words))
    };
    matches!(reply.code, 530 | 534 | 535 | 538)
        || matches!(enhanced, "5.7.8" | "5.7.9" | "5.7.11")
        || refuses_relaying()
}

fn is_about_the_mailbox(reply: &Reply) -> bool {
    reply.enhanced.as_deref().is_some_and(|status| status.starts_with("5.2."))
}

fn is_about_the_message(reply: &Reply) -> bool {
    let subject = reply.enhanced.as_deref().unwrap_or_default();
    matches!(reply.code, 552 | 555)
        || ["5.2.3", "5.3.4", "5.6."].iter().any(|start| subject.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum End {
        Permanent,
        Transient,
        OurFault,
        Unreachable,
    }

    fn check(phase: Phase, text: &str, expected: End) {
        let reply = Reply::read(&format!("{text}\r\n").parse().unwrap(), None);
        let end = match Fate::of_refusal(phase, reply) {
            Fate::Permanent(_) => End::Permanent,
            Fate::Transient(_) => End::Transient,
            Fate::OurFault(_) => End::OurFault,
            Fate::Unreachable(_) => End::Unreachable,
            other => panic!("{other:?}"),
        };
        assert_eq!(end, expected, "{phase:?} {text}");
    }

    #[test]
    fn a_refusal_is_read_by_code_and_phase() {
        use End::*;
        check(Phase::Greeting, "421 4.3.2 too busy", Unreachable);
        check(Phase::Greeting, "554 5.7.1 no service here", Unreachable);
        check(Phase::Hello, "502 unknown", Unreachable);
        check(Phase::StartTls, "454 not now", Unreachable);
        check(Phase::Auth, "535 5.7.8 wrong", OurFault);
        check(Phase::Auth, "454 4.7.0 later", Unreachable);
        check(Phase::Auth, "504 unknown mechanism", OurFault);
        check(Phase::Mail, "530 5.7.0 sign in first", OurFault);
        check(Phase::Mail, "530 5.7.0 Must issue a STARTTLS command first", OurFault);
        check(Phase::Mail, "550 5.7.60 not your address", OurFault);
        check(Phase::Mail, "421 4.7.0 too many messages", Unreachable);
        check(Phase::Mail, "451 4.3.0 later", Unreachable);
        check(Phase::Mail, "452 4.3.1 Insufficient system storage", Unreachable);
        check(Phase::Mail, "552 5.3.4 too big", Permanent);
        check(Phase::Mail, "550 5.6.7 SMTPUTF8", Permanent);
        check(Phase::Rcpt, "550 5.1.1 unknown", Permanent);
        check(Phase::Rcpt, "553 bad name", Permanent);
        check(Phase::Rcpt, "550 5.7.1 policy", Permanent);
        check(Phase::Rcpt, "550 5.7.515 not authenticated", Permanent);
        check(Phase::Rcpt, "550 5.7.1 Relaying denied", OurFault);
        check(Phase::Rcpt, "454 4.7.1 Relay access denied", Transient);
        check(Phase::Rcpt, "554 5.7.1 Relay access denied", OurFault);
        check(Phase::Rcpt, "538 encrypt first", OurFault);
        check(Phase::Rcpt, "450 4.2.0 greylisted", Transient);
        check(Phase::Rcpt, "451 4.7.1 later", Transient);
        check(Phase::Rcpt, "452 too many", Transient);
        check(Phase::Rcpt, "421 4.7.0 slow down", Transient);
        check(Phase::Rcpt, "552 too many recipients", Transient);
        check(Phase::Rcpt, "552 5.2.2 full", Permanent);
        check(Phase::Rcpt, "550 relay not permitted", OurFault);
        check(Phase::Rcpt, "550 5.7.1 You are not permitted to relay through this server", OurFault);
        check(Phase::Rcpt, "550 5.7.1 Unable to relay for ada@example.org", OurFault);
        check(Phase::Rcpt, "553 we do not allow relaying", OurFault);
        check(Phase::Rcpt, "550 5.1.1 User unknown in relay recipient table", Permanent);
        check(Phase::Rcpt, "550 5.1.1 Relaying to an unknown mailbox", Permanent);
        check(Phase::Rcpt, "552 5.2.2 full, relaying denied", Permanent);
        check(Phase::Rcpt, "554 5.2.1 relay access denied: disabled", Permanent);
        check(Phase::Rcpt, "550 no such user here", Permanent);
        check(Phase::Rcpt, "550 5.7.1 blocked by mailrelay.example", Permanent);
        check(Phase::AfterDot, "554 5.7.1 message refused by the relay's filter", Permanent);
        check(Phase::Data, "554 no valid recipients", Permanent);
        check(Phase::Data, "451 later", Transient);
        check(Phase::AfterDot, "550 5.7.26 unauthenticated", Permanent);
        check(Phase::AfterDot, "552 5.2.3 too big", Permanent);
        check(Phase::AfterDot, "451 4.7.1 later", Transient);
        check(Phase::AfterDot, "535 5.7.8 expired", OurFault);
    }

    #[test]
    fn only_behind_the_final_dot_a_lost_connection_is_uncertain() {
        for phase in [Phase::Connect, Phase::Greeting, Phase::Hello, Phase::StartTls, Phase::Auth] {
            assert!(matches!(Fate::of_break(phase, "closed"), Fate::Unreachable(_)), "{phase:?}");
        }
        for phase in [Phase::Mail, Phase::Rcpt, Phase::Data, Phase::Body] {
            assert!(matches!(Fate::of_break(phase, "closed"), Fate::Broken(_)), "{phase:?}");
        }
        assert!(matches!(Fate::of_break(Phase::AfterDot, "closed"), Fate::Uncertain(_)));
    }
}
