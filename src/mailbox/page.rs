//! What the pages of the mailbox say.

use serde::Serialize;

use crate::{
    i18n::Language,
    web::{Page, Web},
};

use super::{
    kept::Part,
    letter::{Letter, Summary},
};

/// The list, newest first.
#[derive(Serialize)]
pub(super) struct ListPage {
    mails: Vec<Line>,
    total: usize,
    newer: String,
    older: String,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "mailbox/list.html";
}

/// A mail in words.
#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    summary: Summary,
    /// The language of the subject, if the site has it.
    lang: Option<String>,
    /// Languages by their own names.
    languages: Vec<String>,
}

impl Line {
    fn new(web: &Web, mut summary: Summary) -> Line {
        let tags = std::mem::take(&mut summary.languages);
        let found = |tag: &String| web.catalogue.find(tag);
        Line {
            lang: tags.first().and_then(found).map(|language| language.as_str().to_owned()),
            languages: tags
                .iter()
                .map(|tag| {
                    found(tag).map_or(tag.clone(), |language| web.catalogue.name(&language).to_owned())
                })
                .collect(),
            summary,
        }
    }
}

impl ListPage {
    pub(super) fn new(web: &Web, language: &Language, part: Part, mails: Vec<Summary>) -> ListPage {
        let lang = language.as_str();
        let before = |id: &str| format!("/mailbox?lang={lang}&before={id}");
        ListPage {
            mails: mails.into_iter().map(|summary| Line::new(web, summary)).collect(),
            total: part.total,
            newer: match part.newer {
                None => String::new(),
                Some(None) => format!("/mailbox?lang={lang}"),
                Some(Some(id)) => before(id.as_str()),
            },
            older: part.older.map(|id| before(id.as_str())).unwrap_or_default(),
        }
    }
}

/// A way to look at a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum View {
    Html,
    Text,
    Source,
}

impl View {
    const ALL: [View; 3] = [View::Html, View::Text, View::Source];

    fn key(self) -> &'static str {
        match self {
            View::Html => "mailbox-view-html",
            View::Text => "mailbox-view-text",
            View::Source => "mailbox-view-source",
        }
    }

    fn path(self, id: &str) -> String {
        match self {
            View::Html => format!("/mailbox/{id}"),
            View::Text => format!("/mailbox/{id}/text"),
            View::Source => format!("/mailbox/{id}/source"),
        }
    }
}

#[derive(Serialize)]
struct ViewLink {
    key: &'static str,
    url: String,
    current: bool,
}

/// One mail in one view.
#[derive(Serialize)]
pub(super) struct MailPage {
    mail: Line,
    view: View,
    views: Vec<ViewLink>,
    has_html: bool,
    /// The text or the source.
    words: Option<String>,
}

impl Page for MailPage {
    const TEMPLATE: &'static str = "mailbox/mail.html";
}

impl MailPage {
    pub(super) fn new(web: &Web, language: &Language, view: View, letter: Letter, bytes: &[u8]) -> MailPage {
        let id = letter.summary.id.clone();
        let link = |one: View| ViewLink {
            key: one.key(),
            url: format!("{}?lang={}", one.path(&id), language.as_str()),
            current: one == view,
        };
        MailPage {
            view,
            views: View::ALL.map(link).into(),
            has_html: letter.html.is_some(),
            words: match view {
                View::Html => None,
                View::Text => letter.text,
                View::Source => Some(String::from_utf8_lossy(bytes).replace("\r\n", "\n")),
            },
            mail: Line::new(web, letter.summary),
        }
    }
}
