//! The text of one setting becomes what it means. An error completes the sentence "HUDHUD_X …".

use base64::Engine;

use super::{KeysSource, LogFormat, Secret, SmtpSetting, Uncertain};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use url::{Host, Url};

pub(super) type Parsed<T> = Result<T, String>;

pub(super) fn bind(text: &str) -> Parsed<SocketAddr> {
    let address = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
    let address = address.as_deref().unwrap_or(text);
    address.parse().map_err(|_| "must be an address and a port, such as 127.0.0.1:8080".to_owned())
}

/// An origin: links are made by adding a path to it.
pub(super) fn base_url(text: &str) -> Parsed<Url> {
    let url = Url::parse(text).map_err(|error| format!("is not a URL ({error})"))?;
    let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    match (url.scheme(), plain, url.username().is_empty() && url.password().is_none()) {
        ("http" | "https", true, true) => Ok(url),
        ("http" | "https", ..) => {
            Err("must end after the host or the port, such as https://join.example.org".to_owned())
        }
        _ => Err("must start with https:// or http://".to_owned()),
    }
}

/// Whether a URL leads to this machine alone.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// A path, or the content of a `keys.toml`.
pub(super) fn keys(text: &str) -> Parsed<KeysSource> {
    let inline = text.contains('\n') || text.contains('=');
    Ok(if inline { KeysSource::Inline(Secret::from(text)) } else { KeysSource::Path(PathBuf::from(text)) })
}

/// Only what can be said without knowing SMTP; the mail part reads the rest.
pub(super) fn smtp_url(text: &str) -> Parsed<SmtpSetting> {
    match text.split_once(':') {
        Some(("mailbox", "")) => Ok(SmtpSetting::Mailbox),
        Some(("smtp" | "smtps", _)) => {
            let urls: Vec<&str> = text.split(',').map(str::trim).collect();
            if urls.contains(&"") {
                return Err("has nothing before or behind a comma".to_owned());
            }
            if (1..urls.len()).any(|at| urls[..at].contains(&urls[at])) {
                return Err(
                    "names a server twice; smtp_connections says how many connections each has".to_owned()
                );
            }
            match urls.iter().all(|url| url.starts_with("smtp://") || url.starts_with("smtps://")) {
                true => Ok(SmtpSetting::Servers(urls.into_iter().map(Secret::from).collect())),
                false => {
                    Err("must start with smtp:// or smtps://, also behind each comma (a comma in a password \
                              is written %2C)"
                        .to_owned())
                }
            }
        }
        _ => Err("must be mailbox: or start with smtp:// or smtps://".to_owned()),
    }
}

/// Only what can be said without knowing IMAP; where returned mail is fetched reads the rest.
pub(super) fn imap_url(text: &str) -> Parsed<Secret> {
    match text.split_once("://") {
        Some(("imap" | "imaps", rest)) if rest.contains('@') => Ok(Secret::from(text)),
        _ => Err("must be such as imaps://user:password@mail.example.org/INBOX".to_owned()),
    }
}

pub(super) fn count(text: &str, most: u32) -> Parsed<u32> {
    let count = text.trim().parse().ok().filter(|count| (1..=most).contains(count));
    count.ok_or_else(|| format!("must be a number from 1 to {most}"))
}

/// A limit; 0 is none.
pub(super) fn limit(text: &str) -> Parsed<u32> {
    let limit = text.trim().parse().ok().filter(|limit| *limit <= 1_000_000);
    limit.ok_or_else(|| "must be a number from 0, which is no limit, to 1000000".to_owned())
}

/// What goes on the first day, the second, and so on.
pub(super) fn plan(text: &str) -> Parsed<Vec<u32>> {
    let days = text.split(',').map(str::trim).filter(|day| !day.is_empty());
    let days: Option<Vec<u32>> = days.map(|day| day.parse().ok().filter(|most| *most > 0)).collect();
    days.ok_or_else(|| {
        "must be how many messages go on the first day, the second and so on, at least 1: 50,100,200"
            .to_owned()
    })
}

pub(super) fn uncertain(text: &str) -> Parsed<Uncertain> {
    match text {
        "resend" => Ok(Uncertain::Resend),
        "hold" => Ok(Uncertain::Hold),
        _ => Err("must be resend or hold".to_owned()),
    }
}

/// A topic of Amazon SNS.
pub(super) fn topic(text: &str) -> Parsed<String> {
    let parts: Vec<&str> = text.trim().split(':').collect();
    match parts[..] {
        ["arn", _, "sns", region, account, name] if ![region, account, name].contains(&"") => {
            Ok(text.trim().to_owned())
        }
        _ => Err("must be a topic's ARN, such as arn:aws:sns:eu-west-1:123456789012:bounces".to_owned()),
    }
}

/// A secret that is all that tells a caller from a stranger, who may guess as often as they like.
pub(super) fn shared_secret(text: &str) -> Parsed<Secret> {
    const FEWEST: usize = 20;
    match text.chars().count() {
        ..FEWEST => Err(format!(
            "can be guessed: it must have {FEWEST} characters or more, such as `openssl rand -hex 32` makes"
        )),
        _ => Ok(Secret::from(text)),
    }
}

