//! `hudhud demo`

mod campaign;
mod folder;
mod people;
mod texts;

use std::{
    io::ErrorKind,
    net::{SocketAddr, TcpListener},
    path::Path,
};

use anyhow::{Context, bail};
use serde::Serialize;

use self::folder::Folder;
use super::Cli;
use crate::{
    app::App,
    clock::Clock,
    config::Config,
    server::{self, Server},
};

/// Where a demo lives, below the folder that it was started in.
const FOLDER: &str = "data/demo";

/// Ports that are tried when the usual one is taken.
const PORTS: u16 = 50;

/// A bilingual sample campaign, made anew, and served: nothing of yours is touched
#[derive(clap::Args)]
#[command(after_help = "Example:\n  hudhud demo")]
pub(super) struct Demo {}

/// Where to look.
#[derive(Serialize)]
struct Open {
    join: Vec<String>,
    article: String,
    archive: String,
    mailbox: String,
    sign_in: String,
    subscribers: usize,
    sent: i64,
}

impl Demo {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let folder = Path::new(FOLDER);
        let _held = Folder::take(folder)?;
        let mut config = cli.demo_config(folder)?;
        config.bind = free(config.bind)?;
        dress(&mut config);
        let server = Server::bind(config, Clock::system())?;
        let app = server.app().clone();
        cli.wait_for(async {
            let made = campaign::make(&app, folder).await.context("making the sample campaign")?;
            let open = addresses(&app, &made);
            cli.print(&open, || in_words(&open))?;
            server::serve(server, true).await
        })
    }
}

/// The names of the campaign, and who sends its mails.
fn dress(config: &mut Config) {
    let names = [("ar", "حركة الضفّتين"), ("en", "Two Shores")];
    config.site_names = names.map(|(language, name)| (language.to_owned(), name.to_owned())).into();
    config.postal_address = "12 Harbour Steps, Port Amal".to_owned();
    config.mail_from = "Two Shores <letters@two-shores.example>".to_owned();
}

/// The wanted address, or the next one whose port is free.
fn free(wanted: SocketAddr) -> anyhow::Result<SocketAddr> {
    for more in 0..PORTS {
        let port = wanted.port().checked_add(more).context("no port is left")?;
        let address = SocketAddr::new(wanted.ip(), port);
        match TcpListener::bind(address) {
            Ok(_) => return Ok(address),
            Err(error) if error.kind() == ErrorKind::AddrInUse => (),
            Err(error) => return Err(error).with_context(|| format!("cannot listen on {address}")),
        }
    }
    bail!("the ports {} to {} are taken", wanted.port(), wanted.port() + PORTS - 1)
}

fn addresses(app: &App, made: &campaign::Made) -> Open {
    let languages = app.catalogue.languages();
    let first = app.catalogue.default_language();
    Open {
        join: languages.iter().map(|it| app.links.absolute(&format!("/{it}/join"))).collect(),
        article: app.links.article(first, &made.article),
        archive: app.links.absolute(&format!("/{first}/issues")),
        mailbox: app.links.absolute("/mailbox"),
        sign_in: made.sign_in.clone(),
        subscribers: made.subscribers,
        sent: made.sent,
    }
}

fn in_words(open: &Open) -> String {
    let mut lines = vec![
        format!(
            "A sample campaign of {} subscribers is ready; one issue went to {} of them.",
            open.subscribers, open.sent
        ),
        String::new(),
    ];
    lines.extend(open.join.iter().map(|url| format!("  Join page   {url}")));
    lines.push(format!("  Article     {}", open.article));
    lines.push(format!("  Archive     {}", open.archive));
    lines.push(format!("  Mails       {}", open.mailbox));
    lines.push(format!("  Console     {}", open.sign_in));
    lines.push(String::new());
    lines.push(
        "The link to the console signs you in once, within 30 minutes. Ctrl-C ends the demo.".to_owned(),
    );
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_gives_way_to_the_next_free_one() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let wanted = taken.local_addr().unwrap();
        let found = free(wanted).unwrap();
        assert!(found.port() > wanted.port() && found.ip() == wanted.ip());
    }
}
