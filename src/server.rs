//! The HTTP server: every capability's routes in one place.

use std::{future::Future, net::TcpListener};

use actix_web::{
    App as Site, HttpServer,
    middleware::{Compress, NormalizePath, TrailingSlash, from_fn},
    web::{Data, ServiceConfig},
};
use anyhow::Context;

use crate::{app::App, clock::Clock, config::Config, web};

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
        let server = HttpServer::new(move || {
            Site::new()
                .app_data(Data::new(app.web.clone()))
                .app_data(Data::new(app.clone()))
                .wrap(Compress::default())
                .wrap(from_fn(web::show_failures))
                .wrap(from_fn(web::harden))
                .wrap(NormalizePath::new(TrailingSlash::MergeOnly))
                .configure(routes)
        })
        .workers(workers)
        .disable_signals()
        .shutdown_timeout(5)
        .listen(self.listener)?
        .run();
        let handle = server.handle();
        let serving = tokio::spawn(server);
        shutdown.await;
        handle.stop(true).await;
        serving.await??;
        Ok(())
    }
}

/// Everything that is served. Fixed paths stand before those that begin with a language.
fn routes(config: &mut ServiceConfig) {
    config.configure(health::routes);
}

mod health;