/// A public key on P-256 in base64, as SendGrid shows it: a header that is the same for all, and a point.
pub(super) fn public_key(text: &str) -> Parsed<Vec<u8>> {
    const HEADER: [u8; 26] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
        0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ];
    let bytes = base64::engine::general_purpose::STANDARD.decode(text.trim()).unwrap_or_default();
    match bytes.strip_prefix(&HEADER) {
        Some(point) if point.len() == 65 => Ok(point.to_vec()),
        _ => Err("must be the verification key that SendGrid shows, in one line".to_owned()),
    }
}

/// A level or a filter. A word alone would be taken for the name of a part of the program, and nothing be logged.
pub(super) fn log(text: &str) -> Parsed<String> {
    const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    let unknown = text.split(',').map(str::trim).find(|part| {
        !part.contains(['=', '[', ']', ':']) && !LEVELS.iter().any(|level| part.eq_ignore_ascii_case(level))
    });
    if let Some(word) = unknown {
        return Err(format!(
            "holds {word:?}, which is not a log level: write error, warn, info, debug or trace, or a filter such as \
             hudhud=debug,info"
        ));
    }
    match tracing_subscriber::EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("is not a log level or a filter ({error})")),
    }
}

pub(super) fn log_format(text: &str) -> Parsed<LogFormat> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("must be text or json".to_owned()),
    }
}

