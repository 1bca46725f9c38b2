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
use fluent_bundle::{FluentArgs, FluentValue};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value, escape_html};

use super::assets;
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
fn language(catalogue: &Catalogue, kwargs: &Kwargs, state: &State) -> TeraResult<Language> {
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

fn sentence(catalogue: &Catalogue, kwargs: &Kwargs, state: &State, form: Option<Form>) -> TeraResult<Value> {
    let language = language(catalogue, kwargs, state)?;
    let key: &str = kwargs.must_get("key")?;
    let form = match form {
        Some(form) => form,
        None if kwargs.get::<bool>("plain")?.unwrap_or_default() => Form::Plain,
        None if state.autoescaping_enabled() => Form::Isolated,
        None => Form::Plain,
    };
    let links = links(kwargs)?;
    let mut args = FluentArgs::new();
    if let Some(given) = kwargs.get::<&Value>("args")?.and_then(Value::as_map) {
        for (name, value) in given {
            args.set(name.to_string(), argument(value, !links.is_empty())?);
        }
    }
    for (name, value) in kwargs.iter() {
        let name = name.to_string();
        if !["key", "lang", "plain", "args"].contains(&name.as_str()) && !name.starts_with("href") {
            args.set(name, argument(value, !links.is_empty())?);
        }
    }
    let said =
        catalogue.say(&language, key, &args, form).map_err(|error| Error::message(error.to_string()))?;
    if links.is_empty() { Ok(Value::from(said)) } else { Ok(Value::safe_string(&with_links(said, &links))) }
}

/// The links of a sentence: the tag that opens each, and where it leads.
fn links(kwargs: &Kwargs) -> TeraResult<Vec<(String, String)>> {
    let mut links = Vec::new();
    for (name, value) in kwargs.iter() {
        let name = name.to_string();
        let Some(label) = name.strip_prefix("href") else { continue };
        let address = value.as_str().ok_or_else(|| Error::message(format!("`{name}` is no address")))?;
        let address = if value.is_safe() { address.to_owned() } else { escaped(&openable(address))? };
        links.push((format!("<a{}>", label.replacen('_', " ", 1)), address));
    }
    Ok(links)
}

fn with_links(mut sentence: String, links: &[(String, String)]) -> String {
    for (tag, address) in links {
        sentence = sentence.replace(tag, &format!("<a href=\"{address}\">"));
    }
    sentence
}

fn argument(value: &Value, in_html: bool) -> TeraResult<FluentValue<'static>> {
    if let Some(number) = value.as_i64() {
        return Ok(FluentValue::from(number));
    }
    if let Some(number) = value.as_f64() {
        return Ok(FluentValue::from(number));
    }
    let text = value.to_string();
    Ok(FluentValue::from(if in_html && !value.is_safe() { escaped(&text)? } else { text }))
}

fn escaped(text: &str) -> TeraResult<String> {
    let mut html = Vec::new();
    escape_html(text, &mut html)?;
    Ok(String::from_utf8(html)?)
}

/// The address, or `#` for one that a browser would run instead of opening.
fn openable(address: &str) -> String {
    let ours = address.starts_with(['/', '?', '#']);
    let foreign = ["https://", "http://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    if ours || foreign { address.to_owned() } else { "#".to_owned() }
}
