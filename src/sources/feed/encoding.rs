//! The bytes of a feed or a page become text, whatever their sender says about them.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::articles::text::without_controls;

/// Decodes by byte order mark, else as UTF-8 where that fits (no other encoding looks like it by accident), else by
/// what the document or the server says. Characters that XML forbids are dropped.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    let (text, _, _) = encoding(bytes, content_type).decode(bytes);
    without_controls(&text)
}

fn encoding(bytes: &[u8], content_type: Option<&str>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    match bytes {
        [b'<' | b'{', 0, ..] => return UTF_16LE,
        [0, b'<' | b'{', ..] => return UTF_16BE,
        _ if std::str::from_utf8(bytes).is_ok() => return UTF_8,
        _ => {}
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let declared = label_after(&start, "encoding=").or_else(|| label_after(&start, "charset="));
    let sent = content_type.map(str::to_ascii_lowercase);
    [declared, sent.as_deref().and_then(|sent| label_after(sent, "charset="))]
        .into_iter()
        .flatten()
        .find_map(|label| Encoding::for_label(label.as_bytes()))
        .unwrap_or(UTF_8)
}

fn label_after<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let value = text[text.find(name)? + name.len()..].trim_start_matches(['"', '\'', ' ']);
    value.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.:".contains(c))).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1256;

    #[test]
    fn arabic_is_read_in_every_encoding() {
        let check = |bytes: Vec<u8>, content_type: Option<&str>| {
            let text = decode(&bytes, content_type);
            assert!(text.contains("نص عربي"), "{text}");
        };
        let xml = |name: &str| format!("<?xml version='1.0' encoding='{name}'?><a>نص عربي</a>");
        let utf16 =
            |text: &str, order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<_>>();
        check(xml("utf-8").into_bytes(), None);
        check([&b"\xef\xbb\xbf"[..], xml("utf-8").as_bytes()].concat(), None);
        check(xml("utf-8").into_bytes(), Some("text/xml; charset=iso-8859-1"));
        check(xml("windows-1256").into_bytes(), None);
        check(WINDOWS_1256.encode(&xml("windows-1256")).0.into_owned(), Some("text/xml; charset=utf-8"));
        check(
            WINDOWS_1256.encode("<a>نص عربي</a>").0.into_owned(),
            Some("text/xml; charset=\"Windows-1256\""),
        );
        check(WINDOWS_1256.encode("<meta charset=windows-1256>نص عربي").0.into_owned(), None);
        check([vec![0xff, 0xfe], utf16(&xml("utf-16"), u16::to_le_bytes)].concat(), None);
        check([vec![0xfe, 0xff], utf16(&xml("utf-16"), u16::to_be_bytes)].concat(), None);
        check(utf16(&xml("utf-16"), u16::to_le_bytes), None);
        check(utf16(&xml("utf-16"), u16::to_be_bytes), None);
    }

    #[test]
    fn broken_bytes_are_no_obstacle() {
        assert_eq!(decode(b"<a>\xff\x00\x1bx</a>", None), "<a>\u{fffd}x</a>");
    }
}
