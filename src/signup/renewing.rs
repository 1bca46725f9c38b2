//! A confirm link was too old; its owner asks for another.

use crate::{
    app::App,
    db::PublicId,
    i18n::Language,
    signup::{asking, wanted::Wanted},
    subscribers::signups::{self, Signup, SignupState},
    web::{Failure, Peer},
};

/// Asks once more for what was wanted, with a new link. The old row keeps nothing, so that each link is renewed at
/// most once.
pub async fn renew(app: &App, peer: Peer, language: &Language, id: &PublicId) -> Result<(), Failure> {
    let now = app.clock.now();
    let old = id.clone();
    let signup = app.db.read(move |conn| signups::find(conn, &old).map_err(Failure::from)).await?;
    let may_be_renewed = |signup: &Signup| signup.state == SignupState::Pending && signup.is_expired(now);
    let Some(signup) = signup.filter(may_be_renewed) else { return Ok(()) };
    if signup.wanted.is_none() {
        return Ok(());
    }
    app.asking.count(peer)?;
    let wanted = Wanted::of(&app.vault, &signup)?;
    let asked = asking::sealed(app, &wanted, language, now)?;
    app.db
        .write(move |conn| {
            if signups::forget_wanted(conn, signup.id)? {
                asked.write(conn)?;
            }
            Ok::<_, Failure>(())
        })
        .await?;
    app.outbox.ring();
    Ok(())
}
