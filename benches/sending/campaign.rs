//! A campaign to measure with: readers, and an issue of a usual size.

use std::path::Path;

use diesel::prelude::*;
use hudhud::{
    app::App,
    clock::Clock,
    config::{Config, SmtpSetting},
    db::{PublicId, schema::issues},
    delivery::{
        self, NewDispatch, NewEdition, Progress, WhenUncertain,
        holes::{self, Hole},
    },
    render::RenderedMail,
    subscribers::{Cadence, NewSubscriber, ReadingChoice, Status, audience::Audience, store},
};

use super::schema::Schema;

/// Rows of one transaction.
const CHUNK: usize = 1_000;

pub struct Campaign {
    pub app: App,
    pub dir: tempfile::TempDir,
    /// Where it is, if not embedded; gone with the campaign.
    pub schema: Option<Schema>,
}

impl Campaign {
    /// An empty one, in the embedded database or in a schema of this PostgreSQL.
    pub fn new(server: Option<&str>) -> anyhow::Result<Campaign> {
        let dir = tempfile::tempdir()?;
        let schema = server.map(Schema::fresh).transpose()?;
        let mut config = Config::for_tests(dir.path(), schema.as_ref().map(|schema| schema.url.as_str()));
        config.smtp_url = SmtpSetting::Mailbox;
        let app = App::open(config, Clock::system())?;
        Ok(Campaign { app, dir, schema })
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// `n` readers of both languages, all with a name.
    pub fn subscribe(&self, n: usize) -> anyhow::Result<()> {
        let now = self.app.clock.now();
        for from in (0..n).step_by(CHUNK) {
            let new: Vec<NewSubscriber> = (from..(from + CHUNK).min(n)).map(|nth| self.reader(nth)).collect();
            self.app
                .db
                .write_blocking(move |conn| store::insert_all(conn, new.iter().collect()).map(drop))?;
        }
        anyhow::ensure!(now <= self.app.clock.now(), "the clock went back");
        Ok(())
    }

    fn reader(&self, nth: usize) -> NewSubscriber {
        let (vault, now, public_id) = (&self.app.vault, self.app.clock.now(), PublicId::random());
        let address = format!("reader{nth}@example.org");
        NewSubscriber {
            email: vault.seal(store::EMAIL, &public_id, &address),
            email_index: vault.index(&address),
            name: Some(vault.seal(store::NAME, &public_id, "ليلى Layla")),
            help: None,
            status: Status::Active,
            reading: ReadingChoice::Both,
            first_language: "ar".parse().expect("a language"),
            cadence: Cadence::Every,
            country: None,
            came_from: None,
            confirmed_at: now,
            created_at: now,
            updated_at: now,
            public_id,
        }
    }

    /// Starts an issue to all of them. Its id.
    pub fn start_issue(&self) -> anyhow::Result<i64> {
        let now = self.app.clock.now();
        let started = self.app.db.write_blocking(move |conn| {
            let last: Option<i64> = issues::table.select(diesel::dsl::max(issues::number)).first(conn)?;
            let number = last.unwrap_or(0) + 1;
            let issue_id: i64 = diesel::insert_into(issues::table)
                .values((
                    issues::public_id.eq(PublicId::random()),
                    issues::number.eq(number),
                    issues::slug.eq(number.to_string()),
                    issues::status.eq("sending"),
                    issues::cadence.eq(Cadence::Every),
                    issues::audience.eq("{}"),
                    issues::missing.eq("leave_out"),
                    issues::created_at.eq(now),
                    issues::updated_at.eq(now),
                ))
                .returning(issues::id)
                .get_result(conn)?;
            let new = NewDispatch {
                issue_id,
                cadence: Cadence::Every,
                audience: &Audience::default(),
                editions: &[edition()],
                when_uncertain: WhenUncertain::Resend,
                message_domain: "alliance.example",
            };
            delivery::start(conn, &new, now)?;
            QueryResult::Ok(issue_id)
        })?;
        Ok(started)
    }

    pub fn progress(&self, issue_id: i64) -> anyhow::Result<Progress> {
        let now = self.app.clock.now();
        Ok(self.app.db.read_blocking(|conn| {
            let dispatch = delivery::find_by_issue(conn, issue_id)?.ok_or(diesel::result::Error::NotFound)?;
            delivery::progress(conn, dispatch.id, now)
        })?)
    }

    /// How large one message is: really made, and kept in the built-in mailbox.
    pub fn message_bytes() -> anyhow::Result<usize> {
        let campaign = Campaign::new(None)?;
        campaign.subscribe(1)?;
        campaign.start_issue()?;
        campaign.app.outbox.deliver_due()?;
        let mut files = std::fs::read_dir(campaign.path().join("mailbox"))?;
        let file = files.next().ok_or_else(|| anyhow::anyhow!("no message was made"))??;
        Ok(file.metadata()?.len() as usize)
    }
}

/// Both languages, six articles each, thirty places that differ between readers: a message of about 27 KB.
fn edition() -> NewEdition {
    let (mut text, mut html) = (String::new(), String::new());
    for (tag, dir, words) in [
        ("ar", "rtl", "خرج الآلاف إلى الشوارع مطالبين بالحرية والعدالة والمساواة في كل مكان من البلاد. "),
        ("en", "ltr", "Thousands took to the streets for freedom, justice and equality across the country. "),
    ] {
        let language: hudhud::i18n::Language = tag.parse().expect("a language");
        let greeting = holes::if_named(&format!("{} ", Hole::Name.marker()), "");
        let preferences = Hole::Preferences(language.clone()).marker();
        let leave = Hole::Leave(language).marker();
        html.push_str(&format!("<table lang=\"{tag}\" dir=\"{dir}\"><tr><td>{greeting}"));
        text.push_str(&greeting);
        for nth in 0..6 {
            let story = words.repeat(6);
            html.push_str(&format!(
                "<h2>{nth}</h2><p style=\"margin:0 0 16px;font-size:17px;line-height:1.6\">{story}</p>\
                 <a href=\"https://alliance.example/{tag}/articles/{nth}\">{nth}</a>"
            ));
            text.push_str(&format!(
                "\n{nth}\n{}\nhttps://alliance.example/{tag}/articles/{nth}\n",
                words.repeat(3)
            ));
        }
        for _ in 0..3 {
            html.push_str(&format!("<a href=\"{preferences}\">p</a> <a href=\"{leave}\">l</a>"));
            text.push_str(&format!("\n{preferences}\n{leave}\n"));
        }
        html.push_str("</td></tr></table>");
    }
    let name = "ar+en".parse().expect("an edition");
    NewEdition {
        name, mail: RenderedMail { subject: "العدد السابع: Issue seven".to_owned(), text, html }
    }
}
