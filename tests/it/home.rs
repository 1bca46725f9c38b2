//! What every visitor meets: the way to a language, the page about data, assets and failures.

use std::collections::{BTreeSet, HashSet};

use hudhud::articles::{Origin, Writing, store};

use crate::support::{Answer, TestApp};

async fn asking_for(app: &TestApp, path: &str, header: &str, value: &str) -> Answer {
    app.send(app.request(reqwest::Method::GET, path).header(header, value)).await
}

#[tokio::test]
async fn a_visitor_is_led_to_their_language() {
    let app = TestApp::start().await;
    for (accepted, place) in
        [("en-GB,en;q=0.9", "/en/"), ("ar-EG", "/ar/"), ("de", "/ar/"), ("en;q=0.3,ar", "/ar/")]
    {
        let answer = asking_for(&app, "/", "accept-language", accepted).await.expect(302);
        assert_eq!(answer.header("location"), place, "{accepted}");
        assert!(answer.header("vary").to_lowercase().contains("accept-language"));
    }
    assert_eq!(app.get("/en").await.expect(301).header("location"), "/en/");
    app.get("/xx").await.expect(404);
    app.get("/xx/privacy").await.expect(404);
}

#[tokio::test]
async fn a_slash_too_many_does_not_lose_a_visitor() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/ar/join/").await.expect(308).header("location"), "/ar/join");
    let asked = app.get("/ar/join/?source=fair&country=LB").await.expect(308);
    assert_eq!(asked.header("location"), "/ar/join?source=fair&country=LB");
    app.get("/ar/").await.expect(200);
    app.send(app.request(reqwest::Method::POST, "/ar/nothing/")).await.expect(404);
}

#[tokio::test]
async fn what_is_only_to_look_at_says_so() {
    let app = TestApp::start().await;
    for path in ["/", "/ar/", "/en/privacy", "/healthz", "/metrics", "/robots.txt", "/api/v1/openapi.json"] {
        let answer = app.send(app.request(reqwest::Method::POST, path)).await.expect(405);
        assert_eq!(answer.header("allow"), "GET, HEAD", "{path}");
    }
}

#[tokio::test]
async fn programs_can_be_generated_from_the_description_of_the_api() {
    let app = TestApp::start().await;
    let api = app.get("/api/v1/openapi.json").await.expect(200).json();
    let mut names = std::collections::BTreeSet::new();
    for (path, calls) in api["paths"].as_object().unwrap() {
        for (method, call) in calls.as_object().unwrap() {
            let name = call["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} names two calls");
            for (status, answer) in call["responses"].as_object().unwrap() {
                assert_ne!(
                    answer["description"].as_str().unwrap_or_default(),
                    "",
                    "{method} {path} {status}"
                );
            }
            let parameters = call["parameters"].as_array().cloned().unwrap_or_default();
            let is_repeatable = parameters.iter().any(|it| it["name"] == "Idempotency-Key");
            assert_eq!(is_repeatable, method == "post" && call["security"].is_array(), "{method} {path}");
        }
    }
    let signup = &api["components"]["schemas"]["SignupRequest"];
    assert_eq!(signup["required"], serde_json::json!(["email", "consent", "language"]));
    assert!(signup["properties"]["email"].get("default").is_none());
}

#[tokio::test]
async fn the_description_of_the_api_says_of_every_call_how_it_can_fail() {
    let app = TestApp::start().await;
    let api = app.get("/api/v1/openapi.json").await.expect(200).json();
    assert!(
        api["paths"]["/api/v1/issues"]["get"]["responses"]["200"]["content"]["application/json"].is_object()
    );
    let mut open = vec![&api];
    while let Some(node) = open.pop() {
        let children: Vec<_> = match node {
            serde_json::Value::Object(fields) => fields.values().collect(),
            serde_json::Value::Array(items) => items.iter().collect(),
            _ => continue,
        };
        if let Some(place) = node["$ref"].as_str() {
            assert!(api.pointer(place.trim_start_matches('#')).is_some(), "{place} leads nowhere");
        }
        open.extend(children);
    }
    for (path, calls) in api["paths"].as_object().unwrap() {
        for (method, call) in calls.as_object().unwrap() {
            let responses = call["responses"].as_object().unwrap();
            let mut wanted = vec![];
            if call["security"].is_array() {
                wanted.extend(["401", "403"]);
            }
            if path.contains('{') {
                wanted.push("404");
            }
            if call["requestBody"].is_object() {
                wanted.extend(["400", "422"]);
            }
            for status in wanted {
                assert!(responses.contains_key(status), "{method} {path} does not say {status}");
            }
            for (status, response) in responses.iter().filter(|(status, _)| status.starts_with('4')) {
                let problem = &response["content"]["application/problem+json"];
                assert!(problem.is_object(), "{method} {path} {status}: {response}");
            }
        }
    }
}

