//! TLS for SMTP: certificates are always verified, against the system's roots or the owner's own.

use std::{
    fs, io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use rustls::{
    CertificateError, ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

/// What every connection to `host` shares. `ca` is a PEM file with the only roots that count then.
pub(in super::super) fn prepare(
    host: &str,
    ca: Option<&str>,
) -> Result<(Arc<ClientConfig>, ServerName<'static>), String> {
    let name =
        ServerName::try_from(host.to_owned()).map_err(|_| "the host cannot be verified by TLS".to_owned())?;
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let builder = match ca {
        Some(file) => builder.with_root_certificates(read_roots(file)?),
        None => builder
            .with_platform_verifier()
            .map_err(|error| format!("this system's root certificates cannot be read: {error}"))?,
    };
    Ok((Arc::new(builder.with_no_client_auth()), name))
}

fn read_roots(file: &str) -> Result<RootCertStore, String> {
    let pem =
        fs::read(file).map_err(|error| format!("the file that ca names cannot be read: {}", error.kind()))?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        certificate
            .map_err(|error| error.to_string())
            .and_then(|certificate| roots.add(certificate).map_err(|error| error.to_string()))
            .map_err(|error| format!("the file that ca names holds a bad certificate: {error}"))?;
    }
    if roots.is_empty() {
        return Err("the file that ca names holds no certificate in PEM".to_owned());
    }
    Ok(roots)
}

/// Encrypts a connection; done when the certificate has been found good.
pub(super) async fn wrap(
    stream: TcpStream,
    (config, name): &(Arc<ClientConfig>, ServerName<'static>),
) -> io::Result<Stream> {
    let connector = TlsConnector::from(Arc::clone(config));
    let encrypted = connector.connect(name.clone(), stream).await.map_err(in_plain_words)?;
    Ok(Stream::Tls(Box::new(encrypted)))
}

/// What is wrong with a certificate, for whoever has to mend it. Every other error speaks for itself.
fn in_plain_words(error: io::Error) -> io::Error {
    let found = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let words = match found {
        Some(rustls::Error::InvalidCertificate(wrong)) => {
            what_is_wrong(wrong).map_or_else(|| untrusted(wrong), str::to_owned)
        }
        Some(rustls::Error::NoCertificatesPresented) => "the server shows no certificate".to_owned(),
        _ => return error,
    };
    io::Error::new(error.kind(), words)
}

/// A certificate that no other sentence fits; its fault stands in the library's words for whoever looks it up.
fn untrusted(wrong: &CertificateError) -> String {
    format!(
        "the server's certificate is not one that we trust: if it is the right one, name it, or who signed it, with \
         ca=FILE ({wrong})"
    )
}

fn what_is_wrong(wrong: &CertificateError) -> Option<&'static str> {
    use CertificateError::{
        Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet, NotValidYetContext,
        Other, UnknownIssuer,
    };
    match wrong {
        UnknownIssuer => {
            Some("nobody whom we trust signed the server's certificate: name who did with ca=FILE")
        }
        NotValidForName | NotValidForNameContext { .. } => {
            Some("the server's certificate is for another host than HUDHUD_SMTP_URL names")
        }
        Expired | ExpiredContext { .. } => Some("the server's certificate has expired"),
        NotValidYet | NotValidYetContext { .. } => {
            Some("the server's certificate is not valid yet: is the clock right?")
        }
        Other(other) if other.to_string().contains("CaUsedAsEndEntity") => Some(
            "the server's certificate may sign others (CA:TRUE), as `openssl req -x509` makes it, and is none for a \
                 server: make one with basicConstraints=critical,CA:FALSE, as docs/operating.md says",
        ),
        _ => None,
    }
}

/// A connection, encrypted or not.
pub(super) enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Stream {
    pub(super) fn socket(&self) -> &TcpStream {
        match self {
            Stream::Plain(stream) => stream,
            Stream::Tls(stream) => stream.get_ref().0,
        }
    }

    pub(super) fn is_encrypted(&self) -> bool {
        matches!(self, Stream::Tls(_))
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Stream::Tls(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Stream::Tls(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_flush(context),
            Stream::Tls(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Stream::Tls(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
