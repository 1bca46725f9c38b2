//! The board for Grafana shows what there is.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{bounces::bring, support::TestApp};

/// Every expression of a board, at whatever depth.
fn expressions(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("expr").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| expressions(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| expressions(value, found)),
        _ => (),
    }
}

fn metrics(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| word.starts_with("hudhud_"))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn every_metric_on_the_board_is_one_that_is_told() {
    let app = TestApp::builder().config(|config| config.domain_rate = 1).start().await;
    for name in ["layla", "noor"] {
        app.post("/en/join", &[("email", &format!("{name}@example.org")), ("consent", "yes")])
            .await
            .expect(303);
    }
    app.delivered().await;
    bring(&app, "From: noor@example.org\r\nSubject: Re: hello\r\n\r\nThank you\r\n").await;
    let told = metrics(&app.get("/metrics").await.expect(200).body);
    let board: Value = serde_json::from_str(include_str!("../../docs/grafana.json")).unwrap();
    let mut shown = Vec::new();
    expressions(&board, &mut shown);
    let shown = metrics(&shown.join(" "));
    let missing: Vec<&String> = shown.difference(&told).collect();
    assert!(shown.len() > 5 && missing.is_empty(), "the board shows {missing:?}; told: {told:?}");
    // What is told and never shown is of no use to anybody.
    let stem = |name: &String| {
        ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name).to_owned()
    };
    let (told, shown): (BTreeSet<_>, BTreeSet<_>) =
        (told.iter().map(stem).collect(), shown.iter().map(stem).collect());
    assert_eq!(told, shown);
}
