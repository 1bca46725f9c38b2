//! TLS towards other people's servers: rustls on ring, with the certificates that this machine trusts.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

/// A machine that trusts nobody can still read plain http; https is then refused by its certificate.
pub fn client_config() -> anyhow::Result<ClientConfig> {
    let provider = Arc::new(ring::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions()?;
    Ok(match Verifier::new(provider) {
        Ok(verifier) => {
            builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth()
        }
        Err(error) => {
            tracing::warn!(%error, "No https site can be read: this machine has no root certificates");
            builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth()
        }
    })
}
