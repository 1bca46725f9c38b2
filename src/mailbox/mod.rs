//! The built-in mailbox, for trying Hudhud without a mail server: what would have been sent can be read at `/mailbox`,
//! as its reader would see it, as text, and as it is. For this computer alone.

mod kept;
mod letter;
mod open;
mod page;

use actix_web::{
    HttpResponse,
    http::header::{CONTENT_SECURITY_POLICY, HeaderValue},
    web::{Path, Query, ServiceConfig, resource},
};
use serde::Deserialize;

use crate::web::{Failure, Here, private, read, sandboxed};

use kept::MailId;
use open::Mailbox;
use page::{ListPage, MailPage, View};

/// For the HTML of a mail: no scripts, nothing loaded; its links open in a window of their own.
const FRAME_POLICY: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
    style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

/// Every URL of the mailbox.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource(["/mailbox", "/mailbox/"]).route(read().to(list)))
        .service(resource("/mailbox/{id}").route(read().to(show)))
        .service(resource("/mailbox/{id}/text").route(read().to(show_text)))
        .service(resource("/mailbox/{id}/source").route(read().to(show_source)))
        .service(resource("/mailbox/{id}/html").route(read().to(frame)));
}

#[derive(Deserialize)]
struct Leaf {
    before: Option<String>,
}

async fn list(mailbox: Mailbox, here: Here, leaf: Query<Leaf>) -> Result<HttpResponse, Failure> {
    let before = leaf
        .into_inner()
        .before
        .map(|id| id.parse::<MailId>())
        .transpose()
        .map_err(|()| Failure::NotFound)?;
    let (part, mails) = mailbox.list(before).await?;
    let page = ListPage::new(&mailbox.web, &here.language, part, mails);
    Ok(private(mailbox.web.page(&here, &page)?))
}

async fn show(mailbox: Mailbox, here: Here, id: Path<String>) -> Result<HttpResponse, Failure> {
    show_as(View::Html, mailbox, here, &id).await
}

async fn show_text(mailbox: Mailbox, here: Here, id: Path<String>) -> Result<HttpResponse, Failure> {
    show_as(View::Text, mailbox, here, &id).await
}

async fn show_source(mailbox: Mailbox, here: Here, id: Path<String>) -> Result<HttpResponse, Failure> {
    show_as(View::Source, mailbox, here, &id).await
}

async fn show_as(view: View, mailbox: Mailbox, here: Here, id: &str) -> Result<HttpResponse, Failure> {
    let (letter, bytes) = mailbox.find(id).await?;
    let page = MailPage::new(&mailbox.web, &here.language, view, letter, &bytes);
    Ok(private(mailbox.web.page(&here, &page)?))
}

/// The HTML of a mail, for the frame in its page.
async fn frame(mailbox: Mailbox, id: Path<String>) -> Result<HttpResponse, Failure> {
    let (letter, _) = mailbox.find(&id).await?;
    let html = letter.html.ok_or(Failure::NotFound)?;
    let mut response = private(sandboxed(opening_links_elsewhere(&html)));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAME_POLICY));
    Ok(response)
}

/// A frame cannot show our pages, so what a mail leads to is opened in a window. Stands in the head: before the
/// doctype it would change how the mail looks.
fn opening_links_elsewhere(html: &str) -> String {
    let head = html
        .to_ascii_lowercase()
        .find("<head")
        .and_then(|head| html[head..].find('>').map(|end| head + end + 1));
    let (before, behind) = html.split_at(head.unwrap_or(0));
    format!("{before}<base target=\"_blank\">{behind}")
}

#[cfg(test)]
mod tests {
    use super::opening_links_elsewhere;

    #[test]
    fn links_of_a_mail_open_in_a_window() {
        let check = |html: &str, expected: &str| assert_eq!(opening_links_elsewhere(html), expected);
        check(
            "<!doctype html><HEAD dir=x>م</head>",
            "<!doctype html><HEAD dir=x><base target=\"_blank\">م</head>",
        );
        check("<p>م", "<base target=\"_blank\"><p>م");
        check("", "<base target=\"_blank\">");
    }
}
