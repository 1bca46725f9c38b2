//! Cells that a spreadsheet would run as formulas.

use std::borrow::Cow;

/// Guards a cell that a spreadsheet would take for a formula by an apostrophe in front.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if is_formula(cell.trim_start_matches('\'')) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Takes away the apostrophe that [`guarded`] put there.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_come_back_unchanged() {
        let check = |cell: &str, expected: &str| {
            assert_eq!(guarded(cell), expected);
            assert_eq!(unguarded(&guarded(cell)), cell);
        };
        check("=HYPERLINK(\"http://evil.example\")", "'=HYPERLINK(\"http://evil.example\")");
        check("+1+1", "'+1+1");
        check("-2", "'-2");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\t=1", "'\t=1");
        check("\r=1", "'\r=1");
        check("＝1", "'＝1");
        check("'=1", "''=1");
        check("''+1", "'''+1");
        check("'t Hooft", "'t Hooft");
        check("ليلى", "ليلى");
        check("a=b", "a=b");
        check("", "");
    }
}
