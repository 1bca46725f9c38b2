//! One language, ready to speak.

use std::sync::Arc;

use anyhow::{Context, anyhow};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::locale::Locale;
use intl_memoizer::Memoizable;
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::LanguageIdentifier;

use super::formats::Formats;
use super::sentences::Sentences;
use super::{Direction, Language};

type Bundle = FluentBundle<Arc<FluentResource>>;

/// How a sentence will be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In running text: what is put in is isolated (FSI … PDI), so that a Latin name cannot turn an Arabic line.
    Isolated,
    /// In subjects, titles and options, where such marks would be seen or counted.
    Plain,
}

/// A language with its sentences, its formats and what it says of itself.
pub struct Tongue {
    pub name: String,
    pub direction: Direction,
    pub formats: Formats,
    isolated: Bundle,
    plain: Bundle,
}

impl Tongue {
    /// What a language does not say of itself is known of its tag: the direction of its script, the formats of its
    /// usual region, and its tag is its name until somebody writes a better one.
    ///
    /// Fails when a sentence is there twice, or when what the language says of itself makes no sense.
    pub fn new(language: &Language, sentences: &Sentences) -> anyhow::Result<Self> {
        let of_itself = bundle(LanguageIdentifier::default(), sentences, Form::Plain)?;
        let own = |key: &str| speak(&of_itself, key, None);
        let formatting: Locale =
            own("language-formatting")
                .unwrap_or_else(|| language.to_string())
                .parse()
                .map_err(|_| anyhow!("`language-formatting` of `{language}` is no locale such as `en-GB`"))?;
        let direction = match own("language-direction") {
            Some(said) => {
                said.parse().map_err(|error| anyhow!("`language-direction` of `{language}`: {error}"))?
            }
            None => Direction::of_script(&formatting),
        };
        let tag = fluent_tag(&formatting)?;
        Ok(Tongue {
            name: own("language-name").unwrap_or_else(|| language.to_string()),
            direction,
            formats: Formats::new(&formatting).with_context(|| format!("the formats of `{formatting}`"))?,
            isolated: bundle(tag.clone(), sentences, Form::Isolated)?,
            plain: bundle(tag, sentences, Form::Plain)?,
        })
    }

    /// The sentence, or nothing if this language lacks it or it speaks of something that it was not told.
    pub fn speak(&self, key: &str, args: &FluentArgs<'_>, form: Form) -> Option<String> {
        let bundle = match form {
            Form::Isolated => &self.isolated,
            Form::Plain => &self.plain,
        };
        speak(bundle, key, Some(args))
    }
}

fn speak(bundle: &Bundle, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let sentence = bundle.format_pattern(pattern, args, &mut errors).into_owned();
    errors.is_empty().then_some(sentence)
}

fn bundle(tag: LanguageIdentifier, sentences: &Sentences, form: Form) -> anyhow::Result<Bundle> {
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(form == Form::Isolated);
    bundle.set_formatter(Some(localised));
    for resource in &sentences.embedded {
        bundle
            .add_resource(resource.clone())
            .map_err(|errors| anyhow!("a sentence is there twice: {errors:?}"))?;
    }
    for resource in &sentences.overlay {
        bundle.add_resource_overriding(resource.clone());
    }
    Ok(bundle)
}

/// Numbers inside sentences, in the digits of the region.
struct Numbers(DecimalFormatter);

impl Memoizable for Numbers {
    type Args = ();
    type Error = anyhow::Error;

    fn construct(tag: LanguageIdentifier, (): ()) -> anyhow::Result<Self> {
        Ok(Numbers(DecimalFormatter::try_new(locale_of(&tag)?.into(), Default::default())?))
    }
}

fn localised(value: &FluentValue<'_>, intls: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let decimal: Decimal = number.as_string().parse().ok()?;
    intls.with_try_get::<Numbers, _, _>((), |numbers| numbers.0.format(&decimal).to_string()).ok()
}

/// Fluent knows its language by a tag without extensions, so the numbering system travels in it as a variant:
/// `ar-LB-u-nu-latn` is `ar-LB-xlatn` to Fluent, and [`locale_of`] reads it back.
fn fluent_tag(locale: &Locale) -> anyhow::Result<LanguageIdentifier> {
    let numbering = locale.extensions.unicode.keywords.get(&icu::locale::extensions::unicode::key!("nu"));
    let tag = match numbering {
        Some(system) => format!("{}-x{system}", locale.id),
        None => locale.id.to_string(),
    };
    tag.parse().map_err(|_| anyhow!("`language-formatting` has digits that are not known: `{locale}`"))
}

fn locale_of(tag: &LanguageIdentifier) -> anyhow::Result<Locale> {
    let numbering = tag.variants().find_map(|variant| variant.as_str().strip_prefix('x').map(str::to_owned));
    let mut plain = tag.clone();
    plain.clear_variants();
    let locale = match numbering {
        Some(system) => format!("{plain}-u-nu-{system}"),
        None => plain.to_string(),
    };
    locale.parse().map_err(|_| anyhow!("`{tag}` is no locale"))
}
