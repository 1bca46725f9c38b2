//! An edition as its readers get it, but for the links that would be somebody's own.

use std::str::FromStr;

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};

use crate::{
    app::App,
    db::{Conn, PublicId},
    delivery::holes::{self, Hole, Medium},
    i18n::Language,
    issues::{Refusal, edition, piece, store},
    render::RenderedMail,
    subscribers::{EditionName, Mistake, Mistakes},
    web::{self, Failure, Web},
};

/// Which part of the mail is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    #[default]
    Html,
    Text,
}

impl FromStr for Form {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "html" => Ok(Form::Html),
            "text" => Ok(Form::Text),
            _ => Err(format!("{word:?} is neither html nor text")),
        }
    }
}

/// The edition of this name, if readers of this site can choose it. Empty is that of the default language.
pub fn edition_name(raw: &str, site: &[Language]) -> Result<EditionName, Refusal> {
    let every = EditionName::every(site);
    if raw.trim().is_empty() && !every.is_empty() {
        return Ok(every[0].clone());
    }
    let wanted: Option<EditionName> = raw.trim().parse().ok();
    wanted.filter(|wanted| every.contains(wanted)).ok_or_else(|| {
        let known: Vec<String> = every.iter().map(EditionName::to_string).collect();
        let mistake = Mistake::new("issue-mistake-edition").mentioning("editions", known.join(", "));
        Refusal::Invalid(Mistakes::one("edition", mistake))
    })
}

/// Renders an edition with links that anybody may follow.
pub fn preview(
    conn: &mut Conn,
    web: &Web,
    id: &PublicId,
    name: &EditionName,
) -> Result<RenderedMail, Refusal> {
    let issue = store::find(conn, id)?.ok_or(Refusal::NotFound)?;
    let pieces = piece::load(conn, &issue.articles)?;
    let mail = edition::render(web, &issue, &pieces, name)?;
    Ok(filled(web, mail)?)
}

/// Nobody's mail: greeted without a name, with the page that sends everybody their own link in the place of links.
fn filled(web: &Web, mail: RenderedMail) -> anyhow::Result<RenderedMail> {
    let link = |hole: &Hole| match hole {
        Hole::Preferences(language) | Hole::Leave(language) => web.links.link(language),
        Hole::Name => String::new(),
    };
    let fill = |text: &str, medium| holes::fill(text, medium, None, &link).map_err(anyhow::Error::new);
    Ok(RenderedMail {
        html: fill(&mail.html, Medium::Html)?,
        text: fill(&mail.text, Medium::Text)?,
        subject: mail.subject,
    })
}

/// Answers with the mail itself, under a policy that lets it do nothing.
pub async fn respond(app: &App, id: PublicId, edition: &str, form: Form) -> Result<HttpResponse, Failure> {
    let name = edition_name(edition, app.catalogue.languages())?;
    let web = app.web.clone();
    let mail = app.db.read(move |conn| preview(conn, &web, &id, &name)).await?;
    Ok(match form {
        Form::Html => web::sandboxed(mail.html),
        Form::Text => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(mail.text),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issues::piece::tests::languages;

    #[test]
    fn only_editions_that_readers_can_choose_are_shown() {
        let site = languages(&["ar", "en"]);
        let check = |raw: &str, expected: Option<&str>| {
            assert_eq!(
                edition_name(raw, &site).ok().map(|name| name.to_string()).as_deref(),
                expected,
                "{raw:?}"
            );
        };
        check("ar", Some("ar"));
        check("en ar", Some("en+ar"));
        check("ar,en", Some("ar+en"));
        check("", Some("ar"));
        check("ar+ar", None);
        check("fa", None);
        check("ar+en+fa", None);
    }
}
