//! What is known of an address, for somebody at the command line.

use serde::Serialize;

use crate::people::{
    SubscriberView,
    find::{Found, LetterShown, SignupShown},
};

/// A subscriber as the API shows them, the last signup, letters with their fates, and why not to write.
#[derive(Serialize)]
pub struct LookedUp {
    #[serde(flatten)]
    subscriber: Option<SubscriberView>,
    signup: Option<SignupShown>,
    letters: Vec<LetterShown>,
    suppressed: Vec<&'static str>,
}

impl LookedUp {
    /// All that was found under one address.
    pub fn new(subscriber: Option<SubscriberView>, found: Found) -> LookedUp {
        LookedUp {
            subscriber,
            suppressed: found.suppressed.iter().map(|reason| reason.as_str()).collect(),
            signup: found.signup,
            letters: found.letters,
        }
    }

    /// A line for each thing that is known.
    pub fn in_words(&self) -> String {
        let mut lines = Vec::new();
        match &self.subscriber {
            Some(known) => lines.push(known.in_words()),
            None => lines.push("Not on the list.".to_owned()),
        }
        if let Some(signup) = &self.signup {
            lines.push(format!("Signup of {}: {}", signup.asked_at.date_naive(), signup.state));
        }
        lines.extend(self.suppressed.iter().map(|reason| format!("Must not be written to: {reason}")));
        lines.extend(self.letters.iter().map(|letter| {
            let why = letter.reply.as_deref().or(letter.skipped_why.as_deref());
            let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
            format!("Letter {} of {}: {}{why}", letter.name, letter.written_at.date_naive(), letter.state)
        }));
        lines.join("\n")
    }
}
