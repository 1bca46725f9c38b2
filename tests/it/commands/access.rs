//! Admins, tokens and topics by commands.

use serde_json::json;

use super::desk::Desk;

#[test]
fn admins_are_admitted_listed_and_disabled() {
    let desk = Desk::new();
    let owner = desk.json(&["admin", "add", "Huda@example.org", "--role", "owner"]);
    assert_eq!((&owner["email"], &owner["role"]), (&json!("huda@example.org"), &json!("owner")));
    assert!(owner["url"].as_str().unwrap().contains("/admin/sign-in/"));
    assert!(desk.refused(1, &["admin", "disable", "huda@example.org"]).contains("last owner stays"));
    desk.json(&["admin", "add", "ada@example.org", "--role", "viewer"]);
    let link = desk.json(&["admin", "link", "ada@example.org"]);
    assert!(link["url"].as_str().unwrap().contains("/admin/sign-in/"));
    assert_eq!(desk.json(&["admin", "disable", "ada@example.org"])["enabled"], false);
    assert!(desk.refused(1, &["admin", "link", "ada@example.org"]).contains("disabled"));
    let listed = desk.json(&["admin", "list"]);
    assert_eq!(listed["items"].as_array().unwrap().len(), 2, "{listed}");
    desk.refused(2, &["admin", "add", "x@example.org", "--role", "king"]);
    desk.refused(2, &["admin", "add", "x@example.org"]);
    desk.refused(2, &["admin", "add", "nobody", "--role", "owner"]);
    desk.refused(1, &["admin", "link", "stranger@example.org"]);
}

#[test]
fn tokens_are_made_shown_once_and_revoked() {
    let desk = Desk::new();
    let made = desk.json(&["token", "create", "website", "--scope", "send"]);
    let token = made["token"].as_str().unwrap();
    assert_eq!((&made["name"], &made["scope"]), (&json!("website"), &json!("send")));
    desk.refused(1, &["token", "create", "website", "--scope", "read"]);
    desk.refused(2, &["token", "create", "other", "--scope", "everything"]);
    let listed = desk.json(&["token", "list"]);
    assert_eq!(
        (&listed["items"][0]["name"], &listed["items"][0]["revoked"]),
        (&json!("website"), &json!(false))
    );
    assert!(!listed.to_string().contains(token));
    assert_eq!(desk.json(&["token", "revoke", "website"])["revoked"], true);
    desk.refused(1, &["token", "revoke", "stranger"]);
}

#[test]
fn topics_have_a_name_in_every_language() {
    let desk = Desk::new();
    let added = desk.json(&["topic", "add", "rights", "--ar", "حقوق", "--en", "Rights"]);
    assert_eq!((&added["slug"], &added["names"]["ar"]), (&json!("rights"), &json!("حقوق")));
    desk.refused(1, &["topic", "add", "rights", "--ar", "حقوق", "--en", "Rights"]);
    desk.refused(2, &["topic", "add", "Wrong Slug", "--ar", "حقوق", "--en", "Rights"]);
    desk.refused(2, &["topic", "add", "half", "--ar", "حقوق"]);
    assert_eq!(desk.json(&["topic", "list"])["items"], json!([added]));
}
