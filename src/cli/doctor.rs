//! `hudhud doctor`

mod checks;
mod domain;
mod finding;
mod relays;

use std::net::SocketAddr;

use anyhow::bail;

use self::finding::{Finding, Record, State};
use super::Cli;
use crate::clock::Clock;

/// Says in plain words whether database, keys, mail, base URL, languages and clock are right
///
/// With --domain it looks at what the DNS says of the domain that you send from, which decides whether your mails are
/// taken: SPF, DKIM, DMARC, MX, reverse DNS. It says what to do, with the records to copy, and asks nobody but the DNS.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  hudhud doctor\n  hudhud doctor --domain example.org --selector mail")]
pub(super) struct Doctor {
    /// Look at the DNS of this domain instead: what stands behind the @ of your mails
    #[arg(long)]
    domain: Option<String>,
    /// The selector of the DKIM key (HUDHUD_DKIM_SELECTOR)
    #[arg(long, requires = "domain", value_name = "NAME")]
    selector: Option<String>,
    /// Ask this DNS server instead of this machine's
    #[arg(long, requires = "domain", value_name = "ADDRESS", value_parser = domain::server)]
    dns: Option<SocketAddr>,
}

impl Doctor {
    pub(super) fn run(&self, cli: &Cli) -> anyhow::Result<()> {
        let config = cli.config()?;
        let findings = match &self.domain {
            None => cli.wait_for(async { Ok(checks::all(&config, &Clock::system()).await) })?,
            Some(name) => {
                let domain = domain::domain(name)?;
                let asked = domain::Asked { domain, selector: self.selector.clone(), server: self.dns };
                cli.wait_for(domain::look(&config, &asked))?
            }
        };
        let findings: Vec<Finding> = findings.into_iter().map(Finding::legible).collect();
        cli.print_items(&findings, Finding::in_words)?;
        match findings.iter().filter(|finding| finding.state == State::Wrong).count() {
            0 => Ok(()),
            1 => bail!("one thing is wrong"),
            n => bail!("{n} things are wrong"),
        }
    }
}
