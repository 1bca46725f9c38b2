//! The certificates of Amazon SNS: fetched once each, from nowhere but SNS itself, and kept in the data folder.

use std::{fs, path::PathBuf};

use anyhow::Context;
use pkcs8::{SubjectPublicKeyInfoRef, der::Decode};
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use url::Url;

use crate::{
    app::App,
    sources::fetch::{Answer, Fetcher, Known, Limits},
};

use super::Refusal;

/// The certificate at this URL.
pub async fn certificate(app: &App, url: &str) -> Result<Vec<u8>, Refusal> {
    let (url, name) = certificate_url(url).ok_or(Refusal::Unproved)?;
    let kept = app.config.data_dir.join("sns").join(name);
    if let Ok(pem) = fs::read(&kept) {
        return Ok(pem);
    }
    let pem = fetch(app, &url).await?;
    // What is no certificate is not kept.
    public_key(&pem).ok_or(Refusal::Unproved)?;
    keep(&kept, &pem).map_err(Refusal::Ours)?;
    Ok(pem)
}

/// Goes to a URL that SNS wants visited, if it is its own.
pub async fn visit(app: &App, url: &str) -> Result<(), Refusal> {
    let url = sns_url(url).ok_or(Refusal::Unproved)?;
    fetch(app, &url).await.map(drop)
}

/// Whether this signature is SNS's: RSA with SHA-1 in version 1, with SHA-256 in version 2.
pub fn check(pem: &[u8], version: &str, signed: &[u8], signature: &[u8]) -> Result<(), Refusal> {
    let key = public_key(pem).ok_or(Refusal::Unproved)?;
    let algorithm = match version {
        "1" => &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
        "2" => &RSA_PKCS1_2048_8192_SHA256,
        _ => return Err(Refusal::Unproved),
    };
    UnparsedPublicKey::new(algorithm, key).verify(signed, signature).map_err(|_| Refusal::Unproved)
}

fn public_key(pem: &[u8]) -> Option<Vec<u8>> {
    let der = CertificateDer::from_pem_slice(pem).ok()?;
    let certificate = webpki::EndEntityCert::try_from(&der).ok()?;
    let info = certificate.subject_public_key_info();
    let info = SubjectPublicKeyInfoRef::from_der(info.as_ref()).ok()?;
    info.subject_public_key.as_bytes().map(<[u8]>::to_vec)
}

async fn fetch(app: &App, url: &Url) -> Result<Vec<u8>, Refusal> {
    let limits = Limits { bytes: 64 * 1024, ..Limits::PAGE };
    let fetcher = Fetcher::new(&app.config.allow_private_hosts).map_err(Refusal::Ours)?;
    match fetcher.get(url, &Known::default(), limits).await {
        Ok(Answer::Document(document)) => Ok(document.body),
        _ => Err(Refusal::Ours(anyhow::anyhow!("Amazon SNS does not answer at its own address"))),
    }
}

fn keep(path: &PathBuf, pem: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().context("the certificate has no folder")?;
    fs::create_dir_all(folder).context("making the folder of certificates")?;
    let half = path.with_extension(format!("{:x}", rand::random::<u64>()));
    fs::write(&half, pem).and_then(|()| fs::rename(&half, path)).context("keeping a certificate")
}

/// A URL of SNS: HTTPS, its own host in some region, no port, no user.
fn sns_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let region = region(url.host_str()?)?;
    let is_region = (4..=30).contains(&region.len())
        && region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let is_plain = url.scheme() == "https"
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    (is_region && is_plain).then_some(url)
}

fn region(host: &str) -> Option<&str> {
    let host = host.strip_prefix("sns.")?;
    host.strip_suffix(".amazonaws.com").or_else(|| host.strip_suffix(".amazonaws.com.cn"))
}

/// The URL of a certificate, and the name that it is kept by.
fn certificate_url(text: &str) -> Option<(Url, String)> {
    let url = sns_url(text)?;
    let file = url.path().strip_prefix('/')?;
    let id = file.strip_prefix("SimpleNotificationService-")?.strip_suffix(".pem")?;
    let is_id = (8..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let name = format!("{}-{file}", region(url.host_str()?)?);
    (is_id && url.query().is_none() && url.fragment().is_none()).then_some((url, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_come_from_sns_alone() {
        fn check(url: &str, expected: bool) {
            assert_eq!(certificate_url(url).is_some(), expected, "{url}");
        }
        let file = "SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";
        check(&format!("https://sns.eu-west-1.amazonaws.com/{file}"), true);
        check(&format!("https://sns.cn-north-1.amazonaws.com.cn/{file}"), true);
        check(&format!("http://sns.eu-west-1.amazonaws.com/{file}"), false);
        check(&format!("https://sns.eu-west-1.amazonaws.com:8443/{file}"), false);
        check(&format!("https://sns.eu-west-1.amazonaws.com.evil.example/{file}"), false);
        check(&format!("https://evil.example/sns.eu-west-1.amazonaws.com/{file}"), false);
        check(&format!("https://sns.evil.example#.amazonaws.com/{file}"), false);
        check(&format!("https://a@sns.eu-west-1.amazonaws.com/{file}"), false);
        check(&format!("https://sns.eu.west.amazonaws.com/{file}"), false);
        check(&format!("https://sns.eu-west-1.amazonaws.com/x/{file}"), false);
        check(&format!("https://sns.eu-west-1.amazonaws.com/{file}?x"), false);
        check("https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-../x.pem", false);
        check("no url", false);
    }
}
