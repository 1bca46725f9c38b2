//! Where a link may lead.

/// The address, or `#` for one that a browser would run instead of opening.
pub fn openable(address: &str) -> String {
    let ours = address.starts_with(['/', '?', '#']);
    let foreign = ["https://", "http://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    if ours || foreign { address.to_owned() } else { "#".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_opened_and_never_run() {
        let check = |address: &str, expected: &str| assert_eq!(openable(address), expected, "{address:?}");
        check("/ar/join?a=1", "/ar/join?a=1");
        check("HTTPS://x.org/", "HTTPS://x.org/");
        check("mailto:a@x.org", "mailto:a@x.org");
        check("javascript:alert(1)", "#");
        check(" javascript:alert(1)", "#");
        check("data:text/html,x", "#");
        check("", "#");
    }
}
