//! Test mails: every edition to each of some addresses, marked, before anybody else gets one.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde::Serialize;

use crate::{
    access::{Actor, audit},
    app::App,
    db::{Conn, PublicId},
    delivery::{self, Gate, Letter, NewLetter, Recipient},
    issues::{Refusal, preview},
    subscribers::{EditionName, EmailAddress, Mistake, Mistakes},
    vault::Vault,
};

/// A test is for the team, not for a list.
pub const MOST: usize = 20;

/// An edition as its readers will get it, rendered when the test was asked for.
#[derive(Debug, Serialize)]
struct IssueTest {
    subject: String,
    text: String,
    edition_sanitised: String,
}

impl Letter for IssueTest {
    const NAME: &'static str = "issue_test";

    fn gate(&self) -> Gate {
        Gate::Anybody
    }
}

/// The addresses of a test.
pub fn addresses(typed: &[String]) -> Result<Vec<EmailAddress>, Refusal> {
    let mut mistakes = Mistakes::new();
    let mut addresses: Vec<EmailAddress> = Vec::new();
    for raw in typed.iter().map(|raw| raw.trim()).filter(|raw| !raw.is_empty()) {
        match raw.parse::<EmailAddress>() {
            Ok(address) if addresses.iter().any(|known| known.as_str() == address.as_str()) => (),
            Ok(address) => addresses.push(address),
            Err(_) => mistakes.add("to", Mistake::new("issue-mistake-address")),
        }
    }
    if addresses.is_empty() {
        mistakes.add("to", Mistake::new("issue-mistake-no-address"));
    }
    if addresses.len() > MOST {
        mistakes.add("to", Mistake::new("issue-mistake-many-addresses").mentioning("most", MOST));
    }
    if mistakes.is_empty() { Ok(addresses) } else { Err(Refusal::Invalid(mistakes)) }
}

/// The mails of a test as they were rendered, and who gets them.
pub struct Tests {
    issue: PublicId,
    to: Vec<EmailAddress>,
    mails: Vec<(EditionName, IssueTest)>,
}

/// Renders a test, while nobody waits for it.
///
/// # Errors
/// There is no such issue, or it cannot be rendered.
pub async fn prepare(app: &App, issue: PublicId, to: Vec<EmailAddress>) -> Result<Tests, Refusal> {
    let web = app.web.clone();
    let render = move |conn: &mut Conn| {
        let mails = EditionName::every(web.catalogue.languages()).into_iter().map(|name| {
            let mail = test(preview::preview(conn, &web, &issue, &name)?, &name);
            Ok::<_, Refusal>((name, mail))
        });
        Ok(Tests { mails: mails.collect::<Result<_, _>>()?, issue, to })
    };
    app.db.read(render).await
}

impl Tests {
    /// Puts them into the outbox; how many.
    pub fn enqueue(
        &self,
        conn: &mut Conn,
        vault: &Vault,
        actor: &Actor,
        now: NaiveDateTime,
    ) -> QueryResult<usize> {
        let count = self.mails.len() * self.to.len();
        for (name, letter) in &self.mails {
            for address in &self.to {
                let (to, cause) = (Recipient::stranger(address), format!("issue:{}", self.issue));
                delivery::enqueue(conn, vault, NewLetter { letter, language: name.first(), to, cause }, now)?;
            }
        }
        audit::append(conn, actor, "issue.test", self.issue.as_str(), &format!("{count} mails"), now)?;
        Ok(count)
    }
}

/// Renders the tests and puts them into the outbox; how many.
pub async fn send(app: &App, id: PublicId, to: Vec<EmailAddress>, actor: Actor) -> Result<usize, Refusal> {
    let tests = prepare(app, id, to).await?;
    let (vault, now) = (app.vault.clone(), app.clock.now());
    Ok(app.db.write(move |conn| tests.enqueue(conn, &vault, &actor, now)).await?)
}

fn test(mail: crate::render::RenderedMail, name: &EditionName) -> IssueTest {
    IssueTest {
        subject: format!("[TEST {name}] {}", mail.subject),
        text: mail.text,
        edition_sanitised: mail.html,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_goes_to_addresses_and_to_each_once() {
        let check = |typed: &[&str], expected: Option<usize>| {
            let typed: Vec<String> = typed.iter().map(|raw| (*raw).to_owned()).collect();
            assert_eq!(addresses(&typed).ok().map(|found| found.len()), expected, "{typed:?}");
        };
        check(&["a@example.org", " A@example.org ", "b@example.org"], Some(2));
        check(&["a@example.org", "nobody"], None);
        check(&["", " "], None);
        let many: Vec<String> = (0..21).map(|n| format!("a{n}@example.org")).collect();
        assert!(addresses(&many).is_err());
    }
}
