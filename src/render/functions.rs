//! What templates can call.
//!
//! - `t(key, …)` says a sentence in the `lang` of the template, or in the one passed as `lang`. Further arguments
//!   are told to the sentence, and so are those of a map passed as `args`. In templates that are escaped what is
//!   put in is isolated; in all others, and with `plain=true`, it is not.
//! - With `href`, `<a>…</a>` in the sentence becomes a link to it; `href_more` makes one of `<a more>…</a>`. Such a
//!   sentence is HTML; what it is told is escaped before it is put in.
//! - `tp(key, …)` is `t` with `plain=true`: for titles, options, attributes.
//! - `n(value)` is a whole number, `d(value)` a day, `d(value, time=true)` a day and time.
//! - `dir(lang)`, `start(lang)`, `end(lang)` and `name(lang)` are what a language says of itself.
//! - `url(path)` is a link that may stand in `href`: a path of ours, or an address that a browser only opens.
//! - `asset(name)` is the address of a file of ours, which changes with its content.
//! - `… | urlencode` makes a text fit into a part of an address.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::{address::openable, assets, sentence::sentence};
use crate::i18n::{Catalogue, Direction, Form, Language};

/// Makes the functions known to the engine.
pub fn register(engine: &mut Tera, catalogue: &Catalogue) {
    let c = catalogue.clone();
    engine.register_function("t", move |kwargs: Kwargs, state: &State| sentence(&c, &kwargs, state, None));
    let c = catalogue.clone();
    engine.register_function("tp", move |kwargs: Kwargs, state: &State| {
        sentence(&c, &kwargs, state, Some(Form::Plain))
    });
    let c = catalogue.clone();
    engine.register_function("n", move |kwargs: Kwargs, state: &State| -> TeraResult<String> {
        Ok(c.number(&language(&c, &kwargs, state)?, kwargs.must_get("value")?))
    });
    let c = catalogue.clone();
    engine.register_function("d", move |kwargs: Kwargs, state: &State| day(&c, &kwargs, state));
    let c = catalogue.clone();
    engine.register_function("name", move |kwargs: Kwargs, state: &State| -> TeraResult<String> {
        Ok(c.name(&language(&c, &kwargs, state)?).to_owned())
    });
    for (name, of) in [
        ("dir", Direction::as_str as fn(Direction) -> &'static str),
        ("start", Direction::start),
        ("end", Direction::end),
    ] {
        let c = catalogue.clone();
        engine.register_function(name, move |kwargs: Kwargs, state: &State| -> TeraResult<&'static str> {
            Ok(of(c.direction(&language(&c, &kwargs, state)?)))
        });
    }
    engine.register_filter("urlencode", |text: &str, _: Kwargs, _: &State| {
        utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
    });
    engine.register_function("url", |kwargs: Kwargs, state: &State| -> TeraResult<Value> {
        let safe = openable(kwargs.must_get("path")?);
        Ok(Value::safe_string(&state.escape_if_needed(&Value::from(safe))?))
    });
    let addresses: BTreeMap<String, String> = assets::names()
        .filter_map(|name| {
            assets::asset(&name).map(|it| (name.to_string(), format!("/assets/{name}?v={}", it.version)))
        })
        .collect();
    engine.register_function("asset", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let name: &str = kwargs.must_get("name")?;
        let address =
            addresses.get(name).ok_or_else(|| Error::message(format!("there is no asset `{name}`")))?;
        Ok(Value::safe_string(address))
    });
}

/// The language that a function is asked for, or that of the template. A component sees the language only if it
/// asks for it by `@lang`.
pub(super) fn language(catalogue: &Catalogue, kwargs: &Kwargs, state: &State) -> TeraResult<Language> {
    let tag = match kwargs.get::<&str>("lang")? {
        Some(tag) => tag.to_owned(),
        None => state.get::<String>("lang")?.ok_or_else(|| {
            Error::message("no `lang` is known here: a component that says something takes `@lang`")
        })?,
    };
    match catalogue.find(&tag) {
        Some(language) => Ok(language),
        None => tag.parse().map_err(|_| Error::message(format!("`{tag}` is no language"))),
    }
}

