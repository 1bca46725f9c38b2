//! What turns a page into a response, wherever in the house it is made.

use std::sync::Arc;

use actix_web::{HttpRequest, web::Data};
use serde::Serialize;
use url::Url;

use crate::{
    clock::Clock,
    delivery::SiteWords,
    i18n::{Catalogue, Language},
    render::Renderer,
    subscribers::Links,
    vault::Vault,
    web::{Countries, Failure, TrustedProxies},
};

/// The part of the application that pages are made with. Handlers reach it through `App`, which is above;
/// extractors and middleware take it from the request.
#[derive(Clone)]
pub struct Web {
    pub renderer: Renderer,
    pub catalogue: Catalogue,
    pub links: Links,
    pub vault: Vault,
    pub clock: Clock,
    pub site: Arc<SiteWords>,
    pub countries: Countries,
    pub base_url: Url,
    pub trusted_proxies: TrustedProxies,
}

/// What every template may say of the site.
#[derive(Serialize)]
pub struct SiteContext<'a> {
    pub name: &'a str,
    pub postal_address: &'a str,
    pub base_url: &'a str,
}

impl Web {
    /// The one of this server.
    pub fn of(request: &HttpRequest) -> Result<Web, Failure> {
        let web = request.app_data::<Data<Web>>().ok_or_else(|| anyhow::anyhow!("the server has no Web"))?;
        Ok(web.get_ref().clone())
    }

    /// What a template says of the site in a language.
    pub fn site_context(&self, language: &Language) -> SiteContext<'_> {
        SiteContext {
            name: self.site.name(language),
            postal_address: &self.site.postal_address,
            base_url: self.links.origin(),
        }
    }

    /// Whether cookies may and must be `Secure`.
    pub fn is_https(&self) -> bool {
        self.base_url.scheme() == "https"
    }
}
