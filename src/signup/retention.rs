//! Signups are not kept for longer than they are of use.

use crate::{
    app::App,
    subscribers::{address_changes, signups},
};

/// How many rows one unit of work touches.
const CHUNK: i64 = 500;

/// Forgets what was wanted after two weeks and that it was wanted after a month; of new addresses, too.
pub fn forget_stale(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    while app.db.write_blocking(move |conn| signups::retire(conn, now, CHUNK))? > 0 {}
    while app.db.write_blocking(move |conn| address_changes::retire(conn, now, CHUNK))? > 0 {}
    Ok(())
}
