//! An issue rendered for one reading choice, with holes for what differs between its readers.

use serde::Serialize;

use crate::{
    delivery::holes::{self, Hole},
    i18n::{Args, Form, Language},
    issues::{Issue, Piece, Translation, bidi, prose},
    render::RenderedMail,
    subscribers::EditionName,
    web::Web,
};

/// What `templates/mail/issue` says. The words of strangers and editors are cleaned before they come here.
#[derive(Debug, Serialize)]
struct IssueMail {
    subject: String,
    preheader: String,
    blocks: Vec<Block>,
    site: Sender,
}

/// Everything that is said in one language.
#[derive(Debug, Serialize)]
struct Block {
    lang: Language,
    greeting: String,
    greeting_text: String,
    opening_sanitised: String,
    opening_text: String,
    items: Vec<Item>,
    closing_sanitised: String,
    closing_text: String,
    links: Vec<FooterLink>,
    site: Sender,
    /// The languages of the blocks beneath, each told in itself.
    below: Vec<Language>,
}

/// An article, in the language of `lang`.
#[derive(Debug, Serialize)]
struct Item {
    lang: Language,
    title: String,
    title_text: String,
    summary: String,
    summary_text: String,
    href: String,
    /// Says which language this is, where it is not that of the block.
    label: String,
}

#[derive(Debug, Serialize)]
struct FooterLink {
    label: String,
    url: String,
}

#[derive(Debug, Serialize)]
struct Sender {
    name: String,
    postal_address: String,
    postal_address_text: String,
}

/// Renders one edition.
pub fn render(
    web: &Web,
    issue: &Issue,
    pieces: &[Piece],
    name: &EditionName,
) -> anyhow::Result<RenderedMail> {
    let first = issue.words(name.first());
    let mail = IssueMail {
        subject: bidi::clean(&first.subject),
        preheader: bidi::clean(&first.preheader),
        blocks: name.languages().iter().map(|language| block(web, issue, pieces, name, language)).collect(),
        site: sender(web, name.first()),
    };
    let mut rendered = web.renderer.letter("issue", name.first(), &mail)?;
    rendered.html = opened(&rendered.html);
    rendered.text = opened(&rendered.text);
    Ok(rendered)
}

fn block(web: &Web, issue: &Issue, pieces: &[Piece], name: &EditionName, language: &Language) -> Block {
    let (words, direction) = (issue.words(language), web.catalogue.direction(language));
    let below = name.languages().iter().skip_while(|other| *other != language).skip(1);
    let named = Args::new().with("name", Hole::Name.marker());
    let greeting = |said: fn(&crate::i18n::Catalogue, &Language, &str, &Args) -> String| {
        holes::if_named(
            &said(&web.catalogue, language, "issue-greeting-named", &named),
            &said(&web.catalogue, language, "issue-greeting", &Args::new()),
        )
    };
    Block {
        greeting: greeting(crate::i18n::Catalogue::text),
        greeting_text: greeting(crate::i18n::Catalogue::plain),
        opening_sanitised: prose::mail_html(&words.opening, direction),
        opening_text: bidi::marked(&prose::text(&words.opening), direction),
        items: pieces.iter().filter_map(|piece| item(web, issue, piece, name, language)).collect(),
        closing_sanitised: prose::mail_html(&words.closing, direction),
        closing_text: bidi::marked(&prose::text(&words.closing), direction),
        links: footer(web, issue, language),
        site: sender(web, language),
        below: if name.first() == language { below.cloned().collect() } else { Vec::new() },
        lang: language.clone(),
    }
}

/// A borrowed article loses its summary where another block of the same mail has it.
fn item(web: &Web, issue: &Issue, piece: &Piece, name: &EditionName, language: &Language) -> Option<Item> {
    let shown = piece.shown(language, issue.row.missing, web.catalogue.languages())?;
    let direction = web.catalogue.direction(&shown.text.language);
    let told_elsewhere = shown.borrowed && name.languages().contains(&shown.text.language);
    let title = one_line(&shown.text.title);
    let summary = if told_elsewhere { String::new() } else { one_line(&shown.text.summary) };
    Some(Item {
        lang: shown.text.language.clone(),
        title_text: bidi::marked(&title, direction),
        title,
        summary_text: bidi::marked(&summary, direction),
        summary,
        href: href(web, shown.text),
        label: if shown.borrowed { in_language(web, language, &shown.text.language) } else { String::new() },
    })
}

/// The article where it was published, else its page here.
pub fn href(web: &Web, text: &Translation) -> String {
    match &text.link {
        Some(link) => link.clone(),
        None => web.links.article(&text.language, &text.slug),
    }
}

/// "in English", said in `language`. A language that the sentences do not know yet is called as it calls itself.
pub fn in_language(web: &Web, language: &Language, of: &Language) -> String {
    let own = format!("issue-in-{}", of.as_str().to_lowercase());
    let known = web.catalogue.say(language, &own, &Default::default(), Form::Isolated);
    known.unwrap_or_else(|_| {
        let args = Args::new().with("language", web.catalogue.name(of));
        web.catalogue.text(language, "issue-in-other", &args)
    })
}

fn footer(web: &Web, issue: &Issue, language: &Language) -> Vec<FooterLink> {
    let link = |key, url| FooterLink { label: web.catalogue.plain(language, key, &Args::new()), url };
    vec![
        link("mail-preferences", closed(Hole::Preferences(language.clone()))),
        link("mail-leave", closed(Hole::Leave(language.clone()))),
        link("mail-web", web.links.issue(language, &issue.row.slug)),
    ]
}

fn sender(web: &Web, language: &Language) -> Sender {
    let site = web.site_context(language);
    let postal_address = bidi::clean(site.postal_address);
    Sender {
        name: bidi::clean(site.name),
        postal_address_text: bidi::marked(&postal_address, web.catalogue.direction(language)),
        postal_address,
    }
}

fn one_line(text: &str) -> String {
    bidi::clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Templates let only addresses stand in `href`, so a hole for one looks like one until the template is done with it.
const CLOSED: &str = "https://hole/";

fn closed(hole: Hole) -> String {
    format!("{CLOSED}{}", hole.marker())
}

fn opened(rendered: &str) -> String {
    rendered.replace(CLOSED, "")
}
