//! Lists by cursor: `?after=…&limit=…`.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{
    subscribers::{Mistake, Mistakes},
    web::Failure,
};

const USUAL: i64 = 50;
const MOST: i64 = 500;

/// Which part of a list is asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Cursor {
    /// The `next` of the part before.
    after: Option<String>,
    /// How many, 50 if not said, at most 500.
    limit: Option<i64>,
}

impl Cursor {
    /// How many items at most.
    ///
    /// # Errors
    /// Less than one is asked for.
    pub fn limit(&self) -> Result<i64, Mistakes> {
        let limit = self.limit.unwrap_or(USUAL);
        let meaningless = || Mistakes::one("limit", Mistake::new("mistake-unknown"));
        if limit < 1 { Err(meaningless()) } else { Ok(limit.min(MOST)) }
    }

    /// Behind which item the part begins.
    ///
    /// # Errors
    /// No part ends with such a thing.
    pub fn after<T: FromStr>(&self) -> Result<Option<T>, Failure> {
        self.after.as_deref().map(|after| after.parse().map_err(|_| Failure::BadRequest)).transpose()
    }
}

/// A part of a list, and where the next part begins.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Listing<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

impl<T> Listing<T> {
    /// From up to `limit + 1` items: the one too many says that there is more behind the last shown.
    pub fn cut(mut items: Vec<T>, limit: i64, cursor: impl Fn(&T) -> String) -> Listing<T> {
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(cursor) } else { None };
        Listing { items, next }
    }
}
