//! What providers call: good, forged, repeated, old.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use hudhud::{bounces, config::Config};
use reqwest::Method;
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair},
};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject};
use serde_json::{Value, json};

use super::{Sent, builder, complaint, issue_to, report};
use crate::{
    signup::{joined, status},
    support::{Answer, TestApp},
};

async fn app_with(change: impl FnOnce(&mut Config)) -> (TestApp, Sent) {
    let app = builder().config(change).start().await;
    joined(&app, "layla@example.org").await;
    let sent = issue_to(&app, "layla@example.org").await;
    (app, sent)
}

async fn call(app: &TestApp, provider: &str, headers: &[(&str, String)], body: &str) -> Answer {
    let request = app.request(Method::POST, &format!("/webhooks/{provider}")).body(body.to_owned());
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
    app.send(request).await
}

fn signature(secret: &str, text: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    hmac::sign(&key, text.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn seconds(app: &TestApp) -> i64 {
    app.clock.now().and_utc().timestamp()
}

async fn is_active(app: &TestApp) -> bool {
    status(app, "layla@example.org").await == "active"
}

fn generic(app: &TestApp, secret: &str, age: i64, body: &str) -> Vec<(&'static str, String)> {
    let at = (seconds(app) - age).to_string();
    let signed = format!("sha256={}", signature(secret, &format!("{at}.{body}")));
    vec![("x-hudhud-timestamp", at), ("x-hudhud-signature", signed)]
}

#[tokio::test]
async fn without_its_secret_a_webhook_does_not_exist() {
    let app = builder().start().await;
    for provider in ["ses", "postmark", "mailgun", "sendgrid", "generic", "other"] {
        call(&app, provider, &[], "{}").await.expect(404);
        app.get(&format!("/webhooks/{provider}")).await.expect(404);
    }
}

#[tokio::test]
async fn the_generic_one_is_signed_and_taken_once() {
    let (app, sent) = app_with(|config| config.webhooks.generic_secret = Some("secret".into())).await;
    app.get("/webhooks/generic").await.expect(405);
    let body =
        json!({"event": "bounce", "message_id": sent.message_id, "status": "5.1.1", "reply": "550 unknown"});
    let body = body.to_string();
    call(&app, "generic", &[], &body).await.expect(401);
    call(&app, "generic", &generic(&app, "other", 0, &body), &body).await.expect(401);
    call(&app, "generic", &generic(&app, "secret", 301, &body), &body).await.expect(401);
    call(&app, "generic", &generic(&app, "secret", -301, &body), &body).await.expect(401);
    call(&app, "generic", &generic(&app, "secret", 0, "{}"), &body).await.expect(401);
    for wrong in ["", "[", "7", "{\"event\": \"party\"}", "[{}]"] {
        call(&app, "generic", &generic(&app, "secret", 0, wrong), wrong).await.expect(400);
    }
    let large = "x".repeat(5_000_000);
    call(&app, "generic", &generic(&app, "secret", 0, &large), &large).await.expect(413);
    assert!(is_active(&app).await);
    let headers = generic(&app, "secret", 200, &body);
    call(&app, "generic", &headers, &body).await.expect(200);
    assert!(!is_active(&app).await);
    for _ in 0..10 {
        call(&app, "generic", &headers, &body).await.expect(409);
    }
}

#[tokio::test]
async fn what_the_generic_one_does_not_know_takes_nobody_else_with_it() {
    let (app, sent) = app_with(|config| config.webhooks.generic_secret = Some("secret".into())).await;
    let known = json!({"event": "complaint", "return_path": sent.return_path});
    let body = json!([{"event": "opened"}, known, {}]).to_string();
    call(&app, "generic", &generic(&app, "secret", 0, &body), &body).await.expect(200);
    assert!(!is_active(&app).await);
}

#[tokio::test]
async fn a_refusal_is_short_and_made_for_programs() {
    let (app, _) = app_with(|config| config.webhooks.generic_secret = Some("secret".into())).await;
    let event = json!({"event": "bounce", "message_id": "<a@b>", "status": "5.1.1"}).to_string();
    let once = generic(&app, "secret", 0, &event);
    call(&app, "generic", &once, &event).await.expect(200);
    let broken = generic(&app, "secret", 0, "[");
    let refusals = [
        (call(&app, "other", &[], "{}").await, 404),
        (call(&app, "generic", &[], "{}").await, 401),
        (call(&app, "generic", &broken, "[").await, 400),
        (call(&app, "generic", &once, &event).await, 409),
        (app.get("/webhooks/generic").await, 405),
    ];
    for (answer, status) in refusals {
        let answer = answer.expect(status);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{status}");
        assert_eq!(answer.json()["status"], status, "{}", answer.body);
        assert!(answer.json()["detail"].is_string() && answer.body.len() < 400, "{}", answer.body);
    }
}

#[tokio::test]
async fn the_generic_one_takes_whole_mails_too() {
    let (app, sent) = app_with(|config| config.webhooks.generic_secret = Some("secret".into())).await;
    let mail = report(&sent, "5.1.1", "550 5.1.1 user unknown");
    let mut headers = generic(&app, "secret", 0, &mail);
    headers.push(("content-type", "message/rfc822".to_owned()));
    call(&app, "generic", &headers, &mail).await.expect(200);
    assert_eq!(status(&app, "layla@example.org").await, "unreachable");
}

#[tokio::test]
async fn mailgun_signs_in_the_body() {
    let (app, sent) = app_with(|config| config.webhooks.mailgun_key = Some("key".into())).await;
    let body = |key: &str, age: i64, token: &str| {
        let at = (seconds(&app) - age).to_string();
        json!({
            "signature": {"timestamp": at, "token": token, "signature": signature(key, &format!("{at}{token}"))},
            "event-data": {"event": "failed", "severity": "permanent",
                "delivery-status": {"code": 550, "message": "5.1.1 No such user"},
                "message": {"headers": {"message-id": sent.message_id}}},
        })
        .to_string()
    };
    call(&app, "mailgun", &[], "{}").await.expect(401);
    call(&app, "mailgun", &[], &body("other", 0, "t1")).await.expect(401);
    call(&app, "mailgun", &[], &body("key", 3_600, "t1")).await.expect(401);
    assert!(is_active(&app).await);
    let right = body("key", 0, "t1");
    call(&app, "mailgun", &[], &right).await.expect(200);
    call(&app, "mailgun", &[], &right).await.expect(409);
    assert_eq!(status(&app, "layla@example.org").await, "unreachable");
}

#[tokio::test]
async fn sendgrid_signs_with_a_key_of_its_own() {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).unwrap();
    let public = pair.public_key().as_ref().to_vec();
    let (app, sent) = app_with(|config| config.webhooks.sendgrid_key = Some(public)).await;
    let body = json!([
        {"event": "delivered", "sg_event_id": "1"},
        {"event": "spamreport", "sg_event_id": "2", "smtp-id": format!("<{}>", sent.message_id)},
    ])
    .to_string();
    let headers = |age: i64, signed: &str| {
        let at = (seconds(&app) - age).to_string();
        let signature = pair.sign(&random, format!("{at}{signed}").as_bytes()).unwrap();
        vec![
            ("x-twilio-email-event-webhook-timestamp", at),
            ("x-twilio-email-event-webhook-signature", STANDARD.encode(signature.as_ref())),
        ]
    };
    call(&app, "sendgrid", &[], &body).await.expect(401);
    call(&app, "sendgrid", &headers(0, "[]"), &body).await.expect(401);
    call(&app, "sendgrid", &headers(3_600, &body), &body).await.expect(401);
    call(&app, "sendgrid", &headers(0, "{}"), "{}").await.expect(400);
    assert!(is_active(&app).await);
    let right = headers(0, &body);
    call(&app, "sendgrid", &right, &body).await.expect(200);
    call(&app, "sendgrid", &right, &body).await.expect(409);
    assert_eq!(status(&app, "layla@example.org").await, "complained");
}

#[tokio::test]
async fn postmark_shows_a_secret_and_leaves_only_the_address_to_leave_by() {
    let (app, sent) = app_with(|config| config.webhooks.postmark_secret = Some("secret".into())).await;
    let content = format!("List-Unsubscribe: <mailto:{}>", sent.leave);
    let body = json!({"RecordType": "Bounce", "Type": "HardBounce", "ID": 7, "MessageID": "m",
        "Details": "smtp;550 5.1.1 user unknown", "Content": content})
    .to_string();
    let basic = |password: &str| {
        vec![("authorization", format!("Basic {}", STANDARD.encode(format!("u:{password}"))))]
    };
    call(&app, "postmark", &[], &body).await.expect(401);
    call(&app, "postmark", &basic("other"), &body).await.expect(401);
    call(&app, "postmark", &basic("secret"), "[]").await.expect(400);
    assert!(is_active(&app).await);
    call(&app, "postmark", &basic("secret"), &body).await.expect(200);
    call(&app, "postmark", &[("x-hudhud-secret", "secret".to_owned())], &body).await.expect(409);
    assert_eq!(status(&app, "layla@example.org").await, "unreachable");
}

/// A message of SNS, signed for this topic.
fn sns(app: &TestApp, topic: &str, age: TimeDelta, id: &str, message: &Value) -> Value {
    let at = (app.clock.now() - age).format("%Y-%m-%dT%H:%M:%S.000Z").to_string();
    let message = message.to_string();
    let signed = format!(
        "Message\n{message}\nMessageId\n{id}\nTimestamp\n{at}\nTopicArn\n{topic}\nType\nNotification\n"
    );
    let file = format!("{}/tests/it/support/keys/sns.key", env!("CARGO_MANIFEST_DIR"));
    let key = PrivateKeyDer::from_pem_file(file).unwrap();
    let pair = RsaKeyPair::from_pkcs8(key.secret_der()).unwrap();
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature).unwrap();
    json!({"Type": "Notification", "MessageId": id, "TopicArn": topic, "Message": message, "Timestamp": at,
        "SignatureVersion": "2", "Signature": STANDARD.encode(signature),
        "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem"})
}

