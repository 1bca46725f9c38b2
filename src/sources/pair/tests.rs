//! Cases of `pair`, as a table.

use super::*;

/// `ar 1 /ar/x`: a translation by language, id and path, in an article of its own.
fn candidate(id: i64, link: &str) -> Candidate {
    let language = link.trim_start_matches('/').split(['/', '-']).next().unwrap().to_owned();
    let link = format!("https://a.example{link}");
    Candidate {
        id,
        article_id: id,
        addresses: address::same_page(&link).into_iter().collect(),
        path: address::in_any_language(&link, &language),
        published_at: "2022-08-01T09:00:00".parse::<NaiveDateTime>().unwrap()
            + chrono::TimeDelta::days(10 * id),
        language,
        ..Candidate::default()
    }
}

fn at(path: &str) -> String {
    address::same_page(&format!("https://a.example{path}")).unwrap()
}

fn linking(mut candidate: Candidate, paths: &[&str]) -> Candidate {
    candidate.links = paths.iter().map(|path| at(path)).collect();
    candidate
}

fn naming(mut candidate: Candidate, language: &str, path: &str) -> Candidate {
    candidate.alternates.insert(language.to_owned(), at(path));
    candidate
}

fn check(candidates: &[Candidate], expected: &[(i64, i64, Evidence)]) {
    let found = matches(candidates, &HashSet::new());
    let found: Vec<_> = found.iter().map(|found| (found.left, found.right, found.evidence)).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_a_page_calls_its_translation_is_paired() {
    check(
        &[naming(candidate(1, "/ar/a"), "en-us", "/en/b"), candidate(2, "/en/b")],
        &[(1, 2, Evidence::Hreflang)],
    );
    check(
        &[candidate(1, "/ar/a"), naming(candidate(2, "/en/b"), "ar", "/ar/a/")],
        &[(1, 2, Evidence::Hreflang)],
    );
}

#[test]
fn hreflang_outweighs_path_and_link() {
    let arabic = linking(naming(candidate(1, "/ar/x"), "en", "/en/y"), &["/en/z"]);
    check(
        &[arabic, candidate(2, "/en/x"), candidate(3, "/en/y"), candidate(4, "/en/z")],
        &[(1, 3, Evidence::Hreflang)],
    );
}

#[test]
fn a_page_that_names_another_translation_is_not_paired_by_its_path() {
    check(
        &[naming(candidate(1, "/ar/x"), "en", "/en/gone"), candidate(2, "/en/x")],
        &[(1, 2, Evidence::Likeness)],
    );
}

#[test]
fn a_single_link_pairs() {
    check(
        &[linking(candidate(1, "/ar/a"), &["/en/b", "/en/"]), candidate(2, "/en/b")],
        &[(1, 2, Evidence::Link)],
    );
    check(&[candidate(1, "/ar/a"), linking(candidate(2, "/en/b"), &["/ar/a"])], &[(1, 2, Evidence::Link)]);
}

#[test]
fn menus_pair_nothing() {
    let menu = ["/en/x", "/en/y", "/ar/a", "/ar/b"];
    let all = ["/ar/a", "/ar/b", "/en/x", "/en/y"];
    let pages: Vec<_> = (1..).zip(all).map(|(id, path)| linking(candidate(id, path), &menu)).collect();
    check(&pages, &[]);
    // Two Arabic articles that cite one English one: at most one is its translation.
    let citing = [linking(candidate(1, "/ar/a"), &["/en/x"]), linking(candidate(2, "/ar/b"), &["/en/x"])];
    let found = matches(&[citing[0].clone(), citing[1].clone(), candidate(3, "/en/x")], &HashSet::new());
    assert_eq!(found, [Match { left: 1, right: 3, evidence: Evidence::Likeness }]);
}

#[test]
fn a_citation_does_not_take_the_place_of_the_same_path() {
    check(
        &[linking(candidate(1, "/ar/x"), &["/en/y"]), candidate(2, "/en/x"), candidate(3, "/en/y")],
        &[(1, 2, Evidence::Path)],
    );
}

#[test]
fn the_same_path_pairs_across_languages() {
    check(
        &[candidate(1, "/ar/x/"), candidate(2, "/en/x/"), candidate(3, "/en/y/"), candidate(4, "/fa/x/")],
        &[(1, 2, Evidence::Path), (1, 4, Evidence::Path)],
    );
}

#[test]
fn an_article_never_has_two_translations_of_a_language() {
    let mut english = candidate(3, "/en/y");
    english.article_id = 1;
    check(&[candidate(1, "/ar/x"), english, candidate(4, "/en/x")], &[]);
    // Through a third language: 1 and 2 are one article, so 3 cannot join by its link to 2.
    let persian = naming(naming(candidate(2, "/fa/q"), "ar", "/ar/x"), "en", "/en/z");
    check(
        &[candidate(1, "/ar/x"), persian, linking(candidate(3, "/ar/w"), &["/fa/q"])],
        &[(1, 2, Evidence::Hreflang)],
    );
}

#[test]
fn what_was_refused_stays_apart() {
    let candidates = [candidate(1, "/ar/x"), candidate(2, "/en/x")];
    assert_eq!(matches(&candidates, &HashSet::from([(1, 2)])), []);
}

#[test]
fn likeness_is_suggested_and_never_decided() {
    let like = |id, link: &str, time: &str, numbers: &[&str], image: Option<&str>| Candidate {
        published_at: time.parse().unwrap(),
        numbers: numbers.iter().map(|number| number.to_string()).collect(),
        image: image.map(str::to_owned),
        ..candidate(id, link)
    };
    let arabic = |time: &str, numbers: &[&str], image| like(1, "/ar/a", time, numbers, image);
    let english = |numbers: &[&str], image| like(2, "/en/b", "2022-08-10T09:00:00", numbers, image);
    let suggested: &[_] = &[(1, 2, Evidence::Likeness)];
    check(&[arabic("2022-08-10T12:00:00", &["37"], None), english(&["37", "12"], None)], suggested);
    check(&[arabic("2022-08-12T09:00:00", &[], Some("p")), english(&[], Some("p"))], suggested);
    check(&[arabic("2022-08-10T09:10:00", &[], None), english(&[], None)], suggested);
    check(&[arabic("2022-08-10T12:00:00", &[], None), english(&["37"], None)], &[]);
    check(&[arabic("2022-08-20T09:00:00", &["37"], Some("p")), english(&["37"], Some("p"))], &[]);
}

#[test]
fn a_translation_is_suggested_for_one_other_at_most() {
    let like = |id, link: &str| Candidate {
        published_at: "2022-08-10T09:00:00".parse().unwrap(),
        numbers: BTreeSet::from(["37".to_owned()]),
        ..candidate(id, link)
    };
    check(&[like(1, "/ar/a"), like(2, "/en/b"), like(3, "/en/c")], &[(1, 2, Evidence::Likeness)]);
}
