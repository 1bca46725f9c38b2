//! What is kept, how, how long, who sends, and the words of consent.

use actix_web::{HttpResponse, web::Data};
use serde::Serialize;

use crate::{
    app::App,
    web::{Failure, Here, Page},
};

#[derive(Serialize)]
struct PrivacyPage<'a> {
    sender: &'a str,
}

impl Page for PrivacyPage<'_> {
    const TEMPLATE: &'static str = "home/privacy.html";
}

/// Shows what is kept, how, and for how long.
pub async fn show(app: Data<App>, here: Here) -> Result<HttpResponse, Failure> {
    app.web.page(&here, &PrivacyPage { sender: &app.config.mail_from })
}
