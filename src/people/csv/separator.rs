//! What stands between the cells of a file.

/// The separator that the first line uses most, outside of quotes; a comma where none is.
pub fn separator(first_line: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in first_line.bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte && !quoted) {
            *count += 1;
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_tells_the_separator() {
        let check = |line: &str, expected: u8| assert_eq!(separator(line), expected, "{line}");
        check("email,name", b',');
        check("email;name;reading", b';');
        check("email\tname", b'\t');
        check("\"a,b,c\";email", b';');
        check("email", b',');
        check("", b',');
    }
}
