//! Signs in at a mail server with lettre's mechanisms.

use std::time::Duration;

use lettre::transport::smtp::{
    authentication::{Credentials, Mechanism},
    commands::Auth,
    response::Response,
};

use super::wire::{Broken, Wire};

/// The longest mechanism, LOGIN, asks twice.
const MOST_CHALLENGES: usize = 4;

/// The server's last word about the sign-in: 235 if it went well.
pub(super) async fn sign_in(
    wire: &mut Wire,
    mechanism: Mechanism,
    credentials: &Credentials,
    limit: Duration,
) -> Result<Response, Broken> {
    let first = Auth::new(mechanism, credentials.clone(), None).map_err(|_| not_understood())?;
    let mut answer = wire.command(first, limit).await?;
    for _ in 0..MOST_CHALLENGES {
        if !answer.has_code(334) {
            return Ok(answer);
        }
        answer = match Auth::new_from_response(mechanism, credentials.clone(), &answer) {
            Ok(next) => wire.command(next, limit).await?,
            // XOAUTH2 explains a refusal in a challenge; an empty line asks for the refusal itself.
            Err(_) => wire.command("\r\n", limit).await?,
        };
    }
    Err(not_understood())
}

fn not_understood() -> Broken {
    Broken("the server asks for a sign-in that we do not understand".to_owned())
}
