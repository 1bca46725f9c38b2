//! Style, fonts and pictures, kept by browsers until they change.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, EntityTag, Header, IfNoneMatch},
    web::{Path, Query},
};
use serde::Deserialize;

use crate::{
    render::{Asset, asset},
    web::Failure,
};

/// An asset of this name with any content, and the content named by `?v=`, which never becomes another.
const FOR_A_DAY: &str = "public, max-age=86400";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A picture may bring its own style, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// Which version of a file is asked for.
#[derive(Deserialize)]
pub struct Wanted {
    v: Option<String>,
}

/// Shows one file.
pub async fn show(
    name: Path<String>,
    wanted: Query<Wanted>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let asset = asset(&name).ok_or(Failure::NotFound)?;
    // Weak: the same tag stands for the compressed bytes.
    let tag = EntityTag::new_weak(asset.version.clone());
    let mut response =
        if is_known(&request, &tag) { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::ETAG, tag.to_string()))
        .insert_header((header::CACHE_CONTROL, cache(&name, &asset, wanted.v.as_deref())))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY));
    if is_known(&request, &tag) {
        return Ok(response.finish());
    }
    Ok(response.content_type(asset.mime).body(asset.bytes.into_owned()))
}

fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(items)) => items.iter().any(|item| item.weak_eq(tag)),
        Err(_) => false,
    }
}

/// Fonts keep their names and their content.
fn cache(name: &str, asset: &Asset, version: Option<&str>) -> &'static str {
    if version == Some(asset.version.as_str()) || name.starts_with("fonts/") { FOR_EVER } else { FOR_A_DAY }
}
