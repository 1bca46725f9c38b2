//! Feeds in the wild write `&` and `&nbsp;` where XML knows neither, and strangers write `&#0;`. One such slip must
//! not lose the other entries.

/// Makes every `&` outside CDATA one that XML knows. References to forbidden characters go; names that XML does not
/// know become text, so nothing that a document declares itself is ever expanded.
pub fn mended(xml: &str) -> String {
    let mut mended = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(start) = rest.find(['&', '<']) {
        mended.push_str(&rest[..start]);
        rest = &rest[start..];
        let taken = if rest.starts_with("<![CDATA[") {
            let end = rest.find("]]>").unwrap_or(rest.len());
            mended.push_str(&rest[..end]);
            end
        } else if rest.starts_with('<') {
            mended.push('<');
            1
        } else {
            let (text, taken) = reference(rest);
            mended.push_str(text);
            taken
        };
        rest = &rest[taken..];
    }
    mended + rest
}

/// What to write for the reference at the start, and how much of the text it replaces.
fn reference(text: &str) -> (&str, usize) {
    let end = text.bytes().take(16).position(|byte| byte == b';');
    let Some((name, length)) = end.map(|end| (&text[1..end], end + 1)) else {
        return ("&amp;", 1);
    };
    match name {
        "amp" | "lt" | "gt" | "quot" | "apos" => (&text[..length], length),
        _ => match name.strip_prefix('#').map(is_allowed) {
            Some(true) => (&text[..length], length),
            Some(false) => ("", length),
            None => ("&amp;", 1),
        },
    }
}

fn is_allowed(number: &str) -> bool {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    let character = code.ok().and_then(char::from_u32);
    character.is_some_and(|c| {
        matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_is_one_that_xml_knows() {
        let check = |xml: &str, expected: &str| assert_eq!(mended(xml), expected);
        check("<a>A & B &amp; &lt;</a>", "<a>A &amp; B &amp; &lt;</a>");
        check("a&nbsp;b&mdash;c", "a&amp;nbsp;b&amp;mdash;c");
        check("nul&#0;x&#x0;&#8;&#xFFFF;&#1234567890;y", "nulxy");
        check("&#1605;&#x645;&#10;", "&#1605;&#x645;&#10;");
        check("<![CDATA[a & b &nbsp;]]>&", "<![CDATA[a & b &nbsp;]]>&amp;");
        check("<![CDATA[never closed &", "<![CDATA[never closed &");
        check("&ق;&", "&amp;ق;&amp;");
    }
}
