//! Every language says everything, and says it whole.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};

use super::sentences::{embedded_languages, read};
use super::{Catalogue, Language};

/// What a sentence needs to be told, and the plural forms of each of its choices by number.
#[derive(Debug, Default)]
struct Said {
    variables: BTreeSet<String>,
    plurals: Vec<BTreeSet<String>>,
}

const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

#[test]
fn every_language_has_the_same_sentences_with_the_same_variables() {
    let mut catalogues = embedded_languages().into_iter().map(|language| (sentences(&language), language));
    let (first, model) = catalogues.next().unwrap();
    for (other, language) in catalogues {
        let missing: Vec<_> = first.keys().filter(|key| !other.contains_key(*key)).collect();
        let unknown: Vec<_> = other.keys().filter(|key| !first.contains_key(*key)).collect();
        assert!(missing.is_empty(), "{language} lacks what {model} has: {missing:?}");
        assert!(unknown.is_empty(), "{model} lacks what {language} has: {unknown:?}");
        for (key, said) in &first {
            assert_eq!(said.variables, other[key].variables, "{key} in {model} and in {language}");
        }
    }
}

#[test]
fn a_count_has_all_the_plural_forms_that_its_language_has() {
    let check = |language: &str, needed: &[&str]| {
        for (key, said) in sentences(&language.parse().unwrap()) {
            for forms in said.plurals {
                for form in needed {
                    assert!(forms.contains(*form), "{key} of {language} lacks [{form}]: {forms:?}");
                }
            }
        }
    };
    check("ar", &CATEGORIES);
    check("en", &["one", "other"]);
}

#[test]
fn arabic_counts_in_six_forms() {
    let catalogue = Catalogue::load(&["ar".into()], None).unwrap();
    let language = catalogue.default_language();
    let said: BTreeSet<String> = [0, 1, 2, 3, 11, 100]
        .into_iter()
        .map(|count| catalogue.plain(language, "mistakes-title", &super::Args::new().with("count", count)))
        .collect();
    assert_eq!(said.len(), 6, "{said:#?}");
    assert!(said.contains("11 أمرًا يحتاج إلى مراجعة"), "{said:#?}");
}

fn sentences(language: &Language) -> BTreeMap<String, Said> {
    let mut all = BTreeMap::new();
    for resource in read(language, None).unwrap().embedded {
        for entry in resource.entries() {
            let Entry::Message(message) = entry else { continue };
            let mut said = Said::default();
            if let Some(pattern) = &message.value {
                said.read_pattern(pattern);
            }
            let before = all.insert(message.id.name.to_owned(), said);
            assert!(before.is_none(), "{} is there twice in {language}", message.id.name);
        }
    }
    all
}

impl Said {
    fn read_pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.read_expression(expression);
            }
        }
    }

    fn read_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.read_inline(inline),
            Expression::Select { selector, variants } => {
                self.read_inline(selector);
                self.read_choice(variants);
            }
        }
    }

    fn read_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::Placeable { expression } => self.read_expression(expression),
            _ => {}
        }
    }

    fn read_choice(&mut self, variants: &[Variant<&str>]) {
        let forms: BTreeSet<String> = variants
            .iter()
            .map(|variant| match variant.key {
                VariantKey::Identifier { name } => name.to_owned(),
                VariantKey::NumberLiteral { value } => value.to_owned(),
            })
            .collect();
        // A choice of words is none by number, nor is one between a number and all others.
        let by_number = forms.iter().all(|form| CATEGORIES.contains(&form.as_str()));
        if by_number {
            self.plurals.push(forms);
        }
        for variant in variants {
            self.read_pattern(&variant.value);
        }
    }
}
