//! From nothing to a connection that takes messages: TCP, greeting, EHLO, STARTTLS, AUTH.

use lettre::transport::smtp::{
    commands::{Ehlo, Starttls},
    extension::ClientId,
    response::Response,
};

use tokio::{net::TcpStream, time::timeout};

use super::{
    auth,
    capabilities::Capabilities,
    session::Session,
    socket,
    tls::{self, Stream},
    wire::{Broken, Wire},
};
use crate::mail::{Fate, Phase, Reply, Security, Server};

/// Opens a connection to the server, as safe as its settings ask for, or says why it could not.
pub(super) async fn open(server: &Server, hello: &str) -> Result<Session, Fate> {
    let mut wire = connect(server).await?;
    let greeting =
        wire.answer(server.timeouts.greeting).await.map_err(|broken| lost(Phase::Greeting, &broken))?;
    expect(Phase::Greeting, 220, greeting)?;
    let mut capabilities = say_hello(&mut wire, server, hello).await?;
    if starts_tls(server.security, capabilities.starttls)? {
        wire = start_tls(wire, server).await?;
        // What the server said in clear may have been said by somebody else (RFC 3207).
        capabilities = say_hello(&mut wire, server, hello).await?;
    }
    sign_in(&mut wire, server, &capabilities).await?;
    Ok(Session::new(wire, capabilities, server.timeouts))
}

async fn connect(server: &Server) -> Result<Wire, Fate> {
    let stream = socket::connect(&server.host, server.port, server.timeouts.connect)
        .await
        .map_err(|error| lost(Phase::Connect, &error.into()))?;
    match server.security {
        Security::Wrapper => encrypt(stream, server).await,
        _ => Ok(Wire::new(Stream::Plain(stream))),
    }
}

async fn say_hello(wire: &mut Wire, server: &Server, hello: &str) -> Result<Capabilities, Fate> {
    let name = ClientId::Domain(hello.to_owned());
    let limit = server.timeouts.command;
    let broken = |broken: Broken| lost(Phase::Hello, &broken);
    let answer = wire.command(Ehlo::new(name.clone()), limit).await.map_err(broken)?;
    if answer.has_code(250) {
        return Ok(Capabilities::read(&answer));
    }
    if !matches!(u16::from(answer.code()), 500..=504) {
        expect(Phase::Hello, 250, answer)?;
    }
    let answer = wire.command(format!("HELO {name}\r\n"), limit).await.map_err(broken)?;
    expect(Phase::Hello, 250, answer)?;
    Ok(Capabilities::default())
}

fn starts_tls(security: Security, offered: bool) -> Result<bool, Fate> {
    match security {
        Security::None | Security::Wrapper => Ok(false),
        Security::Opportunistic => Ok(offered),
        Security::Required if offered => Ok(true),
        Security::Required => Err(Fate::of_break(Phase::StartTls, "the server does not offer STARTTLS")),
    }
}

async fn start_tls(mut wire: Wire, server: &Server) -> Result<Wire, Fate> {
    let answer = wire
        .command(Starttls, server.timeouts.command)
        .await
        .map_err(|broken| lost(Phase::StartTls, &broken))?;
    expect(Phase::StartTls, 220, answer)?;
    if wire.holds_more() {
        return Err(Fate::of_break(Phase::StartTls, "something was said in clear behind STARTTLS"));
    }
    match wire.into_stream() {
        Stream::Plain(stream) => encrypt(stream, server).await,
        stream @ Stream::Tls(_) => Ok(Wire::new(stream)),
    }
}

async fn encrypt(stream: TcpStream, server: &Server) -> Result<Wire, Fate> {
    let Some(tls) = &server.tls else {
        return Err(Fate::of_break(Phase::StartTls, "TLS is not set up"));
    };
    let wrapped = timeout(server.timeouts.connect, tls::wrap(stream, tls)).await;
    let encrypted = wrapped
        .unwrap_or_else(|late| Err(late.into()))
        .map_err(|error| lost(Phase::StartTls, &error.into()))?;
    Ok(Wire::new(encrypted))
}

async fn sign_in(wire: &mut Wire, server: &Server, capabilities: &Capabilities) -> Result<(), Fate> {
    let Some(credentials) = &server.credentials else { return Ok(()) };
    if !wire.is_encrypted() && !wire.peer_is_loopback() {
        return Err(Fate::OurFault(Reply::ours(
            538,
            "5.7.11",
            "the server offers no encryption, and a password is never sent in clear",
        )));
    }
    let Some(mechanism) = capabilities.mechanism else {
        let why = match capabilities.starttls && !wire.is_encrypted() {
            true => "the server offers no way to sign in without encryption: tls=required would help",
            false => "the server offers no way to sign in that we know: PLAIN, LOGIN, XOAUTH2",
        };
        return Err(Fate::OurFault(Reply::ours(504, "5.5.4", why)));
    };
    let answer = auth::sign_in(wire, mechanism, credentials, server.timeouts.command)
        .await
        .map_err(|broken| lost(Phase::Auth, &broken))?;
    expect(Phase::Auth, 235, answer)
}

fn expect(phase: Phase, code: u16, answer: Response) -> Result<(), Fate> {
    if answer.has_code(code) {
        Ok(())
    } else if answer.is_positive() {
        Err(Fate::of_break(phase, "the server's answer makes no sense here"))
    } else {
        Err(Fate::of_refusal(phase, Reply::read(&answer, None)))
    }
}

fn lost(phase: Phase, broken: &Broken) -> Fate {
    Fate::of_break(phase, &broken.0)
}
