//! The built-in mailbox, for trying Hudhud without a mail server: what would have been sent can be read at `/mailbox`,
//! as its reader would see it, as text, and as it is. For this computer alone.

mod kept;
mod letter;
mod open;
mod page;

use actix_web::{
    HttpResponse,
    http::header,
    web::{Path, Query, ServiceConfig, block},
};
use serde::Deserialize;

use crate::web::{Failure, Here, Web, private, read, sandboxed};

use kept::MailId;
use letter::Letter;
use open::Mailbox;
use page::{ListPage, MailPage, View};

/// Every URL of the mailbox.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/mailbox", read().to(list))
        .route("/mailbox/{id}", read().to(show))
        .route("/mailbox/{id}/text", read().to(show_text))
        .route("/mailbox/{id}/source", read().to(show_source))
        .route("/mailbox/{id}/html", read().to(frame));
}

#[derive(Deserialize)]
struct Leaf {
    before: Option<String>,
}

async fn list(mailbox: Mailbox, here: Here, leaf: Query<Leaf>) -> Result<HttpResponse, Failure> {
    let before = leaf.into_inner().before.map(|id| id.parse::<MailId>()).transpose().map_err(|()| Failure::NotFound)?;
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
