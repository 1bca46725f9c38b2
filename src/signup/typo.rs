//! A mailbox provider's name that was probably mistyped. It is suggested, never put in place of what was typed.

use strsim::damerau_levenshtein;

use crate::subscribers::EmailAddress;

/// Where most people have their mailbox.
const PROVIDERS: [&str; 9] =
    ["gmail", "googlemail", "yahoo", "hotmail", "outlook", "icloud", "protonmail", "fastmail", "rocketmail"];
/// Real ones that look like a mistyped one.
const REAL: [&str; 9] =
    ["email", "mail", "ymail", "mailo", "hotmal", "outlooks", "yahoos", "hushmail", "protonmails"];
/// What fingers make of `com`.
const NOT_COM: [&str; 12] =
    ["con", "cmo", "comm", "vom", "xom", "cim", "om", "ocm", "cpm", "coom", "cm", "co"];

/// The address that was probably meant, if this one looks mistyped.
pub fn suggestion(address: &EmailAddress) -> Option<String> {
    let (name, ending) = address.domain().split_once('.')?;
    let provider = nearest(name)?;
    let ending = if NOT_COM.contains(&ending) { "com" } else { ending };
    let meant = format!("{provider}.{ending}");
    (meant != address.domain()).then(|| format!("{}@{meant}", address.local()))
}

fn nearest(name: &str) -> Option<&'static str> {
    if REAL.contains(&name) {
        return None;
    }
    let allowed = if name.len() >= 7 { 2 } else { 1 };
    let distances = PROVIDERS.iter().map(|provider| (damerau_levenshtein(name, provider), *provider));
    distances.filter(|(distance, _)| *distance <= allowed).min().map(|(_, provider)| provider)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(domain: &str, expected: Option<&str>) {
        let address: EmailAddress = format!("layla@{domain}").parse().unwrap();
        let expected = expected.map(|domain| format!("layla@{domain}"));
        assert_eq!(suggestion(&address), expected, "{domain}");
    }

    #[test]
    fn a_slip_of_the_finger_is_noticed() {
        check("gmial.com", Some("gmail.com"));
        check("gmai.com", Some("gmail.com"));
        check("gnail.com", Some("gmail.com"));
        check("gmail.con", Some("gmail.com"));
        check("gmial.cm", Some("gmail.com"));
        check("hotmial.fr", Some("hotmail.fr"));
        check("outlok.com", Some("outlook.com"));
        check("yaho.com", Some("yahoo.com"));
        check("iclod.com", Some("icloud.com"));
    }

    #[test]
    fn real_addresses_are_left_alone() {
        for domain in [
            "gmail.com",
            "yahoo.co.uk",
            "yahoo.fr",
            "hotmail.be",
            "email.com",
            "mail.com",
            "ymail.com",
            "example.org",
            "gmx.de",
            "live.com",
            "posteo.de",
            "xn--mgbh0fb.xn--ngbc5azd",
            "mail.example.com",
        ] {
            check(domain, None);
        }
    }
}
