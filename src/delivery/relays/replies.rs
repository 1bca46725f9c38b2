//! What was said of an issue's messages that did not go well, counted as they are settled.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;

use crate::{
    db::{Conn, execute_native, schema::replies},
    mail::{Address, Fate, Reply},
};

use super::providers;

/// Said where a text named the recipient's own domain.
const HIDDEN: &str = "<domain>";
/// Where the trouble was with the server that we send through, whoever the message was for.
const RELAY: &str = "relay";
/// How many kinds of replies are shown.
const MOST: i64 = 50;

/// What was said of one message: no address, and no domain of anybody's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    domain: &'static str,
    /// 0 where there was no answer.
    code: i32,
    status: String,
    text: String,
}

impl Said {
    /// Nothing of what went well, and of what was not sent.
    pub fn of(fate: &Fate, to: &Address) -> Option<Said> {
        let domain = providers::group(to.domain());
        match fate {
            Fate::Accepted(_) | Fate::NotSent => None,
            Fate::Permanent(reply) | Fate::Transient(reply) => Some(Said::answered(domain, reply, to)),
            Fate::OurFault(reply) => Some(Said::answered(RELAY, reply, to)),
            Fate::Uncertain(why) => Some(Said::unanswered(domain, why, to)),
            Fate::Unreachable(why) | Fate::Broken(why) => Some(Said::unanswered(RELAY, why, to)),
        }
    }

    fn answered(domain: &'static str, reply: &Reply, to: &Address) -> Said {
        let status = reply.enhanced.clone().unwrap_or_default();
        Said { domain, code: i32::from(reply.code), status, text: without_domain(&reply.text, to) }
    }

    fn unanswered(domain: &'static str, why: &str, to: &Address) -> Said {
        Said { domain, code: 0, status: String::new(), text: without_domain(why, to) }
    }
}

/// A text without every word that names the recipient's domain, unless millions share it.
fn without_domain(text: &str, to: &Address) -> String {
    if providers::group(to.domain()) != providers::OTHER {
        return text.to_owned();
    }
    let shown = |word| if names(word, to.domain()) { HIDDEN } else { word };
    text.split(' ').map(shown).collect::<Vec<&str>>().join(" ")
}

fn names(word: &str, domain: &str) -> bool {
    word.to_lowercase().contains(domain)
}

/// Counts what was said, each with the dispatch that it was about. Always in the same order, so that no two workers
/// wait for each other.
pub fn note(conn: &mut Conn, said: &[(i64, &Said)], now: NaiveDateTime) -> QueryResult<()> {
    let mut counts: BTreeMap<(i64, &str, i32, &str), (i64, &str)> = BTreeMap::new();
    for (dispatch_id, said) in said {
        let count = counts.entry((*dispatch_id, said.domain, said.code, &said.status)).or_default();
        *count = (count.0 + 1, &said.text);
    }
    for ((dispatch_id, domain, code, status), (n, text)) in counts {
        let row = (
            replies::dispatch_id.eq(dispatch_id),
            replies::domain.eq(domain.to_owned()),
            replies::code.eq(code),
            replies::status.eq(status.to_owned()),
            replies::n.eq(n),
            replies::said.eq(text.to_owned()),
            replies::last_at.eq(now),
        );
        let counted = diesel::insert_into(replies::table)
            .values(row)
            .on_conflict((replies::dispatch_id, replies::domain, replies::code, replies::status))
            .do_update()
            .set((
                replies::n.eq(replies::n + n),
                replies::said.eq(text.to_owned()),
                replies::last_at.eq(now),
            ));
        execute_native(conn, counted)?;
    }
    Ok(())
}

/// How often something was said of an issue's messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplyCount {
    /// A big provider's, `other` for all others, or `relay` where it was said by the server that we send through.
    pub domain: String,
    /// None if there was no answer.
    pub code: Option<i32>,
    /// `5.1.1` and the like, where the answer had one.
    pub status: Option<String>,
    pub n: i64,
    /// As it was said last.
    pub text: String,
    pub last_at: NaiveDateTime,
}

/// What was said of an issue's messages, the latest first.
pub fn list(conn: &mut Conn, dispatch_id: i64) -> QueryResult<Vec<ReplyCount>> {
    let rows: Vec<(String, i32, String, i64, String, NaiveDateTime)> = replies::table
        .filter(replies::dispatch_id.eq(dispatch_id))
        .order((replies::last_at.desc(), replies::n.desc(), replies::domain, replies::code, replies::status))
        .limit(MOST)
        .select((
            replies::domain,
            replies::code,
            replies::status,
            replies::n,
            replies::said,
            replies::last_at,
        ))
        .load(conn)?;
    let shown = |(domain, code, status, n, text, last_at): (_, i32, String, _, _, _)| ReplyCount {
        domain,
        code: (code != 0).then_some(code),
        status: (!status.is_empty()).then_some(status),
        n,
        text,
        last_at,
    };
    Ok(rows.into_iter().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_of_ones_own_is_not_told_by_what_was_said() {
        let check = |to: &str, said: &str, domain, text: &str| {
            let fate = Fate::Permanent(Reply::ours(550, "5.1.2", said));
            let said = Said::of(&fate, &to.parse().unwrap()).unwrap();
            assert_eq!((said.domain, said.text.as_str()), (domain, text));
        };
        check(
            "ada@layla.example",
            "no MX for mail.Layla.example, sorry",
            "other",
            "no MX for <domain> sorry",
        );
        check("ada@gmail.com", "gmail.com is full", "gmail.com", "gmail.com is full");
    }

    #[test]
    fn trouble_with_our_own_server_is_not_the_recipients() {
        let to: Address = "ada@gmail.com".parse().unwrap();
        let domain = |fate| Said::of(&fate, &to).map(|said| (said.domain, said.code));
        assert_eq!(domain(Fate::Unreachable("nobody listens there".to_owned())), Some((RELAY, 0)));
        assert_eq!(domain(Fate::OurFault(Reply::ours(535, "5.7.8", "no"))), Some((RELAY, 535)));
        assert_eq!(domain(Fate::Uncertain("lost".to_owned())), Some(("gmail.com", 0)));
        assert_eq!(domain(Fate::Accepted(Reply::ours(250, "2.0.0", "ok"))), None);
        assert_eq!(domain(Fate::NotSent), None);
    }
}
