//! The server's side of a connection, encrypted or not.

use std::{
    fs,
    io::{self, Read, Write},
    net::TcpStream,
    path::Path,
    sync::Arc,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

pub enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Stream {
    pub fn encrypted(stream: TcpStream, certificate: &str) -> Stream {
        let keys = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/keys");
        let pem = fs::read(keys.join(format!("{certificate}.pem"))).unwrap();
        let key = PrivateKeyDer::from_pem_file(keys.join(format!("{certificate}.key"))).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(CertificateDer::pem_slice_iter(&pem).map(Result::unwrap).collect(), key)
            .unwrap();
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        Stream::Tls(Box::new(StreamOwned::new(connection, stream)))
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Stream::Plain(stream) => stream.read(buffer),
            Stream::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Stream::Plain(stream) => stream.write(bytes),
            Stream::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Stream::Plain(stream) => stream.flush(),
            Stream::Tls(stream) => stream.flush(),
        }
    }
}
