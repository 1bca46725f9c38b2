//! A connection to the mailbox's server. Certificates are always verified.

use std::{fmt, fs, sync::Arc, time::Duration};

use anyhow::{Context, anyhow};
use async_imap::{Client, Session};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

use super::url::{Mailbox, Security};

/// How long the server may take to answer once.
const PATIENCE: Duration = Duration::from_secs(30);

/// Bytes, encrypted or not.
pub trait Wire: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + fmt::Debug> Wire for T {}

/// A session that is signed in.
pub type SignedIn = Session<Box<dyn Wire>>;

/// Connects and signs in.
pub async fn sign_in(mailbox: &Mailbox) -> anyhow::Result<SignedIn> {
    timeout(PATIENCE, talk(mailbox)).await.context("the mailbox's server does not answer")?
}

async fn talk(mailbox: &Mailbox) -> anyhow::Result<SignedIn> {
    let wire = connect(mailbox).await.context("connecting to the mailbox's server")?;
    let mut client = Client::new(wire);
    client.read_response().await?.ok_or_else(|| anyhow!("the mailbox's server does not greet"))?;
    // What the server says may repeat the user's name.
    client
        .login(&mailbox.user, &mailbox.password)
        .await
        .map_err(|_| anyhow!("the mailbox's server refuses user or password"))
}

async fn connect(mailbox: &Mailbox) -> anyhow::Result<Box<dyn Wire>> {
    let stream = TcpStream::connect((mailbox.host.as_str(), mailbox.port)).await?;
    // A command is written in parts, and each would wait until the one before is acknowledged.
    stream.set_nodelay(true)?;
    match &mailbox.security {
        Security::Plain => Ok(Box::new(stream)),
        Security::Tls { ca } => {
            let name = ServerName::try_from(mailbox.host.clone())?;
            let connector = TlsConnector::from(Arc::new(tls(ca.as_deref())?));
            Ok(Box::new(connector.connect(name, stream).await?))
        }
    }
}

fn tls(ca: Option<&str>) -> anyhow::Result<ClientConfig> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?;
    let builder = match ca {
        None => builder.with_platform_verifier()?,
        Some(file) => {
            let pem = fs::read(file).context("reading the file that ca names")?;
            let mut roots = RootCertStore::empty();
            for certificate in CertificateDer::pem_slice_iter(&pem) {
                roots.add(certificate?)?;
            }
            builder.with_root_certificates(roots)
        }
    };
    Ok(builder.with_no_client_auth())
}
