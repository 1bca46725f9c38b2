//! Why something is not done to an issue.

use crate::{
    issues::{Status, check::Finding},
    subscribers::{Mistake, Mistakes},
    web::Failure,
};

/// Each says in English for a command what its sentence says on a page.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("there is no such issue")]
    NotFound,
    /// What was asked for makes no sense; field by field.
    #[error("{}", in_words(.0))]
    Invalid(Mistakes),
    #[error("somebody changed the issue meanwhile; look at it again")]
    Changed,
    #[error("this can not be done to an issue that is {}", .0.as_str())]
    NotNow(Status),
    /// What its check found.
    #[error("the issue is not ready: `issue check` says what is missing")]
    NotReady(Vec<Finding>),
    #[error("nobody would get this issue: no active subscriber is in its audience")]
    NoReaders,
    #[error("the issue is not approved yet; there are several admins, so one of them has to approve it")]
    NotApproved,
    #[error("who wrote last can not be the only one to approve; somebody else has to")]
    SecondPerson,
    #[error(
        "nobody knows whether some mails arrived; say what becomes of them: `issue resume --held resend` or `drop`"
    )]
    Undecided,
    #[error("nothing of this issue failed that could go well now")]
    NothingFailed,
    #[error(transparent)]
    Failed(#[from] anyhow::Error),
}

impl Refusal {
    /// The sentence for people, where there is one.
    pub fn mistake(&self) -> Option<Mistake> {
        let key = match self {
            Refusal::Changed => "issue-refused-changed",
            Refusal::NotNow(_) => "issue-refused-not-now",
            Refusal::NotReady(_) => "issue-refused-not-ready",
            Refusal::NoReaders => "issue-refused-no-readers",
            Refusal::NotApproved => "issue-refused-not-approved",
            Refusal::SecondPerson => "issue-refused-second-person",
            Refusal::Undecided => "issue-refused-undecided",
            Refusal::NothingFailed => "issue-refused-nothing-failed",
            Refusal::NotFound | Refusal::Invalid(_) | Refusal::Failed(_) => return None,
        };
        Some(Mistake::new(key))
    }
}

fn in_words(mistakes: &Mistakes) -> String {
    let fields: Vec<&str> = mistakes.iter().map(|(field, _)| field).collect();
    format!("this can not be right: {}", fields.join(", "))
}

impl From<diesel::result::Error> for Refusal {
    fn from(error: diesel::result::Error) -> Refusal {
        match error {
            diesel::result::Error::NotFound => Refusal::NotFound,
            other => Refusal::Failed(other.into()),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        match (refusal.mistake(), refusal) {
            (_, Refusal::NotReady(problems)) => Failure::Incomplete {
                mistake: Mistake::new("issue-refused-incomplete"),
                lacks: problems.into_iter().map(Finding::lack).collect(),
            },
            (Some(mistake), _) => Failure::Conflict(mistake),
            (None, Refusal::Invalid(mistakes)) => Failure::Invalid(mistakes),
            (None, Refusal::Failed(error)) => error.into(),
            (None, _) => Failure::NotFound,
        }
    }
}
