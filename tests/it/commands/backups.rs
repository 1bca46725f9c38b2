//! Copies of the database: whole, without the keys, at home in both databases.

use std::os::unix::fs::PermissionsExt;

use diesel::{Connection, QueryDsl, RunQueryDsl, SqliteConnection, sql_query};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use hudhud::delivery;
use serde_json::json;

use super::desk::Desk;
use crate::support::smtp::{Act, Step};

/// A campaign with these people, who read English.
pub fn campaign(people: &[&str]) -> Desk {
    let desk = Desk::new();
    let rows: String = people.iter().map(|name| format!("{name}@example.org,{name},en\n")).collect();
    desk.write("people.csv", &format!("email,name,reading\n{rows}"));
    desk.json(&["subscriber", "import", "people.csv", "--consent", "Signed at the fair"]);
    desk
}

/// An issue of one article.
pub fn draft(desk: &Desk) {
    desk.write("moon.en.md", "---\nlanguage: en\ntitle: The moon\npublished: 2026-05-01\n---\nThe *moon*\n");
    desk.json(&["article", "add", "moon.en.md"]);
    desk.json(&["issue", "draft"]);
}

/// What a killed worker had in hand is anybody's.
fn as_if_a_minute_had_passed(desk: &Desk) {
    let (db, _) = desk.open();
    db.write_blocking(|conn| diesel::delete(hudhud::db::schema::workers::table).execute(conn)).unwrap();
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

fn count(backup: &mut SqliteConnection, what: &str) -> i64 {
    sql_query(format!("SELECT count(*) AS n FROM {what}")).get_result::<Count>(backup).unwrap().n
}

#[test]
fn a_backup_is_its_owners_alone_and_holds_no_address_and_no_key() {
    let desk = campaign(&["layla", "omar"]);
    let made = desk.json(&["backup", "copy.db"]);
    assert_eq!(
        (&made["subscribers"], made["needs_keys"].as_array().unwrap().len()),
        (&json!(2), 2),
        "{made}"
    );
    let file = desk.dir.path().join("copy.db");
    let bytes = std::fs::read(&file).unwrap();
    let holds = |what: &str| bytes.windows(what.len()).any(|window| window == what.as_bytes());
    assert!(holds("subscribers") && !holds("layla") && !holds("omar") && !holds("@example.org"));
    let keys = desk.read("data/keys.toml");
    let secrets: Vec<&str> = keys.split('"').filter(|word| word.len() > 30).collect();
    assert!(!secrets.is_empty() && secrets.iter().all(|secret| !holds(secret)), "no key is in it");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(desk.refused(1, &["backup", "copy.db"]).contains("there already"));
    assert_eq!(std::fs::read(&file).unwrap(), bytes, "nothing is overwritten");
    let left: Vec<_> =
        std::fs::read_dir(desk.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.iter().filter(|name| name.to_string_lossy().contains("copy.db")).count(), 1, "{left:?}");
}

#[test]
fn without_a_database_there_is_nothing_to_copy() {
    let desk = Desk::embedded();
    assert!(desk.refused(1, &["backup", "copy.db"]).contains("no database yet"));
    assert!(!desk.dir.path().join("data").exists(), "nothing was made");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_while_an_issue_is_sent_is_one_moment_and_nobody_gets_the_issue_twice_after_it() {
    let people: Vec<String> = (1..=12).map(|n| format!("reader-{n}")).collect();
    let mut desk = campaign(&people.iter().map(String::as_str).collect::<Vec<_>>());
    desk.env.push(("HUDHUD_SMTP_CONNECTIONS", "1".to_owned()));
    draft(&desk);
    // Five go, and the mail server says nothing to the sixth.
    (0..5).for_each(|_| desk.smtp.once(Step::Mail, Act::say("250 2.1.0 Go on")));
    desk.smtp.once(Step::Mail, Act::Hang);
    let serving = desk.serve(&[]);
    assert_eq!(desk.json(&["issue", "send", "1"])["selected"], 12);
    desk.mails(5).await;
    // That the fifth went is written down though the sixth's answer is waited for.
    let path = desk.dir.path().join("middle.db");
    let backup = || {
        std::fs::remove_file(&path).ok();
        desk.json(&["backup", "middle.db"]);
        SqliteConnection::establish(path.to_str().unwrap()).unwrap()
    };
    let mut backup = until(&desk, || {
        let mut copy = backup();
        (count(&mut copy, "deliveries WHERE state = 'sent'") == 5).then_some(copy)
    })
    .await;
    drop(serving);
    let states =
        ["state = 'sent'", "state IN ('failed', 'skipped')", "state IN ('due', 'leased', 'in_data')"];
    let [sent, over, waiting] = states.map(|state| count(&mut backup, &format!("deliveries WHERE {state}")));
    assert_eq!((sent, over), (5, 0));
    assert_eq!(sent + over + waiting, 12);
    assert_eq!(count(&mut backup, "pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
    assert_eq!(count(&mut backup, "pragma_foreign_key_check"), 0);
    drop(backup);

    // The issue goes to everybody; then somebody restores what was copied in the middle of it.
    as_if_a_minute_had_passed(&desk);
    let serving = desk.serve(&[]);
    desk.mails(12).await;
    assert_eq!(serving.terminate().0, Some(0));
    desk.json(&["restore", "middle.db", "--replace"]);
    assert!(desk.refused(1, &["issue", "send", "1", "--wait"]).contains("resume-sending"));
    desk.json(&["resume-sending"]);
    if desk.json(&["issue", "show", "1"])["status"] == "paused" {
        desk.json(&["issue", "resume", "1"]);
    }
    let serving = desk.serve(&[]);
    until(&desk, || (desk.json(&["issue", "show", "1"])["status"] == "sent").then_some(())).await;
    drop(serving);
    let mut to: Vec<String> = desk.smtp.mails().into_iter().map(|mail| mail.to).collect();
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 12, "everybody got it");
    assert_eq!(desk.smtp.mails().len(), 12, "nobody got it twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waited_in_the_backup_and_was_erased_since_waits_no_longer() {
    let mut desk = campaign(&["reader-1", "reader-2", "reader-3"]);
    desk.env.push(("HUDHUD_SMTP_CONNECTIONS", "1".to_owned()));
    draft(&desk);
    desk.smtp.once(Step::Mail, Act::say("250 2.1.0 Go on"));
    desk.smtp.once(Step::Mail, Act::Hang);
    let serving = desk.serve(&[]);
    desk.json(&["issue", "send", "1"]);
    desk.mails(1).await;
    desk.json(&["backup", "middle.db"]);
    drop(serving);
    as_if_a_minute_had_passed(&desk);
    desk.json(&["subscriber", "erase", "reader-3@example.org"]);
    let is_sent = || (desk.json(&["issue", "show", "1"])["status"] == "sent").then_some(());
    let serving = desk.serve(&[]);
    until(&desk, is_sent).await;
    assert_eq!(serving.terminate().0, Some(0));
    desk.json(&["restore", "middle.db", "--replace"]);
    let states: Vec<delivery::State> = desk
        .open()
        .0
        .read_blocking(|conn| {
            use hudhud::db::schema::deliveries::dsl;
            dsl::deliveries.order(dsl::state).select(dsl::state).load(conn)
        })
        .unwrap();
    assert_eq!(states, [delivery::State::Sent, delivery::State::Sent, delivery::State::Skipped]);
    desk.json(&["resume-sending"]);
    assert!(is_sent().is_some());
}

async fn until<T>(desk: &Desk, look: impl Fn() -> Option<T>) -> T {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(std::time::Instant::now() < end, "{}", desk.read("serve.log"));
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[test]
fn a_backup_moves_to_the_other_database_and_back() {
    let desk = campaign(&["layla", "omar"]);
    draft(&desk);
    desk.json(&["topic", "add", "rights", "--name", "en=Rights", "--name", "ar=حقوق"]);
    desk.json(&["subscriber", "erase", "omar@example.org"]);
    desk.json(&["backup", "there.db"]);
    let other = desk.elsewhere();
    other.take(&desk, "there.db");
    let restored = other.json(&["restore", "there.db"]);
    assert_eq!((&restored["subscribers"], &restored["suppressions"]), (&json!(1), &json!(1)), "{restored}");
    for question in [
        &["subscriber", "find", "layla@example.org"][..],
        &["subscriber", "find", "omar@example.org"],
        &["issue", "show", "1"],
        &["article", "list"],
        &["topic", "list"],
    ] {
        assert_eq!(other.json(question), desk.json(question), "{question:?}");
    }
    other.write("more.csv", "email,name,reading\nhuda@example.org,Huda,ar\n");
    other.json(&["subscriber", "import", "more.csv", "--consent", "Signed at the fair"]);
    other.json(&["backup", "back.db"]);
    desk.take(&other, "back.db");
    desk.json(&["restore", "back.db", "--replace"]);
    let people =
        ["layla", "huda"].map(|name| ["subscriber".into(), "find".into(), format!("{name}@example.org")]);
    for question in people {
        let question = question.each_ref().map(String::as_str);
        assert_eq!(desk.json(&question), other.json(&question));
    }
    // Ids are counted on behind those that came along.
    desk.write("more.csv", "email,name,reading\nnoor@example.org,Noor,ar\n");
    assert_eq!(
        desk.json(&["subscriber", "import", "more.csv", "--consent", "Signed at the fair"])["created"],
        1
    );
}

#[test]
fn an_older_backup_is_brought_up_to_date_and_a_newer_one_refused() {
    let desk = campaign(&["layla"]);
    desk.json(&["backup", "older.db"]);
    std::fs::copy(desk.dir.path().join("older.db"), desk.dir.path().join("newer.db")).unwrap();
    let open =
        |name: &str| SqliteConnection::establish(desk.dir.path().join(name).to_str().unwrap()).unwrap();
    let folder = format!("{}/migrations/sqlite", env!("CARGO_MANIFEST_DIR"));
    open("older.db").revert_last_migration(FileBasedMigrations::from_path(folder).unwrap()).unwrap();
    sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000001')")
        .execute(&mut open("newer.db"))
        .unwrap();
    assert!(desk.refused(1, &["restore", "newer.db", "--replace"]).contains("newer Hudhud"));
    assert_eq!(desk.json(&["restore", "older.db", "--replace"])["on_the_list"], 1);
}
