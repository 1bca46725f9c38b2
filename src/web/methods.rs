//! Which methods a route takes.

use actix_web::{
    Route,
    guard::{Any, Get, Head},
    web,
};

/// A route for looking: GET, and HEAD, which is the same without a body.
pub fn read() -> Route {
    web::route().guard(Any(Get()).or(Head()))
}
