//! What the rest of Hudhud sends mail with: who writes, who signs, and where messages go.

use std::{fs, path::PathBuf, sync::Arc};

use anyhow::Context;

use crate::{
    clock::Clock,
    config::{Config, DkimSettings, SmtpSetting},
};

use super::{
    Envelope, Fate, ReturnAddress, Sender, Server, Signer, folder::Folder, transport::SmtpConnection,
};

/// One way to hand messages over, one after the other. It closes itself when dropped.
pub trait Connection: Send {
    /// Hands one message over and says how it ended. `fence` is asked after the recipient was accepted and right
    /// before the message goes; if it says no, nothing is sent.
    fn send(&mut self, envelope: &Envelope, message: &[u8], fence: &mut dyn FnMut() -> bool) -> Fate;

    /// False if only a new connection can send again.
    fn is_alive(&self) -> bool;
}

/// Where messages go.
#[derive(Clone)]
enum Route {
    /// Into the built-in mailbox, a folder of `.eml` files.
    Mailbox(Folder),
    /// To this SMTP server.
    Smtp(Arc<Server>),
}

/// Who writes, who signs, and where messages go.
#[derive(Clone)]
pub struct Mailer {
    sender: Sender,
    returns: Option<ReturnAddress>,
    signer: Signer,
    route: Route,
}

impl Mailer {
    /// The mailer that the settings describe. Whatever is wrong with them is said by the name of the setting.
    pub fn from_config(config: &Config, clock: Clock) -> anyhow::Result<Mailer> {
        let sender: Sender =
            config.mail_from.parse().context("HUDHUD_MAIL_FROM is neither an address nor Name <address>")?;
        let signer = config.dkim.as_ref().map_or_else(|| Ok(Signer::off()), signer)?;
        let mailer = match &config.smtp_url {
            SmtpSetting::Mailbox => Mailer::to_folder(sender, signer, mailbox_folder(config), clock),
            SmtpSetting::Server(url) => Mailer::to_server(sender, signer, url.expose().parse()?),
        };
        let returns = config.bounce_address.as_deref().map(return_address).transpose()?;
        Ok(Mailer { returns, ..mailer })
    }

    /// A mailer for an SMTP server.
    pub fn to_server(sender: Sender, signer: Signer, server: Server) -> Mailer {
        Mailer { sender, returns: None, signer, route: Route::Smtp(Arc::new(server)) }
    }

    /// A mailer that keeps everything in `folder`.
    pub fn to_folder(sender: Sender, signer: Signer, folder: impl Into<PathBuf>, clock: Clock) -> Mailer {
        Mailer { sender, returns: None, signer, route: Route::Mailbox(Folder::new(folder.into(), clock)) }
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

    /// Opens a connection, up to the point where messages can be sent. A connection that fails has a fate, too:
    /// [`Fate::Unreachable`] or [`Fate::OurFault`].
    pub fn connect(&self) -> Result<Box<dyn Connection>, Fate> {
        match &self.route {
            Route::Mailbox(folder) => Ok(Box::new(folder.clone())),
            Route::Smtp(server) => {
                Ok(Box::new(SmtpConnection::open(Arc::clone(server), self.sender.domain())?))
            }
        }
    }
}

/// Where the built-in mailbox lies.
pub fn mailbox_folder(config: &Config) -> PathBuf {
    config.data_dir.join("mailbox")
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
