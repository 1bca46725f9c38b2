//! Which methods a route takes.

use actix_web::{
    Route,
    guard::{Any, Get, Head},
    web,
};

/// A route for looking: GET, and HEAD, which is the same without a body. It belongs to a `resource`, which tells the
/// other methods what it takes (405 with Allow); a bare route would deny that the page exists.
pub fn read() -> Route {
    web::route().guard(Any(Get()).or(Head()))
}
