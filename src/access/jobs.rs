//! What has to be done now and then.

use crate::{
    access::{notices, sessions, sign_in_links, sign_in_requests},
    app::App,
};

/// Sends links to the admins among those who asked for one. For every second.
pub fn answer_sign_in_requests(app: &App) -> anyhow::Result<()> {
    let letters = sign_in_requests::answer(app)?;
    if letters > 0 {
        tracing::info!(letters, "Sent links to sign in");
    }
    Ok(())
}

/// Writes to the admins about what they must know. For every few seconds.
pub fn tell_admins(app: &App) -> anyhow::Result<()> {
    notices::sweep(app)
}

/// Forgets sessions and links that are over. For every hour.
pub fn forget(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    app.db.write_blocking(move |conn| -> diesel::QueryResult<()> {
        sessions::forget_expired(conn, now)?;
        sign_in_links::forget_old(conn, now)?;
        Ok(())
    })?;
    Ok(())
}
