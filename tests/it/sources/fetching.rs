//! What is asked of other people's servers, and what is not.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hudhud::sources::Problem;
use hudhud::sources::fetch::{Answer, Document, Fetcher, Known, Limits, Lookup};
use url::Url;

use super::site::{Reply, Site};

const QUICK: Limits =
    Limits { connect: Duration::from_secs(2), total: Duration::from_secs(3), bytes: 1 << 20 };

async fn get(fetcher: &Fetcher, url: &str) -> Result<Document, Problem> {
    match fetcher.get(&Url::parse(url).unwrap(), &Known::default(), QUICK).await? {
        Answer::Document(document) => Ok(document),
        Answer::Unchanged => panic!("nothing was known of {url}"),
    }
}

fn to(address: &'static str) -> Lookup {
    Arc::new(move |_| Box::pin(async move { Ok(vec![address.parse::<IpAddr>().unwrap()]) }))
}

#[tokio::test]
async fn nothing_private_is_connected_to() {
    let site = Site::start();
    let fetcher = Fetcher::new(&[]).unwrap();
    let port = Url::parse(&site.url("/")).unwrap().port().unwrap();
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "0.0.0.0",
        "a:b@127.0.0.1",
        "169.254.169.254",
        "10.0.0.1",
    ] {
        for scheme in ["http", "https"] {
            let refused = get(&fetcher, &format!("{scheme}://{host}:{port}/")).await.unwrap_err();
            let expected = matches!(refused, Problem::PrivateNetwork { .. } | Problem::Port { .. });
            assert!(expected, "{host}: {refused}");
        }
    }
    assert_eq!(site.connections(), 0);
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_connected_to() {
    let fetcher = Fetcher::with_lookup(&[], to("127.0.0.1")).unwrap();
    let refused = get(&fetcher, "http://rebound.example/").await.unwrap_err();
    assert_eq!(refused, Problem::PrivateNetwork { host: "rebound.example".to_owned() });
}

#[tokio::test]
async fn a_name_that_changes_its_mind_gains_nothing() {
    // Its first answer is an address of the internet, and each later one is this machine.
    let site = Site::start();
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let lookup: Lookup = Arc::new(move |_| {
        let first = counter.fetch_add(1, Ordering::SeqCst) == 0;
        Box::pin(async move { Ok(vec![if first { "192.0.2.1" } else { "127.0.0.1" }.parse().unwrap()]) })
    });
    let fetcher = Fetcher::with_lookup(&[], lookup).unwrap();
    for _ in 0..3 {
        let refused = get(&fetcher, "http://rebound.example/").await.unwrap_err();
        assert_eq!(refused, Problem::PrivateNetwork { host: "rebound.example".to_owned() });
    }
    assert_eq!((asked.load(Ordering::SeqCst), site.connections()), (3, 0));
}

#[tokio::test]
async fn a_redirect_is_judged_like_the_first_address() {
    let (open, inner) = (Site::start(), Site::start());
    inner.page("/secret", "secret");
    let fetcher = Fetcher::new(&[open.host()]).unwrap();
    open.reply("/there", Reply::new(&format!("302 Found\r\nLocation: {}", inner.url("/secret")), ""));
    let refused = get(&fetcher, &open.url("/there")).await.unwrap_err();
    assert_eq!(refused, Problem::PrivateNetwork { host: "127.0.0.1".to_owned() });
    assert_eq!(inner.connections(), 0);
    open.reply("/file", Reply::new("302 Found\r\nLocation: file:///etc/passwd", ""));
    assert_eq!(get(&fetcher, &open.url("/file")).await.unwrap_err(), Problem::NotHttp);
    open.reply("/round", Reply::new("301 Moved\r\nLocation: /round", ""));
    let round = get(&fetcher, &open.url("/round")).await.unwrap_err();
    assert_eq!(round, Problem::Redirects { host: "127.0.0.1".to_owned() });
    open.page("/end", "here");
    open.reply("/short", Reply::new("301 Moved\r\nLocation: /end", ""));
    let document = get(&fetcher, &open.url("/short")).await.unwrap();
    assert_eq!((document.body.as_slice(), document.url.path()), (&b"here"[..], "/end"));
}

#[tokio::test]
async fn a_bomb_is_dropped_at_the_limit() {
    let site = Site::start();
    let fetcher = Fetcher::new(&[site.host()]).unwrap();
    // A gzip member of zeros: a few KB on the wire, megabytes when it is read.
    let bomb = {
        use std::process::{Command, Stdio};
        let mut zeros = Command::new("head")
            .args(["-c", "30000000", "/dev/zero"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let pipe = zeros.stdout.take().unwrap();
        let zipped = Command::new("gzip").arg("-9").stdin(pipe).output().unwrap().stdout;
        zeros.wait().unwrap();
        zipped
    };
    assert!(bomb.len() < 100_000);
    site.reply("/bomb", Reply::new("200 OK\r\nContent-Encoding: gzip", bomb));
    site.reply("/flood", Reply::endless("200 OK", vec![b'x'; 1 << 16], Duration::ZERO));
    for path in ["/bomb", "/flood"] {
        let refused = get(&fetcher, &site.url(path)).await.unwrap_err();
        assert_eq!(refused, Problem::TooLarge { host: "127.0.0.1".to_owned(), megabytes: 1 });
    }
}

#[tokio::test]
async fn a_slow_server_costs_bounded_time() {
    let site = Site::start();
    let fetcher = Fetcher::new(&[site.host()]).unwrap();
    site.reply("/drip", Reply::endless("200 OK", vec![b'x'], Duration::from_millis(50)));
    let start = Instant::now();
    let slow = get(&fetcher, &site.url("/drip")).await.unwrap_err();
    assert_eq!(slow, Problem::TimedOut { host: "127.0.0.1".to_owned() });
    assert!(start.elapsed() < Duration::from_secs(8));
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let site = Site::start();
    let fetcher = Fetcher::new(&[site.host()]).unwrap();
    site.feed("/feed", "<rss/>");
    let url = Url::parse(&site.url("/feed")).unwrap();
    let known = get(&fetcher, url.as_str()).await.unwrap().known;
    assert_eq!(known.etag.as_deref(), Some("\"1\""));
    let answer = fetcher.get(&url, &known, QUICK).await.unwrap();
    assert!(matches!(answer, Answer::Unchanged));
    let closed = Url::parse("http://127.0.0.1:1/").unwrap();
    let fetcher = Fetcher::new(&["127.0.0.1".to_owned()]).unwrap();
    let none = fetcher.get(&closed, &known, QUICK).await.unwrap_err();
    assert_eq!(none, Problem::NoAnswer { host: "127.0.0.1".to_owned() });
}
