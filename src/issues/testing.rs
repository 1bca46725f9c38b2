//! Test mails: every edition to each of some addresses, marked, before anybody else gets one.

use serde::Serialize;

use crate::{
    access::{Actor, audit},
    app::App,
    db::PublicId,
    delivery::{self, Gate, Letter, NewLetter, Recipient},
    i18n::Language,
    issues::{Refusal, preview},
    subscribers::{EditionName, EmailAddress, Mistake, Mistakes},
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

/// Puts the tests into the outbox; how many.
pub async fn send(app: &App, id: PublicId, to: Vec<EmailAddress>, actor: Actor) -> Result<usize, Refusal> {
    let (web, vault, now) = (app.web.clone(), app.vault.clone(), app.clock.now());
    let work = move |conn: &mut crate::db::Conn| {
        let mut count = 0;
        for name in EditionName::every(web.catalogue.languages()) {
            let letter = test(preview::preview(conn, &web, &id, &name)?, &name);
            for address in &to {
                let language: &Language = name.first();
                let (to, cause) = (Recipient::stranger(address), format!("issue:{id}"));
                delivery::enqueue(conn, &vault, NewLetter { letter: &letter, language, to, cause }, now)?;
                count += 1;
            }
        }
        audit::append(conn, &actor, "issue.test", id.as_str(), &format!("{count} mails"), now)?;
        Ok(count)
    };
    app.db.write(work).await
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
