//! `hudhud serve`

use super::Cli;
use crate::clock::Clock;
use crate::server::{self, Server};
use serde::Serialize;
use std::net::SocketAddr;

/// Pages, API and background work, until SIGTERM
#[derive(clap::Args, Default)]
#[command(after_help = "Example:\n  hudhud serve --bind 127.0.0.1:8080 --base-url https://join.example.org")]
pub(super) struct Serve {
    /// Listen on this address and port (HUDHUD_BIND)
    #[arg(long, value_name = "ADDRESS:PORT")]
    bind: Option<SocketAddr>,
    /// The origin of all links (HUDHUD_BASE_URL)
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Leave the background work to `hudhud worker`
    #[arg(long)]
    no_worker: bool,
}

#[derive(Serialize)]
struct Serving<'a> {
    url: &'a str,
}

impl Serve {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let config =
            cli.config_with(|flags| flags.with("bind", self.bind).with("base_url", self.base_url.as_ref()))?;
        config.check_serving()?;
        let server = Server::bind(config, Clock::system())?;
        let url = server.app().links.origin().to_owned();
        cli.print(&Serving { url: &url }, || format!("Serving {url}"))?;
        cli.wait_for(server::serve(server, !self.no_worker))
    }
}
