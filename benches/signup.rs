//! Durable signups a second, all of it, over 64 connections, against the same handler that only parses.
//!
//! `cargo bench --bench signup`; with `TEST_DATABASE_URL` on PostgreSQL, too. The two are measured in turn, five times;
//! the median of the paired ratios counts. To reach: ratio 0.3, p99 20 ms (P9).

#![expect(clippy::disallowed_methods, reason = "a benchmark may read its environment")]

#[path = "support/schema.rs"]
mod schema;

use std::{
    env,
    net::{SocketAddr, TcpListener},
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use actix_web::{
    App as Site, HttpResponse, HttpServer,
    middleware::{Compress, NormalizePath, TrailingSlash, from_fn},
    web::{Data, post, resource},
};
use hudhud::{
    app::App,
    clock::Clock,
    config::Config,
    server::Server,
    signup::{Shown, parse},
    subscribers::Mistakes,
    web::{self, Failure, FormFields, Here, Peer, join_form::JoinFields, see_other},
};
use schema::Schema;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

const CONNECTIONS: usize = 64;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(3);

/// Makes every address of a run another one.
static NEXT: AtomicUsize = AtomicUsize::new(0);

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(measure("SQLite", None))?;
    match env::var("TEST_DATABASE_URL") {
        Ok(url) => {
            let schema = Schema::fresh(&url)?;
            runtime.block_on(measure("PostgreSQL", Some(&schema.url)))
        }
        Err(_) => {
            println!("PostgreSQL: not measured without TEST_DATABASE_URL");
            Ok(())
        }
    }
}

async fn measure(name: &str, database_url: Option<&str>) -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let server = Server::bind(Config::for_tests(dir.path(), database_url), Clock::system())?;
    let app = server.app().clone();
    let durable = address_of(&app)?;
    let parsing = serve_parsing(app)?;
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    tokio::spawn(server.run(cores, std::future::pending()));
    load(durable, Duration::from_millis(500)).await?;
    load(parsing, Duration::from_millis(500)).await?;
    let mut ratios = Vec::new();
    let mut slowest = Vec::new();
    for round in 1..=ROUNDS {
        let (all, only) = (load(durable, ROUND).await?, load(parsing, ROUND).await?);
        println!(
            "{name} {round}: {:.0} signups/s, p99 {:.1} ms; only parsing {:.0}/s; ratio {:.2}",
            all.per_second(),
            all.p99_ms(),
            only.per_second(),
            all.per_second() / only.per_second()
        );
        ratios.push(all.per_second() / only.per_second());
        slowest.push(all.p99_ms());
    }
    println!("{name}: ratio {:.2}, p99 {:.1} ms (medians)", median(ratios), median(slowest));
    Ok(())
}

fn address_of(app: &App) -> anyhow::Result<SocketAddr> {
    let port = app.config.bind.port();
    Ok(SocketAddr::from(([127, 0, 0, 1], port)))
}

/// The yardstick: the same middleware, the same parse, the same answer, and nothing kept.
fn serve_parsing(app: App) -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let server = HttpServer::new(move || {
        Site::new()
            .app_data(Data::new(app.web.clone()))
            .app_data(Data::new(app.clone()))
            .wrap(Compress::default())
            .wrap(from_fn(web::show_failures))
            .wrap(from_fn(web::harden))
            .wrap(NormalizePath::new(TrailingSlash::MergeOnly))
            .service(resource("/{lang}/join").route(post().to(only_parse)))
    });
    tokio::spawn(server.workers(cores).tcp_nodelay(true).disable_signals().listen(listener)?.run());
    Ok(address)
}

async fn only_parse(
    app: Data<App>,
    here: Here,
    peer: Peer,
    form: FormFields,
) -> Result<HttpResponse, Failure> {
    app.asking.count(peer)?;
    let fields = JoinFields::read(&form);
    let shown = Shown { catalogue: &app.catalogue, language: &here.language, page: &here.path, topics: &[] };
    parse(&fields, &shown, Mistakes::new()).map_err(Failure::Invalid)?;
    Ok(see_other(format!("/{}/join/sent", here.language.as_str())))
}

/// What one load showed.
struct Shot {
    took: Duration,
    latencies: Vec<Duration>,
}

impl Shot {
    fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.took.as_secs_f64()
    }

    fn p99_ms(&self) -> f64 {
        self.latencies[self.latencies.len() * 99 / 100].as_secs_f64() * 1000.0
    }
}

async fn load(server: SocketAddr, time: Duration) -> anyhow::Result<Shot> {
    let begin = Instant::now();
    let mut visitors = JoinSet::new();
    for _ in 0..CONNECTIONS {
        visitors.spawn(visit(server, begin + time));
    }
    let mut latencies = Vec::new();
    while let Some(visitor) = visitors.join_next().await {
        latencies.extend(visitor??);
    }
    latencies.sort();
    Ok(Shot { took: begin.elapsed(), latencies })
}

/// One connection that joins again and again, each time as somebody else.
async fn visit(server: SocketAddr, until: Instant) -> anyhow::Result<Vec<Duration>> {
    let mut stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    let mut latencies = Vec::new();
    let mut answer = Vec::new();
    while Instant::now() < until {
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let body = format!(
            "email=visitor{n}%40example.org&name=Layla&country=LB&reading=both&cadence=weekly&consent=yes"
        );
        let request = format!(
            "POST /en/join HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let sent = Instant::now();
        stream.write_all(request.as_bytes()).await?;
        answer.clear();
        while !answer.ends_with(b"\r\n\r\n") {
            anyhow::ensure!(stream.read_buf(&mut answer).await? > 0, "the server hung up");
        }
        anyhow::ensure!(answer.starts_with(b"HTTP/1.1 303"), "{}", String::from_utf8_lossy(&answer));
        latencies.push(sent.elapsed());
    }
    Ok(latencies)
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
