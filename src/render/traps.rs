//! What other services fell over: a template must neither read the machine, nor end the process, nor forget to
//! escape.

use serde_json::json;

use super::Renderer;
use crate::i18n::Catalogue;

fn render(name: &str, source: &str, context: serde_json::Value) -> anyhow::Result<String> {
    let catalogue = Catalogue::load(&["en".into(), "ar".into()], None)?;
    let language = catalogue.default_language().clone();
    Renderer::with_templates(catalogue, [(name, source)])?.html(name, &language, &context)
}

#[test]
fn a_template_can_not_read_the_environment() {
    assert!(render("page.html", r#"{{ get_env(name="HOME") }}"#, json!({})).is_err());
}

#[test]
fn template_syntax_in_a_text_appears_literally() {
    let text = r#"{{ get_env(name="X") }}{% include "layout.html" %}"#;
    let page = render("page.html", "{{ text }}", json!({ "text": text })).unwrap();
    assert!(page.starts_with("{{ get_env(name="), "{page}");
    assert!(page.ends_with("%}"), "{page}");
}

#[test]
fn what_ends_in_html_is_escaped_and_plain_text_is_not() {
    let context = json!({ "x": "<b>\"&'</b>" });
    assert_eq!(render("a.html", "{{ x }}", context.clone()).unwrap(), "&lt;b&gt;&quot;&amp;&#39;&lt;/b&gt;");
    assert_eq!(render("a.txt", "{{ x }}", context).unwrap(), "<b>\"&'</b>");
}

#[test]
fn every_template_of_ours_has_an_ending_that_decides_its_escaping() {
    let catalogue = Catalogue::load(&["en".into()], None).unwrap();
    let renderer = Renderer::new(catalogue, None).unwrap();
    for name in renderer.templates() {
        assert!([".html", ".txt", ".xml"].iter().any(|ending| name.ends_with(ending)), "{name}");
    }
}

#[test]
fn a_template_can_not_end_the_process() {
    let endless = "{% component again(n) %}{{ <again n={n} /> }}{% endcomponent %}{{ <again n={1} /> }}";
    assert!(render("a.html", endless, json!({})).is_err());
    assert!(render("a.html", "{% for i in range(end=2000000000) %}x{% endfor %}", json!({})).is_err());
}

#[test]
fn a_name_that_nobody_gave_is_an_error() {
    assert!(render("a.html", "{{ nobody }}", json!({})).is_err());
    assert!(render("a.html", r#"{{ t(key="no-such-sentence") }}"#, json!({})).is_err());
    assert!(render("a.html", r#"{{ t(key="mistakes-title") }}"#, json!({})).is_err());
}
