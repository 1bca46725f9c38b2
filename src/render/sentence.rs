//! What `t` and `tp` say.

use fluent_bundle::{FluentArgs, FluentValue};
use tera::{Error, Kwargs, State, TeraResult, Value, escape_html};

use super::{address::openable, functions::language};
use crate::i18n::{Catalogue, Form};

/// The sentence that a template asks for; without a `form` the template's ending decides.
pub fn sentence(
    catalogue: &Catalogue,
    kwargs: &Kwargs,
    state: &State,
    form: Option<Form>,
) -> TeraResult<Value> {
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
