//! Changes of an issue that nobody got yet.

use chrono::NaiveDateTime;

use crate::{
    access::{Actor, audit},
    db::{Conn, PublicId},
    i18n::Language,
    issues::{
        Issue, Missing, Refusal, WordsChange,
        draft::chosen_articles,
        store::{self, Content},
        valid,
    },
    subscribers::{Cadence, audience::AudienceChange},
};

/// What is to be changed; what is not named stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// The revision that the editor saw. If it is not the last any more, the edit is refused.
    pub revision: Option<i64>,
    pub texts: Vec<(Language, WordsChange)>,
    /// Public ids in their order.
    pub articles: Option<Vec<String>>,
    pub audience: Option<AudienceChange>,
    pub missing: Option<Missing>,
    pub cadence: Option<Cadence>,
}

/// Applies an edit and makes the issue a draft again, whatever it was before: what was approved is not what it is now.
/// An edit that changes nothing leaves it as it is.
pub fn edit(
    conn: &mut Conn,
    site: &[Language],
    public_id: &PublicId,
    edit: &Edit,
    actor: &Actor,
    now: NaiveDateTime,
) -> Result<(), Refusal> {
    let issue = store::find(conn, public_id)?.ok_or(Refusal::NotFound)?;
    if !issue.row.status.is_open() {
        return Err(Refusal::NotNow(issue.row.status));
    }
    if edit.revision.is_some_and(|seen| seen != issue.row.revision) {
        return Err(Refusal::Changed);
    }
    let content = changed(conn, site, &issue, edit)?;
    if is_the_same(&issue, &content) {
        return Ok(());
    }
    if !store::rewrite(conn, &issue.row, &content, now)? {
        return Err(Refusal::Changed);
    }
    let revision = issue.row.revision + 1;
    store::note_editor(conn, issue.row.id, revision, actor, now)?;
    audit::append(conn, actor, "issue.edit", public_id.as_str(), &format!("revision {revision}"), now)?;
    Ok(())
}

fn changed(conn: &mut Conn, site: &[Language], issue: &Issue, edit: &Edit) -> Result<Content, Refusal> {
    let mut texts = issue.texts.clone();
    for (language, change) in &edit.texts {
        valid::language(language, site)?;
        let words = valid::words(change.applied_to(&issue.words(language)))?;
        texts.insert(language.clone(), words);
    }
    let audience = edit.audience.clone().unwrap_or_default().applied_to(&issue.audience);
    if edit.audience.is_some() {
        valid::audience(conn, &audience, site)?;
    }
    let articles = match &edit.articles {
        Some(chosen) => chosen_articles(conn, chosen)?.into_iter().map(|piece| piece.id).collect(),
        None => issue.articles.clone(),
    };
    Ok(Content {
        cadence: edit.cadence.unwrap_or(issue.row.cadence),
        missing: edit.missing.unwrap_or(issue.row.missing),
        audience,
        texts,
        articles,
    })
}

fn is_the_same(issue: &Issue, content: &Content) -> bool {
    issue.row.cadence == content.cadence
        && issue.row.missing == content.missing
        && issue.audience == content.audience
        && issue.texts == content.texts
        && issue.articles == content.articles
}
