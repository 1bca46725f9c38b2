//! A server that messages are sent through; or the built-in mailbox, which stands in for one.

use std::sync::Arc;

use super::{Connection, Fate, Server, folder::Folder, transport::SmtpConnection};

/// One of the servers that `HUDHUD_SMTP_URL` names. Clones are one relay.
#[derive(Clone)]
pub struct Relay {
    route: Route,
    /// The domain that we say we are.
    hello: Arc<str>,
}

#[derive(Clone)]
enum Route {
    /// Into a folder of `.eml` files.
    Mailbox(Folder),
    Smtp(Arc<Server>),
}

/// What the owner lets one relay carry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RelayLimits {
    /// Messages a second.
    pub rate: Option<u32>,
    /// Messages a day.
    pub daily: Option<u32>,
}

impl Relay {
    pub(super) fn mailbox(folder: Folder) -> Relay {
        Relay { route: Route::Mailbox(folder), hello: "localhost".into() }
    }

    pub(super) fn smtp(server: Server, hello: &str) -> Relay {
        Relay { route: Route::Smtp(Arc::new(server)), hello: hello.into() }
    }

    /// What it is called in the database, in metrics and before admins: host and port.
    pub fn name(&self) -> String {
        match &self.route {
            Route::Mailbox(_) => "mailbox".to_owned(),
            Route::Smtp(server) => format!("{}:{}", server.host, server.port),
        }
    }

    /// What the owner lets it carry.
    pub fn limits(&self) -> RelayLimits {
        match &self.route {
            Route::Mailbox(_) => RelayLimits::default(),
            Route::Smtp(server) => server.limits,
        }
    }

    /// Opens a connection, up to the point where messages can be sent. A connection that fails has a fate, too:
    /// [`Fate::Unreachable`] or [`Fate::OurFault`].
    pub async fn connect(&self) -> Result<Connection, Fate> {
        match &self.route {
            Route::Mailbox(folder) => Ok(Connection::to_mailbox(folder.clone())),
            Route::Smtp(server) => {
                let connection = SmtpConnection::open(Arc::clone(server), &self.hello).await?;
                Ok(Connection::over_smtp(connection))
            }
        }
    }
}
