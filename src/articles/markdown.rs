//! Markdown as editors write it becomes the same safe HTML as everything else.

use comrak::{Options, markdown_to_html};

use super::html;

/// HTML inside Markdown is allowed, and sanitised like that of strangers.
pub fn to_html(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.render.r#unsafe = true;
    let cut = &markdown[..markdown.floor_char_boundary(html::MAX_BYTES)];
    html::sanitised(&markdown_to_html(cut, &options), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_safe_html() {
        let check = |markdown: &str, expected: &str| assert_eq!(to_html(markdown), expected);
        check("نص **مهم**", "<p>نص <strong>مهم</strong></p>");
        check("<p dir=\"ltr\">a</p>\n\n<script>alert(1)</script>", "<p dir=\"ltr\">a</p>");
        check("[x](javascript:alert(1))", "<p><a rel=\"noopener noreferrer\">x</a></p>");
        check("![راية](https://t.example/a.png)", "<p> راية </p>");
        check("# A\n\n- b\n", "<h1>A</h1>\n<ul>\n<li>b</li>\n</ul>");
    }
}