#[tokio::test]
async fn the_page_about_data_says_how_it_is_kept_in_both_languages() {
    let app = TestApp::start().await;
    for (lang, dir, other, words) in
        [("ar", "rtl", "en", "XChaCha20-Poly1305"), ("en", "ltr", "ar", "nobody buys it")]
    {
        let page = app.get(&format!("/{lang}/privacy")).await.expect(200);
        assert!(page.body.contains(&format!(r#"<html lang="{lang}" dir="{dir}">"#)), "{}", page.body);
        assert!(page.body.contains(words));
        assert!(page.body.contains(&format!(r#"hreflang="{other}""#)));
        assert!(page.body.contains(r#"hreflang="x-default""#));
        assert!(page.body.contains(&format!(r#"<link rel="canonical" href="{}/{lang}/privacy">"#, app.base)));
        assert_eq!(page.header("content-language"), lang);
    }
}

#[tokio::test]
async fn a_page_that_does_not_exist_says_so_in_both_languages() {
    let app = TestApp::start().await;
    for path in
        ["/en/nothing/here", "/nothing", "/ar/confirm/garbled", "/assets/none.css", "/assets/../Cargo.toml"]
    {
        let page = asking_for(&app, path, "accept-language", "en").await.expect(404);
        let text = page.text();
        assert!(text.contains("There is nothing here") && text.contains("لا شيء هنا"), "{path}: {text}");
        assert!(page.body.contains("noindex"), "{path}");
    }
}

#[tokio::test]
async fn assets_are_kept_until_they_change() {
    let app = TestApp::start().await;
    let page = app.get("/en/privacy").await.expect(200);
    let start = page.body.find("/assets/look.css?v=").unwrap();
    let address = page.body[start..].split('"').next().unwrap();
    let css = app.get(address).await.expect(200);
    assert!(css.header("content-type").starts_with("text/css"));
    assert!(css.header("cache-control").contains("immutable"));
    assert!(css.body.contains("--crest"));
    let tag = css.header("etag").to_owned();
    let again = asking_for(&app, address, "if-none-match", &tag).await.expect(304);
    assert_eq!(again.body, "");
    assert_eq!(again.header("etag"), tag);
    let old = app.get("/assets/look.css?v=old").await.expect(200);
    assert!(!old.header("cache-control").contains("immutable"));
    // The client unpacks and forgets how it was packed; that it was is said by `Vary`.
    assert!(css.header("vary").contains("accept-encoding"));
    let font = app.request(reqwest::Method::HEAD, "/assets/fonts/readex-pro-arabic-wght-normal.woff2");
    assert_eq!(app.send(font).await.expect(200).header("content-type"), "font/woff2");
}

#[tokio::test]
async fn robots_leave_personal_pages_alone() {
    let app = TestApp::start().await;
    let robots = app.get("/robots.txt").await.expect(200);
    for path in ["/admin", "/mailbox", "/*/preferences/"] {
        assert!(robots.body.contains(&format!("Disallow: {path}\n")), "{path}");
    }
}

#[tokio::test]
async fn a_page_loads_little_and_nothing_from_elsewhere() {
    let app = TestApp::start().await;
    let page = app.get("/ar/privacy").await.expect(200);
    assert!(!page.body.contains("<script"));
    for attribute in ["src=\"http", "rel=\"stylesheet\" href=\"http", "@import"] {
        assert!(!page.body.contains(attribute), "{attribute}");
    }
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
}

#[tokio::test]
async fn the_first_page_shows_the_newest_articles_of_its_language_and_the_form_to_join() {
    let app = TestApp::start().await;
    app.get("/en/").await.expect(200);
    for (language, title) in [("ar", "حق التصويت في المهجر"), ("en", "The right to vote <abroad>")]
    {
        let writing = Writing {
            language: language.parse().unwrap(),
            title: title.to_owned(),
            summary: String::new(),
            body: "<p>…</p>".to_owned(),
            body_markdown: None,
            link: None,
            author: None,
            image: None,
            published_at: None,
            origin: Origin::Hand,
        };
        let now = app.clock.now();
        app.blocking(move |app| {
            app.db.write_blocking(move |conn| {
                store::record(conn, &writing, store::Arrival::News, &HashSet::new(), now)
            })
        })
        .await
        .unwrap();
    }
    for (path, own, other, button) in [
        ("/ar/", "حق التصويت في المهجر", "vote", "انضمّوا الآن"),
        ("/en/", "The right to vote <abroad>", "حق", "Join now"),
    ] {
        let page = app.get(path).await.expect(200);
        let text = page.text();
        assert!(text.contains(own) && text.contains(button), "{text}");
        assert!(!text.contains(other), "{text}");
        assert_eq!(page.input("email"), "");
    }
}

#[tokio::test]
async fn the_join_page_is_light() {
    let app = TestApp::start().await;
    for path in ["/ar/join", "/en/join", "/ar/", "/en/"] {
        let page = app.get(path).await.expect(200);
        let assets: BTreeSet<&str> =
            page.body.split('"').filter(|word| word.starts_with("/assets/")).collect();
        let mut bytes = page.body.len();
        for asset in &assets {
            bytes += app.get(asset).await.expect(200).body.len();
        }
        // Beside the page and these, two fonts.
        assert!(assets.len() + 3 <= 5, "{path}: {assets:?}");
        assert!(bytes < 50_000, "{path}: {bytes}");
    }
}
