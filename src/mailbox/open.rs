//! Who may look into the mailbox: this computer, while Hudhud serves this computer alone and sends nothing.

use std::{future::Future, path::PathBuf, pin::Pin};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header,
    web::{Data, block},
};

use crate::{
    app::App,
    config::SmtpSetting,
    mail::mailbox_folder,
    web::{Failure, Peer, Web},
};

use super::{
    kept::{self, MailId, Part},
    letter::{self, Letter, Summary},
};

/// The mailbox, for a visitor who may look into it. For everybody else there is no such page.
pub(super) struct Mailbox {
    pub(super) web: Web,
    folder: PathBuf,
}

impl FromRequest for Mailbox {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Mailbox, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let peer = Peer::from_request(request, payload);
        let app = request.app_data::<Data<App>>().cloned();
        let asked =
            request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
        Box::pin(async move {
            let app = app.ok_or_else(|| anyhow::anyhow!("the server has no App"))?;
            let is_ours = peer.await?.is_loopback() && asked.as_deref().is_some_and(is_loopback_host);
            let is_in_use = app.config.smtp_url == SmtpSetting::Mailbox && app.config.is_loopback();
            if !(is_ours && is_in_use) {
                return Err(Failure::NotFound);
            }
            Ok(Mailbox { web: app.web.clone(), folder: mailbox_folder(&app.config) })
        })
    }
}

impl Mailbox {
    /// A part of the list, with what it says of each mail.
    pub(super) async fn list(&self, before: Option<MailId>) -> Result<(Part, Vec<Summary>), Failure> {
        let folder = self.folder.clone();
        in_a_thread(move || {
            let part = kept::list(&folder, before.as_ref())?;
            let mut mails = Vec::new();
            for id in &part.ids {
                mails.extend(kept::read(&folder, id)?.map(|bytes| letter::summary(id, &bytes)));
            }
            Ok((part, mails))
        })
        .await
    }

    /// One mail, and the file as it is.
    pub(super) async fn find(&self, id: &str) -> Result<(Letter, Vec<u8>), Failure> {
        let id: MailId = id.parse().map_err(|()| Failure::NotFound)?;
        let folder = self.folder.clone();
        let found = in_a_thread(move || {
            Ok(kept::read(&folder, &id)?.map(|bytes| (letter::letter(&id, &bytes), bytes)))
        });
        found.await?.ok_or(Failure::NotFound)
    }
}

async fn in_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, Failure> {
    let done = block(work).await.map_err(|error| anyhow::anyhow!(error))?;
    Ok(done.map_err(|error| anyhow::anyhow!(error).context("reading the built-in mailbox"))?)
}

/// A page elsewhere whose name leads to this computer must not read the mails through the visitor's browser.
fn is_loopback_host(host: &str) -> bool {
    // Nothing but a name and a port: what a URL would read as a user or a path is no host.
    if host.contains(['@', '/', '\\', '?', '#']) {
        return false;
    }
    let Ok(url) = url::Url::parse(&format!("http://{host}/")) else { return false };
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer_lead_to_the_mailbox() {
        for host in ["localhost:8080", "127.0.0.1", "[::1]:8080", "hudhud.localhost"] {
            assert!(is_loopback_host(host), "{host}");
        }
        let others = ["evil.example:8080", "localhost.evil.example", "198.51.100.7", ""];
        let no_hosts = ["x@localhost", "x@localhost/../", "localhost/x", "evil.example#@localhost"];
        for host in others.into_iter().chain(no_hosts) {
            assert!(!is_loopback_host(host), "{host}");
        }
    }
}
