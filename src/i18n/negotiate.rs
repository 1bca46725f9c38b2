//! What a browser asks for.

/// The languages of an `Accept-Language` header, the most wanted first; refused ones (`q=0`) are left out.
pub fn wanted(header: &str) -> Vec<String> {
    let mut ranges: Vec<(f32, &str)> = header
        .split(',')
        .take(20)
        .filter_map(|range| {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let quality = parameters.trim().strip_prefix("q=").map_or(Ok(1.0), |q| q.trim().parse::<f32>());
            quality.ok().filter(|q| *q > 0.0).map(|q| (q, tag.trim()))
        })
        .collect();
    ranges.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranges.into_iter().map(|(_, tag)| tag.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_wanted_language_comes_first() {
        let check = |header: &str, expected: &[&str]| assert_eq!(wanted(header), expected, "{header:?}");
        check("ar-LB, en;q=0.8", &["ar-LB", "en"]);
        check("en;q=0.2, fr;q=0.1 , ar", &["ar", "en", "fr"]);
        check("en;q=0, ar;q=0.5", &["ar"]);
        check("en;q=nonsense, ar", &["ar"]);
    }
}
