//! Which domains may be named. A domain of one's own names its owner; one that millions share names nobody.

/// All domains that are not named.
pub const OTHER: &str = "other";

const NAMED: [&str; 33] = [
    "163.com",
    "126.com",
    "aol.com",
    "att.net",
    "comcast.net",
    "duck.com",
    "fastmail.com",
    "free.fr",
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rediffmail.com",
    "t-online.de",
    "tutanota.com",
    "verizon.net",
    "virgilio.it",
    "web.de",
    "zoho.com",
];

/// Names that a provider has under many countries, and what all of them are called together.
const FAMILIES: [(&str, &str); 6] = [
    ("gmx", "gmx.*"),
    ("hotmail", "hotmail.*"),
    ("live", "live.*"),
    ("outlook", "outlook.*"),
    ("yahoo", "yahoo.*"),
    ("yandex", "yandex.*"),
];

/// What a domain is called where it is counted.
pub fn group(domain: &str) -> &'static str {
    if let Some(named) = NAMED.iter().find(|named| **named == domain) {
        return named;
    }
    let family = domain.split_once('.').filter(|(_, country)| is_a_country(country));
    let known = family.and_then(|(name, _)| FAMILIES.iter().find(|(family, _)| *family == name));
    known.map_or(OTHER, |(_, all)| all)
}

/// `fr`, `com`, `co.uk`, `com.br`.
fn is_a_country(rest: &str) -> bool {
    let country = ["co.", "com."].iter().find_map(|start| rest.strip_prefix(start)).unwrap_or(rest);
    matches!(country.len(), 2 | 3) && country.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_millions_share_is_named() {
        let check = |domain, expected| assert_eq!(group(domain), expected, "{domain}");
        check("gmail.com", "gmail.com");
        check("web.de", "web.de");
        check("yahoo.com", "yahoo.*");
        check("yahoo.co.uk", "yahoo.*");
        check("yahoo.com.br", "yahoo.*");
        check("gmx.net", "gmx.*");
        check("hotmail.com", "hotmail.com");
        check("hotmail.fr", "hotmail.*");
        check("yahoo.layla.example", OTHER);
        check("gmail.com.evil.example", OTHER);
        check("mail.gmail.com", OTHER);
        check("layla.example", OTHER);
        check("localhost", OTHER);
    }
}
