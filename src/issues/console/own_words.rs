//! What the sending itself says where no server answered (`mail`), as sentences of the page's language. What a server
//! or the system said is shown as it is.

use serde::Serialize;

use crate::mail::Phase;

/// The keys of what we say ourselves, and what is left that nobody translates.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub(super) struct OwnWords {
    /// During what.
    during: Option<&'static str>,
    /// What happened.
    what: Option<&'static str>,
    /// What happened, if it is not ours to say.
    said: Option<String>,
}

impl OwnWords {
    /// Nothing if all of it is a server's.
    pub fn of(code: Option<i32>, text: &str) -> Option<OwnWords> {
        let ours = |what| OwnWords { what: Some(what), ..OwnWords::default() };
        if code.is_some() {
            return find(ANSWERS, text).map(ours);
        }
        let told = PHASES.into_iter().find_map(|phase| {
            let what = text.strip_prefix(phase.as_str())?.strip_prefix(": ")?;
            Some((phase, what))
        });
        let Some((phase, story)) = told else { return find(STORIES, text).map(ours) };
        let what = find(STORIES, story);
        let said = what.is_none().then(|| story.to_owned());
        Some(OwnWords { during: Some(during(phase)), what, said })
    }
}

const PHASES: [Phase; 10] = [
    Phase::Connect,
    Phase::Greeting,
    Phase::Hello,
    Phase::StartTls,
    Phase::Auth,
    Phase::Mail,
    Phase::Rcpt,
    Phase::Data,
    Phase::Body,
    Phase::AfterDot,
];

fn during(phase: Phase) -> &'static str {
    match phase {
        Phase::Connect => "issue-replies-during-connect",
        Phase::Greeting => "issue-replies-during-greeting",
        Phase::Hello => "issue-replies-during-hello",
        Phase::StartTls => "issue-replies-during-tls",
        Phase::Auth => "issue-replies-during-auth",
        Phase::Mail => "issue-replies-during-mail",
        Phase::Rcpt => "issue-replies-during-rcpt",
        Phase::Data => "issue-replies-during-data",
        Phase::Body => "issue-replies-during-body",
        Phase::AfterDot => "issue-replies-during-answer",
    }
}

type Table = &'static [(&'static str, &'static str)];

fn find(table: Table, text: &str) -> Option<&'static str> {
    table.iter().find(|(start, _)| text.starts_with(start)).map(|(_, key)| *key)
}

/// How answers begin that we give in a server's stead.
const ANSWERS: Table = &[
    ("needs SMTPUTF8:", "issue-replies-smtputf8"),
    ("needs 8BITMIME:", "issue-replies-eight-bit"),
    ("the message is larger than the server takes", "issue-replies-too-large"),
    ("the server offers no encryption, and", "issue-replies-no-encryption"),
    ("the server offers no way to sign in without", "issue-replies-sign-in-encrypted"),
    ("the server offers no way to sign in that", "issue-replies-no-sign-in"),
];

/// How stories of a connection begin, those of the system's that are met often among them.
const STORIES: Table = &[
    ("nobody listens there", "issue-replies-nobody-listens"),
    ("no answer in time", "issue-replies-late"),
    ("the server closed the connection", "issue-replies-closed"),
    ("the connection was closed", "issue-replies-closed"),
    ("there is no connection", "issue-replies-closed"),
    ("Connection reset by peer", "issue-replies-closed"),
    ("Broken pipe", "issue-replies-closed"),
    ("tls handshake eof", "issue-replies-closed"),
    ("peer closed connection", "issue-replies-closed"),
    ("the host has no address", "issue-replies-no-host"),
    ("failed to lookup address information", "issue-replies-no-host"),
    ("No route to host", "issue-replies-no-way"),
    ("Network is unreachable", "issue-replies-no-way"),
    ("the server's answer makes no sense here", "issue-replies-nonsense"),
    ("the server's answer has no end", "issue-replies-nonsense"),
    ("the server's answer is not SMTP", "issue-replies-not-smtp"),
    ("the server does not offer STARTTLS", "issue-replies-no-starttls"),
    ("something was said in clear behind STARTTLS", "issue-replies-clear-behind-tls"),
    ("the server asks for a sign-in that we do not understand", "issue-replies-strange-sign-in"),
    ("received corrupt message of type InvalidContentType", "issue-replies-no-tls-there"),
    ("nobody whom we trust signed the server's certificate", "issue-replies-tls-untrusted"),
    ("the server's certificate is not one that we trust", "issue-replies-tls-untrusted"),
    ("the server shows no certificate", "issue-replies-tls-untrusted"),
    ("the server's certificate is for another host", "issue-replies-tls-other-host"),
    ("the server's certificate has expired", "issue-replies-tls-expired"),
    ("the server's certificate is not valid yet", "issue-replies-tls-early"),
    ("the server's certificate may sign others", "issue-replies-tls-authority"),
    ("writing into the built-in mailbox", "issue-replies-mailbox"),
    ("the postman stumbled", "issue-replies-stumbled"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_we_say_ourselves_is_told_from_what_servers_say() {
        let check = |code, text: &str, expected: Option<[Option<&str>; 3]>| {
            let words = OwnWords::of(code, text);
            let words = words.as_ref().map(|words| [words.during, words.what, words.said.as_deref()]);
            assert_eq!(words, expected, "{text}");
        };
        let what = |key| Some([None, Some(key), None]);
        check(Some(550), "5.1.1 no such user", None);
        check(Some(550), "connecting: is not allowed to you", None);
        check(Some(555), "needs SMTPUTF8: the server takes no address", what("issue-replies-smtputf8"));
        check(Some(552), "the message is larger than the server takes", what("issue-replies-too-large"));
        check(None, "the postman stumbled", what("issue-replies-stumbled"));
        let connect = Some("issue-replies-during-connect");
        check(
            None,
            "connecting: nobody listens there",
            Some([connect, Some("issue-replies-nobody-listens"), None]),
        );
        check(
            None,
            "connecting: out of luck (os error 7)",
            Some([connect, None, Some("out of luck (os error 7)")]),
        );
        let greeting = Some("issue-replies-during-greeting");
        check(
            None,
            "waiting for the greeting: 421 4.3.2 too busy",
            Some([greeting, None, Some("421 4.3.2 too busy")]),
        );
        let answer = Some("issue-replies-during-answer");
        check(
            None,
            "waiting for the answer to the message: no answer in time",
            Some([answer, Some("issue-replies-late"), None]),
        );
    }
}