/// The first is the default.
pub(super) fn languages(text: &str) -> Parsed<Vec<String>> {
    let languages = list(text);
    let fine = |code: &String| {
        let mut parts = code.split('-');
        let first = parts.next().unwrap_or_default();
        (2..=3).contains(&first.len())
            && first.bytes().all(|byte| byte.is_ascii_lowercase())
            && parts.all(|part| {
                (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
    };
    if let Some(wrong) = languages.iter().find(|code| !fine(code)) {
        return Err(format!("holds {wrong:?}, which is no code of a language such as fa or pt-BR"));
    }
    if let Some(twice) = languages.iter().enumerate().find(|(at, code)| languages[..*at].contains(code)) {
        return Err(format!("names {} twice", twice.1));
    }
    if languages.is_empty() { Err("must name a language".to_owned()) } else { Ok(languages) }
}

pub(super) fn hosts(text: &str) -> Parsed<Vec<String>> {
    let hosts: Vec<_> = list(text).iter().map(|host| host.to_lowercase()).collect();
    match hosts.iter().find(|host| host.contains(['/', '@', ' ', '?'])) {
        Some(wrong) => Err(format!("holds {wrong:?}, which is no host; write hosts and addresses alone")),
        None => Ok(hosts),
    }
}

pub(super) fn addresses(text: &str) -> Parsed<Vec<IpAddr>> {
    let parse = |part: &String| part.parse().map_err(|_| format!("holds {part:?}, which is no IP address"));
    list(text).iter().map(parse).collect()
}

fn list(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Debug;

    fn check<T: Debug>(parsed: Parsed<T>, expected: Result<&str, &str>) {
        match (parsed, expected) {
            (Ok(value), Ok(expected)) => assert_eq!(format!("{value:?}").trim_matches('"'), expected),
            (Err(error), Err(expected)) => assert!(error.contains(expected), "{error}"),
            (parsed, expected) => panic!("{parsed:?} is not {expected:?}"),
        }
    }

    #[test]
    fn an_address_to_listen_on() {
        check(bind("0.0.0.0:80"), Ok("0.0.0.0:80"));
        check(bind("localhost:8080"), Ok("127.0.0.1:8080"));
        check(bind("[::1]:0"), Ok("[::1]:0"));
        check(bind("8080"), Err("an address and a port"));
    }

    #[test]
    fn a_base_url_is_an_origin() {
        let shown = |text| base_url(text).map(|url| url.to_string());
        check(shown("https://join.example.org"), Ok("https://join.example.org/"));
        check(shown("http://localhost:8080/"), Ok("http://localhost:8080/"));
        check(shown("https://example.org/join"), Err("must end after the host"));
        check(shown("https://example.org/?x"), Err("must end after the host"));
        check(shown("https://u:p@example.org"), Err("must end after the host"));
        check(shown("join.example.org"), Err("is not a URL"));
        check(shown("ftp://example.org"), Err("https:// or http://"));
    }

    #[test]
    fn loopback_is_this_machine_alone() {
        let check =
            |text: &str, expected| assert_eq!(is_loopback(&base_url(text).unwrap()), expected, "{text}");
        check("http://localhost:8080", true);
        check("http://127.0.0.9", true);
        check("http://[::1]:1", true);
        check("http://demo.localhost", true);
        check("http://localhost.example.org", false);
        check("http://0.0.0.0:8080", false);
        check("https://example.org", false);
    }

    #[test]
    fn keys_are_a_path_or_the_keys_themselves() {
        check(keys("/etc/hudhud/keys.toml"), Ok("Path(\"/etc/hudhud/keys.toml\")"));
        check(keys("seals = \"1\"\nindex = \"2\""), Ok("Inline(<redacted>)"));
    }

    #[test]
    fn a_mail_server_or_the_mailbox() {
        check(smtp_url("mailbox:"), Ok("Mailbox"));
        check(smtp_url("smtp://u:p@mail.example:587?tls=required"), Ok("Servers([<redacted>])"));
        check(smtp_url("smtps://mail.example"), Ok("Servers([<redacted>])"));
        check(smtp_url("smtp://a.example, smtps://b.example"), Ok("Servers([<redacted>, <redacted>])"));
        check(smtp_url("smtp://a.example,b.example"), Err("behind each comma"));
        check(smtp_url("smtp://a.example,"), Err("nothing before or behind a comma"));
        check(smtp_url("smtp://a.example,,smtp://b.example"), Err("nothing before or behind a comma"));
        check(smtp_url("smtp://a.example, smtp://a.example"), Err("a server twice"));
        check(smtp_url("mail.example:587"), Err("must be mailbox:"));
        check(smtp_url("mailbox:/tmp"), Err("must be mailbox:"));
        check(smtp_url("http://mail.example"), Err("must be mailbox:"));
    }

    #[test]
    fn a_mailbox_has_a_user_and_a_host() {
        check(imap_url("imaps://u:p@mail.example/INBOX"), Ok("<redacted>"));
        check(imap_url("imaps://mail.example"), Err("must be such as"));
        check(imap_url("pop3://u:p@mail.example"), Err("must be such as"));
    }

    #[test]
    fn counts_have_bounds() {
        check(count("4", 100), Ok("4"));
        check(count("0", 100), Err("from 1 to 100"));
        check(count("101", 100), Err("from 1 to 100"));
        check(count("many", 100), Err("from 1 to 100"));
    }

    #[test]
    fn every_day_of_a_plan_lets_something_go() {
        check(plan("50, 100"), Ok("[50, 100]"));
        check(plan(""), Ok("[]"));
        check(plan("0"), Err("at least 1"));
        check(plan("50,0,100"), Err("at least 1"));
        check(plan("many"), Err("at least 1"));
    }

    #[test]
    fn a_secret_between_two_is_long() {
        check(shared_secret("abc"), Err("20 characters"));
        check(shared_secret("0123456789012345678"), Err("20 characters"));
        check(shared_secret("01234567890123456789"), Ok("<redacted>"));
    }

    #[test]
    fn languages_are_codes_and_stand_once() {
        check(languages("ar, en"), Ok("[\"ar\", \"en\"]"));
        check(languages("fa,pt-BR"), Ok("[\"fa\", \"pt-BR\"]"));
        check(languages("arabic"), Err("no code of a language"));
        check(languages("../x"), Err("no code of a language"));
        check(languages("ar,en,ar"), Err("ar twice"));
        check(languages(" ,"), Err("must name a language"));
    }

    #[test]
    fn lists_of_hosts_and_addresses() {
        check(hosts("Blog.Local, 10.0.0.7"), Ok("[\"blog.local\", \"10.0.0.7\"]"));
        check(hosts("http://blog.local"), Err("which is no host"));
        check(addresses("127.0.0.1,::1"), Ok("[127.0.0.1, ::1]"));
        check(addresses("proxy"), Err("no IP address"));
    }

    #[test]
    fn by_what_webhooks_are_known() {
        check(
            topic("arn:aws:sns:eu-west-1:123456789012:bounces"),
            Ok("arn:aws:sns:eu-west-1:123456789012:bounces"),
        );
        check(topic("bounces"), Err("a topic's ARN"));
        let key = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEjLPJFFx4MUTLOOSVa0+QZzAQmQdjrcWqvMnVCUOTxdhBbpQMkQ6rgFqJxY4bMnm2fBnnCBZpQ3cHoX2kQoA6mg==";
        assert_eq!(public_key(key).unwrap().len(), 65);
        check(public_key("c2VjcmV0"), Err("verification key"));
    }

    #[test]
    fn words_to_choose_from() {
        check(uncertain("hold"), Ok("Hold"));
        check(uncertain("ask"), Err("resend or hold"));
        check(log_format("json"), Ok("Json"));
        check(log_format("xml"), Err("text or json"));
        check(log("hudhud=debug,info"), Ok("hudhud=debug,info"));
        check(log("hudhud=loud"), Err("not a log level"));
        check(log("loud"), Err("not a log level"));
        check(log("INFO"), Ok("INFO"));
    }

    #[test]
    fn the_plan_of_the_guide_can_be_copied() {
        let guide = include_str!("../../docs/deliverability.md");
        let after = |start: &str| guide.split_once(start).and_then(|(_, rest)| rest.lines().next()).unwrap();
        let file = plan(after("warm_up = ").trim_matches('"')).unwrap();
        assert_eq!(file, plan(after("HUDHUD_WARM_UP=")).unwrap());
        assert!(file.is_sorted() && file.starts_with(&[50, 100]) && file.ends_with(&[40_000]));
    }
}
