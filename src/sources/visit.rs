//! Visits the pages that entries lead to, for what they say of their translations. A page that cannot be read costs
//! little time and no entry.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::Problem;
use super::fetch::{Answer, Fetcher, Known, Limits};
use super::page::{self, Page};

/// How many pages of one host are asked for at once.
const AT_ONCE: usize = 3;

/// The page of a translation.
#[derive(Debug, Clone)]
pub struct Visit {
    pub translation_id: i64,
    pub url: Url,
}

/// What a round of visits brought.
#[derive(Debug, Default)]
pub struct Visited {
    pub pages: Vec<(i64, Page)>,
    /// Asked for in vain, while their host answered.
    pub failed: Vec<i64>,
    pub problems: Vec<Problem>,
}

/// Visits all pages that can be visited within the time. A host that does not answer its first visit is left alone.
pub async fn visit(fetcher: &Fetcher, visits: Vec<Visit>, time: Duration) -> Visited {
    let deadline = Instant::now() + time;
    let mut by_host: BTreeMap<String, Vec<Visit>> = BTreeMap::new();
    for visit in visits {
        by_host.entry(visit.url.host_str().unwrap_or_default().to_owned()).or_default().push(visit);
    }
    let mut hosts: FuturesUnordered<_> =
        by_host.into_iter().map(|(host, visits)| visit_host(fetcher, host, visits, deadline)).collect();
    let mut visited = Visited::default();
    let mut n_later = 0;
    while let Some((of_host, left)) = hosts.next().await {
        n_later += left;
        visited.pages.extend(of_host.pages);
        visited.failed.extend(of_host.failed);
        visited.problems.extend(of_host.problems);
    }
    if n_later > 0 {
        visited.problems.push(Problem::PagesLater { count: n_later });
    }
    visited
}

/// The pages of one host, and how many were left for the next time.
async fn visit_host(
    fetcher: &Fetcher,
    host: String,
    visits: Vec<Visit>,
    deadline: Instant,
) -> (Visited, usize) {
    let n_visits = visits.len();
    let mut visited = Visited::default();
    let mut first_problem = None;
    let mut left = visits.into_iter();
    let mut running = FuturesUnordered::new();
    running.extend(left.next().map(|visit| read(fetcher, visit)));
    while let Ok(Some((id, answer))) = timeout_at(deadline, running.next()).await {
        match answer {
            Ok(page) => visited.pages.push((id, page)),
            Err(problem) if visited.pages.is_empty() && visited.failed.is_empty() && problem.is_of_host() => {
                visited.problems.push(Problem::Pages { host, count: n_visits, why: Box::new(problem) });
                return (visited, 0);
            }
            Err(problem) => {
                visited.failed.push(id);
                first_problem.get_or_insert(problem);
            }
        }
        let n_more = AT_ONCE - running.len();
        running.extend(left.by_ref().take(n_more).map(|visit| read(fetcher, visit)));
    }
    if let Some(problem) = first_problem {
        visited.problems.push(Problem::Pages { host, count: visited.failed.len(), why: Box::new(problem) });
    }
    let n_done = visited.pages.len() + visited.failed.len();
    (visited, n_visits - n_done)
}

async fn read(fetcher: &Fetcher, visit: Visit) -> (i64, Result<Page, Problem>) {
    let answer = fetcher.get(&visit.url, &Known::default(), Limits::PAGE).await;
    let page = match answer {
        Ok(Answer::Document(document)) => Ok(page::read(document).await),
        Ok(Answer::Unchanged) => Ok(Page::default()),
        Err(problem) => Err(problem),
    };
    (visit.translation_id, page)
}