#[tokio::test]
async fn ses_is_known_by_the_certificate_of_sns_and_the_topic() {
    let topic = "arn:aws:sns:eu-west-1:123456789012:bounces";
    let certificate = include_str!("../support/keys/sns.pem");
    let app = builder()
        .file("sns/eu-west-1-SimpleNotificationService-0123456789abcdef.pem", certificate)
        .config(|config| config.webhooks.ses_topic = Some(topic.to_owned()))
        .start()
        .await;
    joined(&app, "layla@example.org").await;
    let sent = issue_to(&app, "layla@example.org").await;
    let event = json!({"notificationType": "Bounce", "mail": {"source": sent.return_path},
        "bounce": {"bounceType": "Permanent", "bounceSubType": "General",
            "bouncedRecipients": [{"status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}]}});
    let send = async |message: Value| call(&app, "ses", &[], &message.to_string()).await.status;
    let right = sns(&app, topic, TimeDelta::zero(), "1", &event);
    assert_eq!(send(json!({})).await, 401);
    assert_eq!(
        send(sns(&app, "arn:aws:sns:eu-west-1:123456789012:other", TimeDelta::zero(), "1", &event)).await,
        401
    );
    assert_eq!(send(sns(&app, topic, TimeDelta::hours(2), "1", &event)).await, 401);
    let mut forged = right.clone();
    forged["Message"] = json!("{}");
    assert_eq!(send(forged).await, 401);
    let mut elsewhere = right.clone();
    elsewhere["SigningCertURL"] =
        json!("https://evil.example/SimpleNotificationService-0123456789abcdef.pem");
    assert_eq!(send(elsewhere).await, 401);
    assert!(is_active(&app).await);
    assert_eq!(send(right.clone()).await, 200);
    assert_eq!(send(right).await, 409);
    assert_eq!(status(&app, "layla@example.org").await, "unreachable");
}

#[tokio::test]
async fn a_report_that_comes_by_two_ways_is_counted_once() {
    let (app, sent) = app_with(|config| config.webhooks.generic_secret = Some("secret".into())).await;
    assert_eq!(super::bring(&app, &complaint(&sent)).await, bounces::Outcome::Settled);
    let body = json!({"event": "complaint", "message_id": sent.message_id}).to_string();
    call(&app, "generic", &generic(&app, "secret", 0, &body), &body).await.expect(200);
    assert_eq!(status(&app, "layla@example.org").await, "complained");
}
