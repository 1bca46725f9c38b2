//! What the doctor found.

use serde::Serialize;

/// What was looked at, and what was found.
#[derive(Debug, Serialize)]
pub struct Finding {
    pub what: String,
    pub state: State,
    pub text: String,
    /// What to put into the DNS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Record>,
}

/// The worse, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Right,
    /// It works, and may not be what the owner wants.
    Remark,
    Wrong,
}

/// A record of the DNS, to be copied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub value: String,
}

impl Record {
    /// A text.
    pub fn text(name: &str, value: &str) -> Record {
        Record { name: name.to_owned(), kind: "TXT", value: value.to_owned() }
    }
}

impl Finding {
    pub fn right(what: String, text: &str) -> Finding {
        Finding { what, state: State::Right, text: text.to_owned(), record: None }
    }

    pub fn remark(what: String, text: &str) -> Finding {
        Finding { what, state: State::Remark, text: text.to_owned(), record: None }
    }

    pub fn wrong(what: String, text: &str) -> Finding {
        Finding { what, state: State::Wrong, text: text.to_owned(), record: None }
    }

    /// Nobody knows what the DNS says.
    pub fn unanswered(what: String, why: &str) -> Finding {
        Finding::wrong(what, &format!("can't be looked at, the DNS does not answer: {why}"))
    }

    /// The same with a record that would put it right.
    pub fn with(self, record: Record) -> Finding {
        Finding { record: Some(record), ..self }
    }

    /// The same without what would steer a terminal or turn the words around it: what a stranger's DNS or mail server
    /// says stands in it.
    pub fn legible(self) -> Finding {
        let record = self.record.map(|record| Record {
            name: legible(&record.name),
            kind: record.kind,
            value: legible(&record.value),
        });
        Finding { what: legible(&self.what), text: legible(&self.text), record, ..self }
    }

    /// A line, and the record below it.
    pub fn in_words(&self) -> String {
        let mark = match self.state {
            State::Right => "ok    ",
            State::Remark => "note  ",
            State::Wrong => "WRONG ",
        };
        let line = format!("{mark} {}: {}", self.what, self.text);
        match &self.record {
            Some(Record { name, kind, value }) => {
                format!("{line}\n         name   {name}\n         type   {kind}\n         value  {value}")
            }
            None => line,
        }
    }
}

fn legible(text: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if c.is_control() || turns(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_finding_steers_a_terminal() {
        let check = |text: &str, expected: &str| assert_eq!(legible(text), expected, "{text:?}");
        check("v=spf1 a -all", "v=spf1 a -all");
        check("a\u{1b}]0;x\u{7}b\r\nok", "a\u{fffd}]0;x\u{fffd}b\u{fffd}\u{fffd}ok");
        check("\u{9b}31m\u{202e}", "\u{fffd}31m\u{fffd}");
        check("بريد.شبكة", "بريد.شبكة");
        let record = Record::text("n\tm", "v\u{1b}");
        let found = Finding::wrong("w\n".to_owned(), "t\u{7f}").with(record).legible();
        assert!(!found.in_words().chars().any(|c| c.is_control() && c != '\n'), "{:?}", found.in_words());
    }
}
