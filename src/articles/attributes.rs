//! How many attributes a tag has: a parser compares each with all before it.

/// Where in a tag a byte stands, as the HTML standard names it.
#[derive(Clone, Copy)]
enum At {
    TagName,
    Between,
    Name,
    AfterName,
    BeforeValue,
    Quoted(u8),
    Bare,
}

/// How long a tag is whose name stands at the start of `rest`, and how many attributes it has, exactly as a parser of
/// HTML reads it (13.2.5.8 to 13.2.5.39 of the standard): no trick with quotes hides one.
pub fn measure(rest: &[u8]) -> (usize, usize) {
    let (mut at, mut count) = (At::TagName, 0);
    for (length, byte) in rest.iter().copied().enumerate() {
        let is_space = byte.is_ascii_whitespace();
        at = match (at, byte) {
            (At::Quoted(quote), _) => {
                if byte == quote {
                    At::Between
                } else {
                    at
                }
            }
            (_, b'>') => return (length, count),
            (At::BeforeValue, b'"' | b'\'') => At::Quoted(byte),
            (At::BeforeValue, _) => {
                if is_space {
                    at
                } else {
                    At::Bare
                }
            }
            (At::Bare, _) => {
                if is_space {
                    At::Between
                } else {
                    at
                }
            }
            (_, b'/') => At::Between,
            (At::Name | At::AfterName, _) if is_space => At::AfterName,
            (At::TagName | At::Between, _) if is_space => At::Between,
            (At::Name | At::AfterName, b'=') => At::BeforeValue,
            (At::TagName | At::Name, _) => at,
            (At::Between | At::AfterName, _) => {
                count += 1;
                At::Name
            }
        };
    }
    (rest.len(), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_as_a_parser_does() {
        let check = |tag: &str, length: usize, count: usize| {
            assert_eq!(measure(tag.as_bytes()), (length, count), "{tag}");
        };
        check("a>b c d", 1, 0);
        check("a href=x>", 8, 1);
        check("a href = '>' title=\"'\">x", 22, 2);
        check("a/b/c//d>", 8, 3);
        check("a b c=d/e f='g'h>", 16, 4);
        check("a=\" b c d>", 9, 3);
        check("a b'c=\"x'>y\" d>", 14, 2);
        check("a b c", 5, 2);
        check("a b='never closed > c d", 23, 1);
    }
}
