//! "Send me my link": the same answer for every address, in the same time, because the same is done for each.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use serde::Serialize;

use crate::{
    app::App,
    delivery::{NewLetter, Recipient, SealedLetter},
    preferences::letters::YourLink,
    subscribers::{EmailAddress, Mistake, Mistakes},
    web::{Failure, FormFields, Here, Page, Peer, see_other},
};

#[derive(Default, Serialize)]
struct LinkPage {
    email: String,
    mistakes: Mistakes,
}

impl Page for LinkPage {
    const TEMPLATE: &'static str = "preferences/link.html";
}

/// The page of a link whose time is over, with the same form.
#[derive(Default, Serialize)]
pub struct StalePage {
    email: String,
    mistakes: Mistakes,
    done: Option<&'static str>,
}

impl StalePage {
    /// `done` says why the link is old, if that was done just now.
    pub fn after(done: Option<&'static str>) -> StalePage {
        StalePage { done, ..StalePage::default() }
    }
}

impl Page for StalePage {
    const TEMPLATE: &'static str = "preferences/stale.html";
}

#[derive(Serialize)]
struct LinkSentPage {}

impl Page for LinkSentPage {
    const TEMPLATE: &'static str = "preferences/link_sent.html";
}

/// Shows the form that sends a fresh link.
pub async fn show(app: Data<App>, here: Here) -> Result<HttpResponse, Failure> {
    app.web.page(&here, &LinkPage::default())
}

/// Nothing that we know of the address is looked up: one letter is written for whoever it is, and the postman finds
/// out whether they have a link.
pub async fn ask(app: Data<App>, here: Here, peer: Peer, form: FormFields) -> Result<HttpResponse, Failure> {
    let typed = form.one("email");
    let address: EmailAddress = match typed.parse() {
        Ok(address) => address,
        Err(_) => {
            let page = LinkPage { email: typed.to_owned(), mistakes: wrong_address(typed) };
            return app.web.page_with(StatusCode::UNPROCESSABLE_ENTITY, &here, &page);
        }
    };
    if form.one("website").is_empty() {
        app.asking.count(peer)?;
        let letter = NewLetter {
            letter: &YourLink {},
            language: &here.language,
            to: Recipient::signup(&address),
            cause: "link".to_owned(),
        };
        let letter = SealedLetter::seal(&app.vault, letter).map_err(anyhow::Error::from)?;
        let now = app.clock.now();
        app.db.write(move |conn| letter.insert(conn, now).map_err(Failure::from)).await?;
        app.outbox.ring();
    }
    Ok(see_other(format!("/{}/link/sent", here.language.as_str())))
}

/// Says where to look for it, whatever is known of the address.
pub async fn sent(app: Data<App>, here: Here) -> Result<HttpResponse, Failure> {
    app.web.page(&here, &LinkSentPage {})
}

/// What is wrong with an address that was typed.
pub fn wrong_address(typed: &str) -> Mistakes {
    let mut mistakes = Mistakes::new();
    let mistake = match typed.trim() {
        "" => Mistake::new("mistake-email-missing"),
        _ => Mistake::new("mistake-email").mentioning("example", "layla@example.org"),
    };
    mistakes.add("email", mistake);
    mistakes
}
