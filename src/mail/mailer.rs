//! What the rest of Hudhud sends mail with: who writes, who signs, and where messages go.

use std::{fs, path::PathBuf, sync::Arc};

use anyhow::Context;

use crate::{
    clock::Clock,
    config::{Config, DkimSettings, SmtpSetting},
};

use super::{Relay, ReturnAddress, Sender, Server, Signer, folder::Folder};

/// Who writes, who signs, and where messages go.
#[derive(Clone)]
pub struct Mailer {
    sender: Sender,
    returns: Option<ReturnAddress>,
    signer: Signer,
    relays: Arc<[Relay]>,
}

impl Mailer {
    /// The mailer that the settings describe. Whatever is wrong with them is said by the name of the setting.
    pub fn from_config(config: &Config, clock: Clock) -> anyhow::Result<Mailer> {
        let sender = sender(config)?;
        let signer = config.dkim.as_ref().map_or_else(|| Ok(Signer::off()), signer)?;
        let mailer = match &config.smtp_url {
            SmtpSetting::Mailbox => Mailer::to_folder(sender, signer, mailbox_folder(config), clock),
            SmtpSetting::Servers(urls) => {
                let servers: Result<Vec<Server>, _> = urls.iter().map(|url| url.expose().parse()).collect();
                Mailer::to_servers(sender, signer, servers?)
            }
        };
        let returns = config.bounce_address.as_deref().map(return_address).transpose()?;
        Ok(Mailer { returns, ..mailer })
    }

    /// All that is wrong with the settings that a mailer needs.
    pub fn mistakes(config: &Config) -> Vec<anyhow::Error> {
        let mut mistakes: Vec<anyhow::Error> = sender(config).err().into_iter().collect();
        mistakes.extend(config.dkim.as_ref().and_then(|settings| signer(settings).err()));
        if let SmtpSetting::Servers(urls) = &config.smtp_url {
            let wrong = urls.iter().filter_map(|url| url.expose().parse::<Server>().err());
            mistakes.extend(wrong.map(anyhow::Error::from));
        }
        mistakes.extend(config.bounce_address.as_deref().and_then(|text| return_address(text).err()));
        mistakes
    }

    /// A mailer for an SMTP server.
    pub fn to_server(sender: Sender, signer: Signer, server: Server) -> Mailer {
        Mailer::to_servers(sender, signer, vec![server])
    }

    /// A mailer for SMTP servers that share the work.
    pub fn to_servers(sender: Sender, signer: Signer, servers: Vec<Server>) -> Mailer {
        let relays = servers.into_iter().map(|server| Relay::smtp(server, sender.domain())).collect();
        Mailer { sender, returns: None, signer, relays }
    }

    /// A mailer that keeps everything in `folder`.
    pub fn to_folder(sender: Sender, signer: Signer, folder: impl Into<PathBuf>, clock: Clock) -> Mailer {
        let relays = [Relay::mailbox(Folder::new(folder.into(), clock))].into();
        Mailer { sender, returns: None, signer, relays }
    }

    /// The name and address that messages come from.
    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    /// Where messages come back to, if mails to us are read.
    pub fn returns(&self) -> Option<&ReturnAddress> {
        self.returns.as_ref()
    }

    /// What messages are signed with.
    pub fn signer(&self) -> &Signer {
        &self.signer
    }

    /// Where messages go: one or several.
    pub fn relays(&self) -> &[Relay] {
        &self.relays
    }
}

/// Where the built-in mailbox lies.
pub fn mailbox_folder(config: &Config) -> PathBuf {
    config.data_dir.join("mailbox")
}

fn sender(config: &Config) -> anyhow::Result<Sender> {
    let name = config.in_their_words("HUDHUD_MAIL_FROM");
    config.mail_from.parse().with_context(|| format!("{name} is neither an address nor Name <address>"))
}

fn return_address(text: &str) -> anyhow::Result<ReturnAddress> {
    text.parse().and_then(ReturnAddress::new).context(
        "HUDHUD_BOUNCE_ADDRESS is not an address such as bounce@example.org: plain letters, 26 at most, and no plus",
    )
}

/// The key is PEM, or the name of a file that holds it.
fn signer(settings: &DkimSettings) -> anyhow::Result<Signer> {
    let given = settings.key.expose().trim();
    let pem = if given.starts_with("-----BEGIN") {
        given.to_owned()
    } else {
        fs::read_to_string(given)
            .context("HUDHUD_DKIM_KEY is neither a key in PEM nor a file that can be read")?
    };
    Ok(Signer::new(&settings.domain, &settings.selector, &pem)?)
}
