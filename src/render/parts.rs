//! The parts of pages and mails, as screen readers and mail programs meet them.

use scraper::{Html, Selector};
use serde_json::json;

use super::{Renderer, sources};
use crate::i18n::Catalogue;

/// Renders a template that may use every part.
fn html(lang: &str, body: &str) -> String {
    let catalogue = Catalogue::load(&["ar".into(), "en".into()], None).unwrap();
    let language = catalogue.find(lang).unwrap();
    let mut templates = sources::read(None).unwrap();
    templates.insert("test.html".into(), body.to_owned());
    let context = json!({
        "mistakes": {
            "email": { "key": "mistake-unknown", "mentions": {} },
            "reading": "Please choose.",
        },
        "readings": [{ "value": "ar", "label": "العربية", "lang": "ar" }, { "value": "both", "label": "Both" }],
        "site": { "name": "الحركة", "postal_address": "1 Freedom Street" },
    });
    Renderer::with_templates(catalogue, templates).unwrap().html("test.html", &language, &context).unwrap()
}

fn one<'a>(document: &'a Html, selector: &str) -> scraper::ElementRef<'a> {
    let selector = Selector::parse(selector).unwrap();
    document.select(&selector).next().unwrap_or_else(|| panic!("no {selector:?} in {}", document.html()))
}

#[test]
fn a_mistake_stands_beside_its_field_and_is_told_with_it() {
    let page = Html::parse_document(&html(
        "en",
        r#"{{ <mistakes of={mistakes} /> }}
           {{ <field name="email" type="email" label="Email" value="<x>" hint="Yours" mistake={mistakes.email} /> }}
           {{ <choice name="reading" legend="Language" options={readings} value="both" mistake={mistakes.reading} /> }}
           {{ <field name="name" label="Name" mistake={mistakes.name} optional={true} /> }}"#,
    ));
    let input = one(&page, "#f-email").value();
    assert_eq!(input.attr("value"), Some("<x>"));
    assert_eq!(input.attr("dir"), Some("ltr"));
    assert_eq!(input.attr("aria-invalid"), Some("true"));
    assert_eq!(input.attr("aria-describedby"), Some("f-email-error f-email-hint"));
    assert!(one(&page, "#f-email-error").text().collect::<String>().contains("can not be right"));
    assert_eq!(one(&page, "label[for=f-email]").text().collect::<String>().trim(), "Email");
    assert_eq!(one(&page, "#f-reading-error").text().collect::<String>(), "Please choose.");
    assert_eq!(one(&page, "fieldset#f-reading").value().attr("aria-describedby"), Some("f-reading-error"));
    assert_eq!(one(&page, "input[type=radio][checked]").value().attr("value"), Some("both"));
    assert_eq!(one(&page, "label[lang=ar]").value().attr("dir"), Some("rtl"));
    assert_eq!(one(&page, "#f-name").value().attr("aria-invalid"), None);
    assert_eq!(one(&page, "#f-name").value().attr("dir"), Some("auto"));
    assert_eq!(
        one(&page, "[role=alert] strong").text().collect::<String>(),
        "\u{2068}2\u{2069} things need another look"
    );
    for link in page.select(&Selector::parse("[role=alert] a").unwrap()) {
        one(&page, link.value().attr("href").unwrap());
    }
}

#[test]
fn what_people_typed_is_escaped_in_every_part() {
    let page = html(
        "en",
        r#"{% set bad = '"><script>' %}
           {{ <field name="a" label={bad} value={bad} hint={bad} /> }}{{ <area name="b" label={bad} value={bad} /> }}
           {{ <tag label={bad} /> }}{{ <notice text={bad} title={bad} /> }}{{ <ltr text={bad} /> }}{{ <count text={bad} /> }}
           {{ <button label={bad} /> }}{{ <button label={bad} href={bad} /> }}{{ <empty text={bad} /> }}
           {{ <share address={bad} title={bad} /> }}{{ <news articles={[{"url": bad, "title": bad, "summary": bad}]} /> }}
           {% <card title={bad}> %}{{ bad }}{% </card> %}{% <table head={[bad]} caption={bad}> %}<tr><td>{{ bad }}</td></tr>{% </table> %}
           {{ <mail_heading text={bad} /> }}{{ <mail_text text={bad} /> }}{{ <mail_button label={bad} href={bad} /> }}
           {{ <mail_article title={bad} href={bad} more={bad} of="ar" summary={bad} label={bad} /> }}
           {{ <mail_preheader text={bad} /> }}{{ <mail_address href={bad} /> }}"#,
    );
    assert!(!page.contains("<script>"), "{page}");
    assert!(!page.contains("\">&lt;script"), "a quote ends an attribute: {page}");
}

#[test]
fn every_cell_of_a_mail_says_its_language_direction_and_side() {
    let mail = html(
        "en",
        r#"<table>{% <mail_block lang="ar"> %}{{ <mail_heading text="مرحبًا" lang="ar" /> }}{{ <mail_text text="نص" lang="ar" /> }}
           {{ <mail_button label="زر" href="https://x.org/" lang="ar" /> }}
           {{ <mail_article title="عنوان" href="https://x.org/" more="المزيد" of="ar" lang="ar" /> }}{% </mail_block> %}
           {{ <mail_footer reason="لأنكم معنا" site={site} links={[{"label": "أ", "url": "https://x.org/"}]} lang="ar" /> }}</table>"#,
    );
    let document = Html::parse_document(&mail);
    let cells: Vec<_> = document.select(&Selector::parse("td").unwrap()).collect();
    assert!(cells.len() >= 6);
    for cell in cells {
        let cell = cell.value();
        assert_eq!(
            (cell.attr("lang"), cell.attr("dir"), cell.attr("align")),
            (Some("ar"), Some("rtl"), Some("right"))
        );
    }
    for link in document.select(&Selector::parse("a").unwrap()) {
        assert_eq!(link.parent().and_then(|it| it.value().as_element()?.attr("dir")), Some("rtl"));
    }
    assert!(!mail.contains("inline-start") && !mail.contains("text-align:start"));
}

#[test]
fn a_list_with_one_page_has_no_pager_and_a_page_in_one_language_no_switch() {
    let page = html(
        "ar",
        r#"[{{ <pager /> }}{{ <languages alternates={[{"language": "ar", "current": true}]} /> }}]"#,
    );
    assert_eq!(page, "[]");
    let page = html("ar", r#"{{ <pager older="/ar/articles?after=x&y" /> }}"#);
    assert!(page.contains(r#"<a rel="next" href="/ar/articles?after=x&amp;y">"#), "{page}");
    assert!(!page.contains("prev"), "{page}");
}
