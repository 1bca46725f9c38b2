//! What a server's answer means: a pure table of words and codes.
//!
//! Many servers give a code that says nothing (5.0.0), or a wrong one (5.1.1 for spam, 5.7.1 for an unknown user), and
//! say in words what they mean. So plain words come first (whole phrases, then what a sentence says of which thing), then
//! a code that says something, then vague words, then the reply code, then the class. What the server said of the
//! recipient weighs more than what its program wrote around it for people, and what can only be said of us (our login, our
//! address, what was answered before the reader was named) never silences the reader.

mod codes;
mod families;
mod phase;
mod phrases;
mod reply;
mod status;

pub use phrases::Words;
pub use status::EnhancedStatus;

use super::Kind;
use codes::Codes;
use families::Sayings;
use phase::Phase;

/// Everything that was said about one recipient.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said<'a> {
    /// The status of the recipient as a field of its own.
    pub status: Option<EnhancedStatus>,
    /// What the server answered.
    pub answer: &'a str,
    /// What was written around it.
    pub around: &'a str,
}

/// What it means, and the codes that say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// None if nothing says why, nor for how long.
    pub kind: Option<Kind>,
    pub status: Option<EnhancedStatus>,
    pub reply: Option<u16>,
}

/// Judges an answer.
pub fn judge(said: Said<'_>) -> Verdict {
    let said = Said { answer: unwrapped(said.answer), ..said };
    let (answer, around) = (codes::find(said.answer), codes::find(said.around));
    let answered = Codes { status: finer(said.status, answer.status), ..answer };
    let status = finer(answered.status, around.status);
    let reply = answered.reply.or(around.reply);
    let phase = Phase::of(said);
    let kind = by_answer(answered, said.answer)
        .or_else(|| by_answer(around, said.around))
        .or_else(|| reply.and_then(|code| reply::kind(code, phase)))
        .or_else(|| status.map(|status| status.kind().unwrap_or(Kind::Soft)));
    let is_not_now = is_not_now(said, answer, status, reply);
    let kind = match kind {
        // Whoever had not yet heard of the reader did not speak of them.
        Some(Kind::Hard) if phase == Phase::BeforeTheReader && !reply::is_of_the_host(reply) => {
            Some(Kind::Policy)
        }
        Some(Kind::Hard) if is_not_now => Some(Kind::Soft),
        Some(Kind::Policy) if is_not_now && !is_about_our_standing(said, status) => Some(Kind::Soft),
        kind => kind,
    };
    Verdict { kind, status, reply }
}

/// Whether we are put off for what we are: a reader is not punished for that, however often it happens.
fn is_about_our_standing(said: Said<'_>, status: Option<EnhancedStatus>) -> bool {
    if status.and_then(EnhancedStatus::kind) == Some(Kind::Policy) {
        return true;
    }
    let text = if said.answer.trim().is_empty() { said.around } else { said.answer };
    phrases::standing(&Words::of(text))
}

/// The server's own words where a gateway puts the same words in front of every answer.
fn unwrapped(answer: &str) -> &str {
    let wrapper = "Unknown address error ";
    match answer.split_once(wrapper) {
        Some((_, own)) if own.starts_with(|c: char| c.is_ascii_digit()) => own,
        _ => answer,
    }
}

fn by_answer(codes: Codes, text: &str) -> Option<Kind> {
    let words = Words::of(text);
    let sayings = Sayings::of(&words);
    let says = |of: fn(EnhancedStatus) -> bool| codes.status.is_some_and(of);
    if reply::is_about_our_login(codes.reply)
        || sayings.are_about_ours()
        || says(EnhancedStatus::is_of_size) && phrases::speak_of_size(&words)
    {
        return Some(Kind::Policy);
    }
    let by_sayings =
        sayings.kind().filter(|kind| *kind != Kind::Hard || !says(EnhancedStatus::is_about_our_message));
    phrases::plainly(&words)
        .or(by_sayings)
        .or_else(|| codes.status.filter(|status| status.is_specific()).and_then(EnhancedStatus::kind))
        .or_else(|| phrases::vaguely(&words))
}

/// The one that says more; the first if both say as much.
fn finer(one: Option<EnhancedStatus>, other: Option<EnhancedStatus>) -> Option<EnhancedStatus> {
    match (one, other) {
        (Some(one), Some(other)) if !one.is_specific() && other.is_specific() => Some(other),
        (one, other) => one.or(other),
    }
}

/// Whether nothing lasting was said: whoever gave up then has lost patience, no more. A status that says only "never" is
/// that of whoever gave up.
fn is_not_now(said: Said<'_>, answer: Codes, status: Option<EnhancedStatus>, reply: Option<u16>) -> bool {
    let is_passing = is_passing(status, reply)
        || is_passing(answer.status, answer.reply) && !status.is_some_and(EnhancedStatus::is_specific);
    is_passing && !answer.lasts && !phrases::for_good(&Words::of(said.answer))
}

/// Whether everything that was said in numbers says "not now".
fn is_passing(status: Option<EnhancedStatus>, reply: Option<u16>) -> bool {
    let classes = [status.map(|status| status.class), reply.and_then(|code| u8::try_from(code / 100).ok())];
    let mut said = classes.into_iter().flatten().peekable();
    said.peek().is_some() && said.all(|class| class == 4)
}

#[cfg(test)]
mod tests;
