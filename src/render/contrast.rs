//! The look can be read in both schemes: the colours of `look.css`, measured as WCAG 2.2 does.

use std::collections::BTreeMap;

use super::asset;

const TEXT: f64 = 4.5;
const EDGE: f64 = 3.0;

type Tokens = BTreeMap<String, String>;

#[test]
fn text_and_edges_can_be_seen_in_light_and_dark() {
    let css = css();
    let light = tokens(css.split("@media").next().unwrap());
    let dark_rules = css.split("@media (prefers-color-scheme:dark){").nth(1).unwrap();
    let mut dark = light.clone();
    dark.extend(tokens(dark_rules.split("}}").next().unwrap()));
    assert_ne!(light["paper"], dark["paper"]);
    for (scheme, tokens) in [("light", light), ("dark", dark)] {
        let check = |front: &str, backs: &[&str], least: f64| {
            for back in backs {
                let ratio = contrast(&tokens[front], &tokens[*back]);
                assert!(ratio >= least, "{front} on {back} in {scheme}: {ratio:.2}");
            }
        };
        check(
            "ink",
            &["paper", "card", "sunk", "line", "ok-wash", "look-wash", "bad-wash", "sky-wash"],
            TEXT,
        );
        check("soft", &["paper", "card", "sunk", "line"], TEXT);
        check("paper", &["ink"], TEXT);
        check("crest", &["paper", "card"], TEXT);
        check("on-crest", &["crest", "crest-deep"], TEXT);
        check("sky", &["paper", "card", "sunk", "sky-wash"], TEXT);
        check("ok", &["ok-wash", "card"], TEXT);
        check("look", &["look-wash", "card"], TEXT);
        check("bad", &["bad-wash", "card", "paper"], TEXT);
        check("edge", &["paper", "card", "sunk"], EDGE);
        check("sky", &["paper", "card", "sunk"], EDGE);
    }
}

#[test]
fn colours_are_tokens_and_directions_are_logical() {
    let css = css();
    let rules = css.split_once("/* Arabic script").unwrap().1;
    let screen = rules.split("@media print").next().unwrap();
    assert!(!screen.contains("#f") && !screen.contains("rgb("), "a colour that is no token");
    for physical in
        ["left", "right", "margin-top", "margin-bottom", "padding-top", "padding-bottom", "letter-spacing"]
    {
        assert!(!rules.contains(physical), "{physical}");
    }
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    assert!(!css().contains("//"));
    for font in [
        "fonts/readex-pro-arabic-wght-normal.woff2",
        "fonts/readex-pro-latin-wght-normal.woff2",
        "fonts/OFL.txt",
    ] {
        assert!(asset(font).is_some(), "{font}");
    }
}

fn css() -> String {
    String::from_utf8(asset("look.css").unwrap().bytes.into_owned()).unwrap()
}

fn tokens(css: &str) -> Tokens {
    css.split([';', '{', '}'])
        .filter_map(|rule| rule.trim().strip_prefix("--")?.split_once(':'))
        .filter(|(_, value)| value.starts_with('#'))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
