//! The HTTP server: every capability's routes in one place.

mod health;
mod openapi;

use std::{future::Future, net::TcpListener};

use actix_web::{
    App as Site, HttpServer,
    middleware::{Compress, NormalizePath, TrailingSlash, from_fn},
    web::{Data, ServiceConfig, to},
};
use anyhow::Context;
use tokio::signal::unix::{SignalKind, signal};

pub use openapi::openapi;

use crate::{app::App, clock::Clock, config::Config, web, worker::Worker};

/// A server that has its address and its application, and does not answer yet.
pub struct Server {
    listener: TcpListener,
    app: App,
}

impl Server {
    /// Takes the configured address (port 0 takes a free one) and opens the application.
    ///
    /// # Errors
    /// The address is taken, or the application does not open.
    pub fn bind(mut config: Config, clock: Clock) -> anyhow::Result<Server> {
        let listener =
            TcpListener::bind(config.bind).with_context(|| format!("cannot listen on {}", config.bind))?;
        config.bind = listener.local_addr()?;
        let app = App::open(config, clock)?;
        Ok(Server { listener, app })
    }

    /// What the handlers reach.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Answers until `shutdown` is ready, then finishes what is in hand.
    pub async fn run(self, workers: usize, shutdown: impl Future<Output = ()>) -> anyhow::Result<()> {
        let app = self.app;
        let streams = app.streams.clone();
        let server = HttpServer::new(move || {
            Site::new()
                .app_data(Data::new(app.web.clone()))
                .app_data(Data::new(app.clone()))
                .wrap(from_fn(crate::access::guard))
                .wrap(from_fn(web::legible))
                .wrap(Compress::default())
                .wrap(from_fn(web::show_failures))
                .wrap(from_fn(web::harden))
                .wrap(NormalizePath::new(TrailingSlash::MergeOnly))
                .configure(routes)
                .default_service(to(web::nowhere))
        })
        .workers(workers)
        // Headers and body go in two writes: without this the second waits for the client's delayed acknowledgement.
        .tcp_nodelay(true)
        .disable_signals()
        .shutdown_timeout(5)
        .listen(self.listener)?
        .run();
        let handle = server.handle();
        let serving = tokio::spawn(server);
        shutdown.await;
        streams.close();
        handle.stop(true).await;
        serving.await??;
        Ok(())
    }
}

/// Serves, with or without the background work, until the process is asked to stop; then finishes what is in
/// hand, settles it, and returns within ten seconds.
pub async fn serve(server: Server, work: bool) -> anyhow::Result<()> {
    let worker = work.then(|| Worker::start(server.app()));
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let (told, stop) = tokio::sync::oneshot::channel();
    let serving = server.run(cores, async {
        stop.await.ok();
    });
    let stopping = async {
        asked_to_stop().await;
        told.send(()).ok();
        match worker {
            Some(worker) => tokio::task::spawn_blocking(|| worker.stop()).await,
            None => Ok(()),
        }
    };
    let (served, stopped) = tokio::join!(serving, stopping);
    stopped?;
    served
}

/// Ready when the process gets SIGTERM or SIGINT.
pub async fn asked_to_stop() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => terminate.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = terminated => (),
        _ = tokio::signal::ctrl_c() => (),
    }
}

/// Everything that is served. Fixed paths stand before those that begin with a language.
fn routes(config: &mut ServiceConfig) {
    config
        .configure(health::routes)
        .configure(openapi::routes)
        .configure(crate::access::routes)
        .configure(crate::admin::routes)
        .configure(crate::people::routes)
        .configure(crate::mailbox::routes)
        .configure(crate::bounces::routes)
        .configure(crate::issues::routes)
        .configure(crate::sources::routes)
        .configure(crate::articles::routes)
        .configure(crate::signup::routes)
        .configure(crate::preferences::routes)
        .configure(crate::home::routes);
}
