//! How the last five mails to a reader ended, and whether that means that nothing reaches them.

use diesel::QueryResult;

use crate::{
    db::Conn,
    subscribers::{Subscriber, store as people},
};

use super::{
    Kind,
    classify::EnhancedStatus,
    store::{self, Ending},
};

/// How many mails are remembered.
const REMEMBERED: i64 = 5;
/// How many of them may come back before the address is given up.
const ENOUGH: usize = 3;

/// How the last mails to a reader ended, since the address is theirs and they said last that they read there.
pub fn of(conn: &mut Conn, reader: &Subscriber) -> QueryResult<String> {
    let since = people::email_changed_at(conn, reader.id)?.max(Some(reader.confirmed_at));
    Ok(letters(&store::last_endings(conn, reader.id, since, REMEMBERED)?))
}

/// A letter for each, newest last: `a` arrived, `s` soft, `h` hard, `p` policy, `c` complaint.
fn letters(endings: &[Ending]) -> String {
    endings.iter().rev().map(letter).collect()
}

/// Three soft ones of the last five.
pub fn are_enough(letters: &str) -> bool {
    letters.chars().filter(|letter| *letter == 's').count() >= ENOUGH
}

fn letter(ending: &Ending) -> char {
    let worst = ["complaint", "hard", "soft", "policy"];
    match worst.iter().find(|kind| ending.kinds.iter().any(|known| known == *kind)) {
        Some(&"complaint") => 'c',
        Some(&"hard") => 'h',
        Some(&"soft") => 's',
        Some(_) => 'p',
        None => letter_of_reply(ending),
    }
}

/// What the server said when it was handed over: a mailbox that is full may be refused there and then.
fn letter_of_reply(ending: &Ending) -> char {
    let status: Option<EnhancedStatus> =
        ending.reply_status.as_deref().and_then(|status| status.parse().ok());
    match (ending.reply_code, status.and_then(EnhancedStatus::kind)) {
        (Some(200..=399) | None, _) => 'a',
        (_, Some(Kind::Hard)) => 'h',
        (_, Some(Kind::Soft)) | (Some(552 | 400..=499), None) => 's',
        _ => 'p',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ending(reply_code: Option<i32>, reply_status: Option<&str>, kinds: &[&str]) -> Ending {
        Ending {
            at: chrono::NaiveDateTime::default(),
            reply_code,
            reply_status: reply_status.map(str::to_owned),
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        }
    }

    #[test]
    fn each_mail_has_a_letter() {
        fn check(ending: Ending, expected: char) {
            assert_eq!(letter(&ending), expected, "{ending:?}");
        }
        check(ending(Some(250), Some("2.0.0"), &[]), 'a');
        check(ending(Some(250), None, &["soft"]), 's');
        check(ending(Some(250), None, &["soft", "complaint"]), 'c');
        check(ending(Some(250), None, &["policy", "hard"]), 'h');
        check(ending(Some(250), None, &["policy"]), 'p');
        check(ending(Some(552), Some("5.2.2"), &[]), 's');
        check(ending(Some(550), Some("5.7.1"), &[]), 'p');
        check(ending(Some(550), Some("5.1.1"), &[]), 'h');
        check(ending(Some(552), None, &[]), 's');
        check(ending(None, None, &[]), 'a');
    }

    #[test]
    fn the_newest_stands_last_and_three_are_enough() {
        let endings = [ending(Some(250), None, &["soft"]), ending(Some(250), None, &[])];
        assert_eq!(letters(&endings), "as");
        let check = |letters: &str, expected| assert_eq!(are_enough(letters), expected, "{letters}");
        check("ss", false);
        check("sasas", true);
        check("sasaa", false);
        check("hhhhh", false);
        check("", false);
    }
}
