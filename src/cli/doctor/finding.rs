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
