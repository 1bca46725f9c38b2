//! The campaign's first page: its newest articles, and the form to join.

use actix_web::{HttpResponse, web::Data};
use chrono::NaiveDateTime;
use serde::Serialize;

use crate::{
    app::App,
    articles::{self, Translation},
    subscribers::topics,
    web::{Failure, Here, Page, join_form::JoinForm},
};

/// So many articles stand beside the form.
const N_NEWEST: i64 = 6;

#[derive(Serialize)]
struct FrontPage {
    join: JoinForm,
    articles: Vec<News>,
}

impl Page for FrontPage {
    const TEMPLATE: &'static str = "home/home.html";
}

/// One line of the news.
#[derive(Serialize)]
struct News {
    url: String,
    title: String,
    summary: String,
    date: NaiveDateTime,
}

impl From<Translation> for News {
    fn from(translation: Translation) -> Self {
        News {
            url: translation.path(),
            title: translation.title,
            summary: translation.summary,
            date: translation.published_at,
        }
    }
}

/// Shows the campaign's page: its newest articles and the form.
pub async fn show(app: Data<App>, here: Here) -> Result<HttpResponse, Failure> {
    let language = here.language.clone();
    let (newest, topics) = app
        .db
        .read(move |conn| {
            Ok::<_, Failure>((articles::newest(conn, &language, N_NEWEST)?, topics::list(conn)?))
        })
        .await?;
    let page = FrontPage {
        join: JoinForm::blank(&app.web, &here.language, &topics, "home"),
        articles: newest.into_iter().map(News::from).collect(),
    };
    app.web.page(&here, &page)
}
