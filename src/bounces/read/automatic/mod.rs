//! Mails of programs that return nothing: out of office, delays, receipts, questions whether we are people.

mod absences;
mod challenges;
mod programs;
mod underway;

use absences::AWAY_SUBJECTS;
use challenges::{BY_ITSELF, CHALLENGES};
use programs::is_written_by_a_program;
use underway::{ARRIVED_STARTS, ARRIVED_SUBJECTS, DELAYED_SUBJECTS, DELAYED_TEXTS, WARNED_SUBJECTS};

use crate::bounces::classify::Words;

use super::Mail;

/// Whether it says that delivery takes longer, has succeeded, or that a mailbox fills up.
pub fn is_progress(mail: &Mail, words: &Words) -> bool {
    let subject = Words::of(mail.header("subject")).start();
    subject.say_any(DELAYED_SUBJECTS)
        || subject.say_any(ARRIVED_SUBJECTS)
        || subject.begin_with_any(ARRIVED_STARTS)
        || subject.say_any(WARNED_SUBJECTS)
        || words.say_any(DELAYED_TEXTS)
}

/// Whether its subject begins by saying that somebody is away.
pub fn is_away_at_once(mail: &Mail) -> bool {
    Words::of(mail.header("subject")).begin_with_any(AWAY_SUBJECTS)
}

/// Whether a program answered in a person's stead, or asks whether we are one.
pub fn is_answer(mail: &Mail, words: &Words) -> bool {
    is_written_by_a_program(mail) || words.say_any(BY_ITSELF) || speaks_of_absence(mail, words)
}

/// Whether it says that somebody is away, or asks whether we are a person.
pub fn speaks_of_absence(mail: &Mail, words: &Words) -> bool {
    let subject = Words::of(mail.header("subject"));
    subject.say_any(AWAY_SUBJECTS)
        || subject.say_any(CHALLENGES)
        || words.say_any(CHALLENGES)
        || words.say_any(AWAY_SUBJECTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_that_return_nothing_are_told_by_headers_and_subjects() {
        fn check(headers: &str, expected: bool) {
            let mail = Mail::parse(format!("{headers}\r\n\r\nHello").as_bytes());
            assert_eq!(is_answer(&mail, &Words::of("Hello")), expected, "{headers}");
        }
        check("Subject: Out of Office: News", true);
        check("Subject: =?utf-8?b?2LHYryDYqtmE2YLYp9im2Yo=?=", true);
        check("Subject: Abwesenheitsnotiz", true);
        check("Auto-Submitted: auto-replied (vacation)", true);
        check("Auto-Submitted: no", false);
        check("X-Autoreply: yes", true);
        check("Precedence: auto_reply", true);
        check("Precedence: bulk", false);
        check("Subject: Please confirm your message", true);
        check("Subject: Re: News", false);
    }
}
