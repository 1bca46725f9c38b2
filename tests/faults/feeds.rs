//! `kill -9` while feeds are read: every article is there once, with both its translations.

use std::{
    fmt::Write as _,
    io::{self, BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use crate::{campaign::Campaign, database::Database, sink::Manner};

const ARTICLES: i64 = 60;
const KILLS: usize = 4;
const FETCH: [&str; 2] = ["source", "fetch"];

/// A site with a feed in each language, whose pages name their translations, and which takes its time with each.
struct Site {
    address: SocketAddr,
    n_asked: Arc<AtomicUsize>,
}

impl Site {
    fn start() -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let site = Site { address: listener.local_addr().unwrap(), n_asked: Arc::default() };
        let n_asked = Arc::clone(&site.n_asked);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                n_asked.fetch_add(1, Ordering::SeqCst);
                thread::spawn(move || answer(&client).ok());
            }
        });
        site
    }

    fn n_asked(&self) -> usize {
        self.n_asked.load(Ordering::SeqCst)
    }
}

fn answer(mut client: &TcpStream) -> io::Result<()> {
    let mut line = String::new();
    let mut lines = BufReader::new(client);
    lines.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut host = String::new();
    loop {
        line.clear();
        if lines.read_line(&mut line)? == 0 {
            return Ok(()); // whoever asked was killed
        }
        if line == "\r\n" {
            break;
        }
        if line.to_lowercase().starts_with("host: ") {
            host = line[6..].trim().to_owned();
        }
    }
    let (kind, body) = match path.trim_start_matches('/').strip_suffix("/feed") {
        Some(language) => ("application/rss+xml", feed(&format!("http://{host}"), language)),
        None => ("text/html", page(&path)),
    };
    thread::sleep(Duration::from_millis(20));
    let length = body.len();
    write!(
        client,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

fn feed(site: &str, language: &str) -> String {
    let mut items = String::new();
    for n in 0..ARTICLES {
        write!(
            items,
            "<item><title>Number {n} in {language}</title><link>{site}/{language}/{n}</link><guid>{site}/{language}/{n}</guid>\
             <pubDate>Mon, 04 May 2026 12:00:00 GMT</pubDate><description>Words of number {n}</description></item>"
        )
        .unwrap();
    }
    format!("<rss version=\"2.0\"><channel><title>The site</title><link>{site}</link>{items}</channel></rss>")
}

fn page(path: &str) -> String {
    let number = path.rsplit('/').next().unwrap();
    format!(
        "<html><head><link rel=alternate hreflang=ar href=/ar/{number}><link rel=alternate hreflang=en href=/en/{number}>\
         </head><body><p>Words of number {number}</p></body></html>"
    )
}

fn each_article_is_there_once(database: Database) {
    let mut campaign = Campaign::empty(database, 0, Manner::default());
    let site = Site::start();
    campaign.env = vec![("HUDHUD_ALLOW_PRIVATE_HOSTS", site.address.to_string())];
    for language in ["ar", "en"] {
        let url = format!("http://{}/{language}/feed", site.address);
        campaign.run(&["source", "add", "--language", language, &url]);
    }
    let stored = || campaign.count("SELECT COUNT(*) AS n FROM translations");
    let kill_when_stored = |feeds: i64| {
        assert!(campaign.kill_when(&FETCH, || stored() > (feeds - 1) * ARTICLES), "{}", campaign.log());
        assert_eq!(stored(), feeds * ARTICLES, "a feed is stored whole or not at all");
    };
    kill_when_stored(1);
    let mut after = Vec::new();
    for _ in 0..KILLS {
        let (before, enough) = (site.n_asked(), rand::random_range(1..ARTICLES as usize));
        assert!(campaign.kill_when(&FETCH, || site.n_asked() >= before + enough), "{}", campaign.log());
        after.push(site.n_asked() - before);
    }
    kill_when_stored(2);
    campaign.run(&FETCH);
    campaign.run(&FETCH);
    println!(
        "{}: killed with either feed stored, and when the site was asked {after:?} times",
        campaign.database.name()
    );
    assert_eq!(stored(), 2 * ARTICLES);
    assert_eq!(campaign.count("SELECT COUNT(DISTINCT article_id) AS n FROM translations"), ARTICLES);
    assert_eq!(campaign.count("SELECT COUNT(*) AS n FROM articles"), ARTICLES, "{}", campaign.log());
}

#[test]
fn on_sqlite() {
    each_article_is_there_once(Database::Sqlite);
}

#[test]
fn on_postgres() {
    each_article_is_there_once(Database::postgres());
}
