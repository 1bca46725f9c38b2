//! `hudhud issue draft`

use clap::Args;
use serde_json::json;

use super::{Cli, Misuse, show};
use crate::{
    access::Actor,
    app::App,
    clock,
    i18n::Args as Told,
    issues::{Drafted, Missing, Wanted, draft},
    subscribers::Cadence,
};

/// Make an issue of the articles that no issue of its cadence has carried
#[derive(Args)]
#[command(after_help = "Example:\n  hudhud issue draft --since 2026-11-01")]
pub(super) struct Draft {
    /// Reach back to what was published since this day
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Which readers it is for: every, weekly or monthly
    #[arg(long, default_value = "every")]
    cadence: Cadence,
    /// What readers get where a translation is missing: other_language or leave_out
    #[arg(long, default_value = "other_language")]
    missing: Missing,
}

impl Draft {
    pub(super) fn run(&self, cli: &Cli, app: &App) -> anyhow::Result<()> {
        let since = match self.since.as_deref().map(|raw| clock::parse(raw).ok_or(raw)) {
            Some(Err(raw)) => return Err(Misuse(format!("{raw:?} is no day: write it as 2026-11-23")).into()),
            since => since.transpose().unwrap_or_default(),
        };
        let wanted = Wanted { since, cadence: self.cadence, missing: self.missing, ..Wanted::default() };
        let (site, now) = (app.catalogue.languages().to_vec(), app.clock.now());
        let drafted =
            app.db.write_blocking(move |conn| draft::draft(conn, &site, &wanted, &Actor::Command, now))?;
        match drafted {
            Drafted::Issue(id) => show(cli, app, &id),
            Drafted::Nothing(why) => {
                let reason = app.catalogue.plain(&app.catalogue.for_programs(), why.key(), &Told::new());
                cli.print(&json!({ "issue": null, "reason": reason }), || reason.clone())
            }
        }
    }
}
