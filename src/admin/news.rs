//! What the admins were told of lately, as long as it still is so.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde_json::Value;

use crate::{
    access::notices::{self, Notice},
    db::{Conn, PublicId},
    delivery::{self, DispatchState, Outbox},
    issues::{self, Issue, Status},
    sources::SourceView,
};

/// As many notices are looked at.
const LOOKED_AT: i64 = 100;
/// As many are shown.
const SHOWN: usize = 5;

/// A notice, and the issue that it is about.
pub(super) struct Piece {
    pub notice: Notice,
    pub issue: Option<Issue>,
}

/// What a notice says that can be mended.
#[derive(Debug, PartialEq, Eq)]
enum Matter {
    /// An issue that we paused, and why.
    Paused { issue: i64, reason: String },
    /// An issue that waits in this state for somebody.
    Waits { issue: PublicId, status: Status },
    /// A mail server that takes nothing from us.
    Refused,
    /// A source that can't be read.
    Source { url: String },
}

/// The newest that happened since a day and is not mended; of the same trouble only the last time.
pub(super) fn since(
    conn: &mut Conn,
    outbox: &Outbox,
    sources: &[SourceView],
    day: NaiveDateTime,
) -> QueryResult<Vec<Piece>> {
    let (mut shown, mut seen) = (Vec::new(), BTreeSet::new());
    for notice in notices::since(conn, day, LOOKED_AT)? {
        if shown.len() == SHOWN {
            break;
        }
        let Some(matter) = Matter::of(&notice) else {
            shown.push(Piece { notice, issue: None });
            continue;
        };
        if seen.insert(format!("{matter:?}"))
            && let Some(issue) = matter.still(conn, outbox, sources)?
        {
            shown.push(Piece { notice, issue });
        }
    }
    Ok(shown)
}

impl Matter {
    /// Nothing if it just happened, and there is nothing to mend.
    fn of(notice: &Notice) -> Option<Matter> {
        let detail: Value = serde_json::from_str(&notice.detail).unwrap_or_default();
        let word = |name: &str| detail[name].as_str().unwrap_or_default().to_owned();
        let waits = |status| Some(Matter::Waits { issue: word("issue").parse().ok()?, status });
        match notice.kind.as_str() {
            "issue_paused" => {
                Some(Matter::Paused { issue: detail["issue_id"].as_i64()?, reason: word("reason") })
            }
            "issue_missed" => waits(Status::Approved),
            "issue_not_started" => waits(Status::Draft),
            "mail_refused" => Some(Matter::Refused),
            "source_failing" => Some(Matter::Source { url: word("url") }),
            _ => None,
        }
    }

    /// Whether it still is so, and the issue that it is about.
    fn still(
        &self,
        conn: &mut Conn,
        outbox: &Outbox,
        sources: &[SourceView],
    ) -> QueryResult<Option<Option<Issue>>> {
        Ok(match self {
            Matter::Paused { issue, reason } => {
                let dispatch = delivery::find_by_issue(conn, *issue)?.filter(|dispatch| {
                    dispatch.state == DispatchState::Paused && dispatch.reason.as_ref() == Some(reason)
                });
                match dispatch {
                    Some(_) => issues::store::find_by_id(conn, *issue)?.map(Some),
                    None => None,
                }
            }
            Matter::Waits { issue, status } => issues::store::find(conn, issue)?
                .filter(|issue| issue.row.status == *status && issue.row.send_at.is_none())
                .map(Some),
            Matter::Refused => delivery::is_refused(conn, outbox)?.then_some(None),
            Matter::Source { url } => {
                let fails = sources.iter().any(|source| source.url == *url && source.failures > 0);
                fails.then_some(None)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_mended_is_told_from_what_just_happened() {
        let at = "2026-11-23T12:00:00".parse().unwrap();
        let check = |kind: &str, detail: &str, expected: Option<Matter>| {
            let notice = Notice { id: 1, kind: kind.into(), detail: detail.into(), created_at: at };
            assert_eq!(Matter::of(&notice), expected, "{kind} {detail}");
        };
        let paused = Matter::Paused { issue: 7, reason: "refused".to_owned() };
        check("issue_paused", r#"{"issue_id": 7, "reason": "refused"}"#, Some(paused));
        check("issue_paused", "{}", None);
        check("mail_refused", r#"{"reply": "535 no"}"#, Some(Matter::Refused));
        let source = Matter::Source { url: "https://a.example/feed".to_owned() };
        check("source_failing", r#"{"url": "https://a.example/feed"}"#, Some(source));
        check("nothing_new", "{}", None);
        check("export", r#"{"count": 3}"#, None);
        let id = PublicId::random();
        let waits = |status| Some(Matter::Waits { issue: id.clone(), status });
        let detail = format!(r#"{{"issue": "{id}", "number": 3}}"#);
        check("issue_missed", &detail, waits(Status::Approved));
        check("issue_not_started", &detail, waits(Status::Draft));
    }
}
