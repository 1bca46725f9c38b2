//! Reading a returned mail: from bytes to what they mean, without looking anything up.

mod automatic;
mod delivery;
mod embedded;
mod feedback;
mod fences;
mod fields;
mod mail;
mod notice;
mod original;
mod tokens;

pub use mail::{MOST, Mail};
pub use tokens::{Tokens, gather};

use super::{
    Kind,
    classify::{EnhancedStatus, Said, Verdict, Words, judge},
};

/// How many mails in mails are looked into: somebody's helper forwards what was returned.
const DEPTH: usize = 2;

/// Who brought a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Anybody: only a token of the very message is believed.
    Mail,
    /// A provider who proved who they are. Some replace return path and Message-ID by their own, and leave of ours only
    /// the address to leave by.
    Webhook,
}

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub kind: Kind,
    /// The enhanced status code of the recipient that failed.
    pub status: Option<EnhancedStatus>,
    /// The SMTP reply code.
    pub reply: Option<u16>,
    pub tokens: Tokens,
    /// Whether a program wrote it, so that nobody asks for anything by it.
    pub automatic: bool,
    pub source: Source,
}

/// Reads any bytes.
pub fn read(bytes: &[u8]) -> Report {
    let mail = Mail::parse(bytes);
    let verdict = verdict(&mail, DEPTH);
    let automatic = verdict.kind.is_some() || notice::is_returned(&mail);
    Report {
        kind: verdict.kind.unwrap_or(Kind::Unknown),
        status: verdict.status,
        reply: verdict.reply,
        tokens: tokens::find(&mail, bytes),
        automatic,
        source: Source::Mail,
    }
}

fn verdict(mail: &Mail, depth: usize) -> Verdict {
    let only = |kind| Verdict { kind: Some(kind), status: None, reply: None };
    if let Some(kind) = feedback::kind(mail) {
        return only(kind);
    }
    let text = notice_text(mail);
    if let Some(verdict) = by_fields(mail, &text).or_else(|| embedded::verdict(&text)) {
        return verdict;
    }
    let (words, returned) = (Words::of(&text), notice::is_returned(mail));
    if automatic::is_progress(mail, &words) || automatic::is_away_at_once(mail) {
        return only(Kind::Ignored);
    }
    let judged = judge_text(mail, &text);
    if returned && judged.kind.is_some() {
        return judged;
    }
    if let Some(inside) = forwarded(mail, depth) {
        return inside;
    }
    if returned || notice::has_no_return_path(mail) {
        return by_a_program(mail, &words, judged);
    }
    if automatic::is_answer(mail, &words) {
        return only(Kind::Ignored);
    }
    by_anybody(mail, &text)
}

/// What a text says in its own words, or else in those that it quotes: a program may quote our message or the reason.
fn judge_text(mail: &Mail, text: &str) -> Verdict {
    let judge = |answer: &str| judge(Said { status: None, answer, around: reason_in_subject(mail) });
    let own = judge(&original::unquoted(text));
    if own.kind.is_some() { own } else { judge(text) }
}

const NOTHING: Verdict = Verdict { kind: None, status: None, reply: None };

/// What a program says of which it is not sure that it returns mail, or that does not say why it does.
fn by_a_program(mail: &Mail, words: &Words, judged: Verdict) -> Verdict {
    let says_so = notice::says_so(mail, words);
    let is_answer = match says_so {
        true => automatic::speaks_of_absence(mail, words),
        false => automatic::is_answer(mail, words),
    };
    match judged.kind {
        _ if is_answer => Verdict { kind: Some(Kind::Ignored), ..NOTHING },
        Some(_) if says_so => judged,
        // Somebody gave up, and keeps the reason.
        None if says_so => Verdict { kind: Some(Kind::Soft), ..judged },
        _ => NOTHING,
    }
}

/// What a mail says that anybody may have written. People write "later" and "unknown", so only an answer in numbers is
/// believed that is not quoted, beside words that something was not delivered.
fn by_anybody(mail: &Mail, text: &str) -> Verdict {
    let own: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('>')).collect();
    let own = own.join("\n");
    if notice::goes_to_many(mail) || !notice::says_so(mail, &Words::of(&own)) {
        return NOTHING;
    }
    match judge(Said { status: None, answer: &own, around: "" }) {
        judged @ Verdict { kind: Some(_), status: Some(_), reply: Some(_) } => judged,
        _ => NOTHING,
    }
}

/// The subject where a program gives its reason there. Elsewhere it quotes ours behind a sign, and says whatever we wrote.
fn reason_in_subject(mail: &Mail) -> &str {
    let subject = mail.header("subject");
    let gives = ["delivery failure:", "returned mail:", "nondeliverable mail"];
    let start = subject.chars().take(20).collect::<String>().to_lowercase();
    if gives.iter().any(|words| start.starts_with(words)) {
        return subject;
    }
    let own = subject.split([':', '"', '“', '(', '[']).next().unwrap_or_default();
    if own.to_lowercase().contains("spam") && notice::gives_back(own) { own } else { "" }
}

/// What stands in front of the returned message, for people.
fn notice_text(mail: &Mail) -> String {
    let texts: Vec<&str> = mail.texts.iter().map(|text| original::before(text)).collect();
    texts.join("\n")
}

fn by_fields(mail: &Mail, text: &str) -> Option<Verdict> {
    let written = delivery::written_into(text).filter(|_| mail.delivery_fields.is_empty());
    let fields: Vec<String> = mail.delivery_fields.iter().cloned().chain(written).collect();
    delivery::verdict(&fields, text)
}

fn forwarded(mail: &Mail, depth: usize) -> Option<Verdict> {
    let depth = depth.checked_sub(1)?;
    mail.inner.iter().take(3).find_map(|inner| {
        let inner = Mail::parse(inner);
        let is_notice = notice::is_returned(&inner) || !inner.feedback_fields.is_empty();
        is_notice.then(|| verdict(&inner, depth)).filter(|verdict| verdict.kind.is_some())
    })
}
