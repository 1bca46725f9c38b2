//! What comes back, from reading a mail to what it changes.

mod acting;
mod command;
mod corpus;
mod hostile;
mod mailbox;
mod webhooks;

use hudhud::{bounces, delivery::WhenUncertain};

use crate::{
    delivery::Post,
    support::{TestApp, TestAppBuilder},
};

/// An application whose messages carry tokens.
fn builder() -> TestAppBuilder {
    crate::delivery::builder()
        .config(|config| config.bounce_address = Some("bounce@alliance.example".to_owned()))
}

async fn app() -> TestApp {
    builder().start().await
}

/// A message that went out: how it is known when it comes back.
struct Sent {
    return_path: String,
    message_id: String,
    leave: String,
}

/// Sends an issue to everybody; the message that this reader got.
async fn issue_to(app: &TestApp, reader: &str) -> Sent {
    app.start_issue(WhenUncertain::Resend).await;
    app.delivered().await;
    last_to(app, reader)
}

/// The last message to an address.
fn last_to(app: &TestApp, reader: &str) -> Sent {
    let mails = app.smtp.mails();
    let mail = mails.iter().rev().find(|mail| mail.to == reader).unwrap();
    let text = mail.text().replace("\r\n ", " ").replace("\r\n\t", " ");
    let between = |start: &str, end: &str| {
        text.split_once(start).and_then(|(_, rest)| rest.split_once(end)).map(|(found, _)| found.to_owned())
    };
    Sent {
        return_path: mail.from.clone(),
        message_id: between("Message-ID: <", ">").unwrap(),
        leave: between("<mailto:", "?").or_else(|| between("<mailto:", ">")).unwrap_or_default(),
    }
}

/// A delivery report about a message, to its return path.
fn report(sent: &Sent, status: &str, answer: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nTo: <{}>\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; x@example.org\r\nAction: failed\r\n\
         Status: {status}\r\nDiagnostic-Code: smtp; {answer}\r\n\r\n--b--\r\n",
        sent.return_path
    )
}

/// A reader's provider says that they called the message unwanted; only the message's id is left of it.
fn complaint(sent: &Sent) -> String {
    format!(
        "From: feedback@isp.example\r\nTo: abuse@alliance.example\r\nSubject: FW: News\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n\
         --b\r\n\r\nA complaint.\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{}>\r\nSubject: News\r\n\r\nx\r\n--b--\r\n",
        sent.message_id
    )
}

/// Brings a mail, as the command and the mailbox do.
pub async fn bring(app: &TestApp, mail: &str) -> bounces::Outcome {
    let mail = mail.as_bytes().to_vec();
    app.blocking(move |app| bounces::settle(app, &bounces::read::read(&mail)).unwrap()).await
}
