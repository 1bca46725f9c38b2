//! A page is a struct with a template.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use serde::Serialize;

use crate::web::{Failure, Here, Web, context::SiteContext, here::HereContext};

/// What a template may say. Its fields stand at the top of the template's context, beside `here` and `site`.
pub trait Page: Serialize {
    /// Below `templates/`.
    const TEMPLATE: &'static str;
}

#[derive(Serialize)]
struct PageContext<'a, P: Serialize> {
    #[serde(flatten)]
    page: &'a P,
    here: HereContext<'a>,
    site: SiteContext<'a>,
}

impl Web {
    /// A page with status 200, in the language of where the visitor is.
    pub fn page<P: Page>(&self, here: &Here, page: &P) -> Result<HttpResponse, Failure> {
        self.page_with(StatusCode::OK, here, page)
    }

    /// A page with a status of its own.
    pub fn page_with<P: Page>(
        &self,
        status: StatusCode,
        here: &Here,
        page: &P,
    ) -> Result<HttpResponse, Failure> {
        Ok(HttpResponse::build(status)
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CONTENT_LANGUAGE, here.language.as_str()))
            .body(self.html(P::TEMPLATE, here, page)?))
    }

    /// The HTML of a template with a context of any shape.
    pub fn html(&self, template: &str, here: &Here, page: &impl Serialize) -> Result<String, Failure> {
        let context = PageContext { page, here: here.context(self), site: self.site_context(&here.language) };
        Ok(self.renderer.html(template, &here.language, &context)?)
    }
}
