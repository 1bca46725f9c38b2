//! Letters as they are compared: servers answer in ASCII, and whoever writes in their own language leaves the marks out,
//! or writes them in one of two ways.

/// Latin letters with marks, and what stands for them.
#[rustfmt::skip]
const MARKED: [(&str, &str); 24] = [
    ("a", "àáâãäåāăą"), ("ae", "æ"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"),
    ("i", "ìíîïĩīĭįı"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŉ"), ("o", "òóôõöøōŏő"), ("oe", "œ"),
    ("r", "ŕŗř"), ("s", "śŝşšș"), ("ss", "ß"), ("t", "ţťŧț"), ("th", "þ"), ("u", "ùúûüũūŭůűų"), ("w", "ŵ"),
    ("y", "ýÿŷ"), ("z", "źżž"), ("'", "\u{2018}\u{2019}\u{b4}`"),
];

/// A piece of text in lower case without marks. Arabic is written with vowel signs and a stretching line, and without.
pub(super) fn plain(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase).filter(|c| !is_ornament(*c));
    letters.fold(String::new(), |mut plain, letter| {
        match MARKED.iter().find(|(_, marked)| !letter.is_ascii_alphanumeric() && marked.contains(letter)) {
            Some((base, _)) => plain.push_str(base),
            None if letter == '_' => plain.push(' '),
            None => plain.push(letter),
        }
        plain
    })
}

fn is_ornament(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{640}' | '\u{64b}'..='\u{652}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_left_out() {
        fn check(text: &str, expected: &str) {
            assert_eq!(plain(text), expected, "{text}");
        }
        check("Boîte aux lettres SATURÉE", "boite aux lettres saturee");
        check("E\u{301}chec", "echec");
        check(
            "Großes Postfach, kullanıcı, İleti, użytkownik",
            "grosses postfach, kullanici, ileti, uzytkownik",
        );
        check("isn’t_here", "isn't here");
        check("أُغلِق الحســاب", "أغلق الحساب");
        check("ящик 不存在 đầy", "ящик 不存在 dầy");
    }
}