fn day(catalogue: &Catalogue, kwargs: &Kwargs, state: &State) -> TeraResult<String> {
    let raw: &str = kwargs.must_get("value")?;
    let time = raw
        .parse::<NaiveDateTime>()
        .or_else(|_| DateTime::parse_from_rfc3339(raw).map(|time| time.naive_utc()))
        .map_err(|_| Error::message(format!("`{raw}` is no time")))?;
    let language = language(catalogue, kwargs, state)?;
    match kwargs.get::<bool>("time")? {
        Some(true) => Ok(catalogue.date_time(&language, time)),
        _ => Ok(catalogue.date(&language, time)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{i18n::Catalogue, render::Renderer};

    /// Renders a template in Arabic, with one more sentence than there are.
    fn check(name: &str, template: &str, expected: &str) {
        let overlay = tempfile::tempdir().unwrap();
        std::fs::create_dir(overlay.path().join("ar")).unwrap();
        let sentences =
            "greet = أهلًا { $name }\nterms = { $who } وافق على <a>الشروط</a> و<a more>المزيد</a>.\n";
        std::fs::write(overlay.path().join("ar/test.ftl"), sentences).unwrap();
        let catalogue = Catalogue::load(&["ar".into(), "en".into()], Some(overlay.path())).unwrap();
        let language = catalogue.default_language().clone();
        let renderer = Renderer::with_templates(catalogue, [(name, template)]).unwrap();
        let context = json!({
            "at": "2026-11-03T07:05:00.123456",
            "hostile": "<b>&\"",
            "mistake": { "key": "greet", "mentions": { "name": "Layla" } },
        });
        assert_eq!(renderer.html(name, &language, &context).unwrap(), expected, "{template}");
    }

    #[test]
    fn sentences_isolate_what_is_put_into_them_in_html_alone() {
        check("a.html", r#"{{ t(key="greet", name="Layla") }}"#, "أهلًا \u{2068}Layla\u{2069}");
        check("a.html", r#"{{ tp(key="greet", name="Layla") }}"#, "أهلًا Layla");
        check("a.html", r#"{{ t(key="greet", name="Layla", plain=true) }}"#, "أهلًا Layla");
        check("a.txt", r#"{{ t(key="greet", name="Layla") }}"#, "أهلًا Layla");
        check("a.html", r#"{{ t(key=mistake.key, args=mistake.mentions) }}"#, "أهلًا \u{2068}Layla\u{2069}");
    }

    #[test]
    fn what_is_put_into_a_sentence_is_escaped() {
        check("a.html", r#"{{ tp(key="greet", name=hostile) }}"#, "أهلًا &lt;b&gt;&amp;&quot;");
        check(
            "a.html",
            r#"{{ tp(key="terms", who=hostile, href="/ar/privacy", href_more='https://x.org/?a="&b') }}"#,
            "&lt;b&gt;&amp;&quot; وافق على <a href=\"/ar/privacy\">الشروط</a> \
             و<a href=\"https://x.org/?a=&quot;&amp;b\">المزيد</a>.",
        );
    }

    #[test]
    fn a_template_speaks_another_language_where_it_says_so() {
        check("a.html", r#"{{ t(key="list-empty", lang="en") }}"#, "Nothing here yet.");
        check(
            "a.html",
            r#"{% set lang = "en" %}{{ t(key="list-empty") }} {{ n(value=1234) }}"#,
            "Nothing here yet. 1,234",
        );
        check(
            "a.html",
            r#"{{ d(value=at) }} / {{ d(value=at, lang="en") }}"#,
            "3 تشرين الثاني 2026 / 3 November 2026",
        );
        check("a.html", r#"{{ d(value=at, time=true, lang="en") }}"#, "3 November 2026 at 07:05 UTC");
        check(
            "a.html",
            r#"{{ dir(lang="en") }} {{ start(lang=lang) }} {{ end(lang=lang) }}"#,
            "ltr right left",
        );
        check("a.html", r#"{{ name(lang="en") }} {{ dir }} {{ start }}"#, "English rtl right");
    }

    #[test]
    fn a_link_is_opened_and_never_run() {
        check("a.html", r#"{{ url(path="/ar/join?a=1&b=2") }}"#, "/ar/join?a=1&amp;b=2");
        check("a.html", r#"{{ url(path="HTTPS://x.org/") }}"#, "HTTPS://x.org/");
        check("a.html", r#"{{ url(path="javascript:alert(1)") }}"#, "#");
        check("a.html", r#"{{ url(path=" javascript:alert(1)") }}"#, "#");
        check("a.html", r#"{{ url(path="data:text/html,x") }}"#, "#");
        check("a.txt", r#"{{ url(path="/x?a=1&b=2") }}"#, "/x?a=1&b=2");
        check("a.html", r#"{{ "a b&c/é" | urlencode }}"#, "a%20b%26c%2F%C3%A9");
    }
}
