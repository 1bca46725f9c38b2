//! A backup in the place of the database: nobody who left is written to, and nothing is lost half-way.

use std::process::{Command, Stdio};

use diesel::prelude::*;
use hudhud::{
    access::{admins, audit},
    db::{Conn, PublicId, schema},
    delivery,
    subscribers::{EmailAddress, Status, store, suppression, suppression::Reason},
    vault::Vault,
};
use serde_json::{Value, json};

use super::{backups::campaign, backups::draft, desk::Desk, stdout};

fn find(desk: &Desk, name: &str) -> Value {
    desk.json(&["subscriber", "find", &format!("{name}@example.org")])
}

fn status(desk: &Desk, name: &str) -> String {
    find(desk, name)["status"].as_str().unwrap_or("nobody").to_owned()
}

fn address(name: &str) -> EmailAddress {
    format!("{name}@example.org").parse().unwrap()
}

/// Changes people by the functions that pages and postmen use.
fn change(desk: &Desk, work: impl FnOnce(&mut Conn, &Vault) -> QueryResult<()> + Send + 'static) {
    let (db, vault) = desk.open();
    db.write_blocking(move |conn| work(conn, &vault)).unwrap();
}

fn id_of(conn: &mut Conn, vault: &Vault, name: &str) -> i64 {
    store::find_by_index(conn, &vault.index(address(name).as_str())).unwrap().unwrap().id
}

#[test]
fn who_left_after_the_backup_stays_away_whatever_the_reason() {
    let desk = campaign(&["stays", "leaves", "complains", "rests", "bounces", "erased", "moves", "revokes"]);
    desk.json(&["backup", "copy.db"]);
    desk.json(&["subscriber", "erase", "erased@example.org"]);
    desk.write("late.csv", "email,name,reading\nlate@example.org,Late,en\n");
    desk.json(&["subscriber", "import", "late.csv", "--consent", "Signed at the fair"]);
    change(&desk, |conn, vault| {
        let now = chrono::Utc::now().naive_utc();
        for name in ["leaves", "late"] {
            let id = id_of(conn, vault, name);
            store::leave(conn, id, now)?;
        }
        let id = id_of(conn, vault, "bounces");
        store::mark_unreachable(conn, id, now)?;
        let index = vault.index(address("complains").as_str());
        suppression::add(conn, &index, &vault.index_key_id(), Reason::Complained, None, now)?;
        let blocked = vault.index(address("stranger").as_str());
        suppression::add(conn, &blocked, &vault.index_key_id(), Reason::Blocked, None, now)?;
        use schema::subscribers::dsl;
        let one = |id| dsl::subscribers.filter(dsl::id.eq(id));
        let id = id_of(conn, vault, "rests");
        diesel::update(one(id))
            .set((dsl::status.eq(Status::Paused), dsl::paused_until.eq(now)))
            .execute(conn)?;
        let id = id_of(conn, vault, "revokes");
        diesel::update(one(id)).set(dsl::link_generation.eq(7)).execute(conn)?;
        let id = id_of(conn, vault, "moves");
        let public_id: PublicId = one(id).select(dsl::public_id).first(conn)?;
        let email = vault.seal(store::EMAIL, &public_id, address("moved").as_str());
        let index = vault.index(address("moved").as_str());
        diesel::update(one(id)).set((dsl::email.eq(email), dsl::email_index.eq(index))).execute(conn)?;
        Ok(())
    });
    let restored = desk.json(&["restore", "copy.db", "--replace"]);
    assert_eq!((&restored["on_the_list"], &restored["gone_since"]), (&json!(4), &json!(4)), "{restored}");
    let expected = [
        ("stays", "active"),
        ("leaves", "left"),
        ("complains", "complained"),
        ("rests", "paused"),
        ("bounces", "unreachable"),
        ("erased", "nobody"),
        ("late", "left"),
        ("moved", "active"),
        ("revokes", "active"),
    ];
    assert_eq!(
        expected.map(|(name, _)| (name, status(&desk, name))),
        expected.map(|(name, is)| (name, is.to_owned()))
    );
    assert!(desk.refused(1, &["subscriber", "find", "moves@example.org"]).contains("nothing is known"));
    assert_eq!(find(&desk, "erased")["suppressed"], json!(["erased"]));
    assert_eq!(find(&desk, "stranger")["suppressed"], json!(["blocked"]));
    let (db, vault) = desk.open();
    db.read_blocking(|conn| -> QueryResult<()> {
        let revoked = store::find_by_index(conn, &vault.index(address("revokes").as_str()))?.unwrap();
        assert_eq!(revoked.link_generation, 7, "a link that was revoked stays dead");
        let moved = store::find_by_index(conn, &vault.index(address("moved").as_str()))?.unwrap();
        assert_eq!(moved.email(&vault).unwrap(), address("moved"));
        let followed = audit::follow(conn, audit::Whole::empty(), i64::MAX)?;
        assert!(matches!(followed, audit::Followed::ToTheEnd(_)), "the audit is one chain");
        let done: Vec<String> =
            schema::audit::table.order(schema::audit::id).select(schema::audit::action).load(conn)?;
        assert!(
            done.contains(&"subscriber.erase".to_owned()) && done.last().unwrap() == "database.restore",
            "{done:?}"
        );
        Ok(())
    })
    .unwrap();
}

#[test]
fn who_was_locked_out_stays_out_and_who_was_admitted_stays() {
    let desk = Desk::new();
    let first = desk.json(&["admin", "add", "first@example.org", "--role", "owner"]);
    desk.json(&["admin", "add", "gone@example.org", "--role", "owner"]);
    desk.json(&["token", "create", "website", "--scope", "write"]);
    desk.json(&["backup", "copy.db"]);
    desk.json(&["admin", "disable", "gone@example.org"]);
    desk.json(&["admin", "add", "later@example.org", "--role", "editor"]);
    desk.json(&["token", "revoke", "website"]);
    // Something that is kept: else there is nothing to compare.
    change(&desk, |conn, vault| {
        let index = vault.index(address("stranger").as_str());
        suppression::add(
            conn,
            &index,
            &vault.index_key_id(),
            Reason::Blocked,
            None,
            chrono::Utc::now().naive_utc(),
        )
    });
    desk.json(&["restore", "copy.db"]);
    let admins = desk.json(&["admin", "list"]);
    let listed: Vec<_> =
        admins["items"].as_array().unwrap().iter().map(|one| (&one["email"], &one["enabled"])).collect();
    let (yes, no) = (json!(true), json!(false));
    let emails = ["first", "gone", "later"].map(|name| json!(format!("{name}@example.org")));
    assert_eq!(listed, [(&emails[0], &yes), (&emails[1], &no), (&emails[2], &yes)]);
    assert_eq!(desk.json(&["token", "list"])["items"][0]["revoked"], true);
    let (db, _) = desk.open();
    let links: i64 = db.read_blocking(|conn| schema::sign_in_links::table.count().get_result(conn)).unwrap();
    assert_eq!(links, 0, "{} does not sign in any more", first["url"]);
    assert_eq!(db.read_blocking(admins::list).unwrap().len(), 3);
}

#[test]
fn after_a_restore_nothing_goes_until_the_owner_says_so() {
    let desk = campaign(&["layla"]);
    draft(&desk);
    desk.json(&["issue", "send", "1", "--at", "2099-01-01T10:00:00Z"]);
    desk.json(&["backup", "copy.db"]);
    assert_eq!(desk.json(&["restore", "copy.db", "--replace"])["sending"], "held");
    assert_eq!(desk.json(&["issue", "show", "1"])["status"], "approved", "nothing starts by itself");
    let told = stdout(&desk.run(&["doctor"]));
    assert!(told.contains("sending: is held") && told.contains("hudhud resume-sending"), "{told}");
    assert!(desk.refused(1, &["issue", "send", "1", "--wait"]).contains("hudhud resume-sending"));
    assert!(desk.smtp.mails().is_empty());
    let told = stdout(&desk.run(&["resume-sending"]));
    assert!(told.contains("Sending goes on.") && !told.contains("paused"), "{told}");
    assert!(desk.refused(1, &["resume-sending"]).contains("not held"));
    assert_eq!(desk.json(&["issue", "send", "1", "--wait"])["status"], "sent");
    assert_eq!(desk.smtp.mails().len(), 1);
}

#[test]
fn whoever_sends_or_resumes_while_all_is_held_is_told() {
    let desk = campaign(&["layla"]);
    draft(&desk);
    desk.json(&["backup", "copy.db"]);
    desk.json(&["restore", "copy.db", "--replace"]);
    let told = stdout(&desk.run(&["issue", "send", "1"]));
    assert!(told.contains("one reader") && told.contains("hudhud resume-sending"), "{told}");
    desk.json(&["issue", "pause", "1"]);
    let told = stdout(&desk.run(&["issue", "resume", "1"]));
    assert!(told.contains("sending") && told.contains("hudhud resume-sending"), "{told}");
    let shown = desk.json(&["issue", "show", "1"]);
    assert_eq!(shown["progress"]["held_back"]["why"], "restore", "{shown}");
    desk.json(&["issue", "pause", "1"]);
    let told = stdout(&desk.run(&["resume-sending"]));
    let subject = shown["texts"]["en"]["subject"].as_str().unwrap();
    assert!(told.contains(&format!("issue 1 is paused: {subject}")), "{told}");
    desk.json(&["issue", "resume", "1"]);
}

#[test]
fn a_restore_that_makes_no_sense_changes_nothing() {
    let desk = campaign(&["layla", "omar"]);
    desk.json(&["backup", "copy.db"]);
    desk.json(&["subscriber", "erase", "omar@example.org"]);
    desk.write("notes.txt", "no backup at all");
    let whole = std::fs::read(desk.dir.path().join("copy.db")).unwrap();
    std::fs::write(desk.dir.path().join("half.db"), &whole[..whole.len() / 2]).unwrap();
    let asked = desk.refused(2, &["restore", "copy.db"]);
    assert!(asked.contains("holds 1 people") && asked.contains("--replace"), "{asked}");
    for (file, reason) in [("notes.txt", "no backup"), ("half.db", "half.db"), ("nowhere.db", "nowhere.db")] {
        let told = desk.refused(1, &["restore", file, "--replace"]);
        assert!(told.contains(reason), "{told}");
    }
    let serving = desk.serve(&["--no-worker"]);
    assert!(desk.refused(1, &["restore", "copy.db", "--replace"]).contains("stop `hudhud serve`"));
    assert_eq!(serving.terminate().0, Some(0));

    let keys = desk.read("data/keys.toml");
    let stranger = Desk::new();
    stranger.json(&["keys", "check"]);
    std::fs::copy(stranger.keys(), desk.keys()).unwrap();
    let told = desk.refused(2, &["restore", "copy.db", "--replace"]);
    let needed = desk_keys(&desk, "copy.db");
    assert!(told.contains("copy.db") && needed.iter().any(|key| told.contains(key)), "{told}");
    desk.write("data/keys.toml", &keys);
    assert_eq!(status(&desk, "layla"), "active");
    assert_eq!(status(&desk, "omar"), "nobody");
    assert!(stdout(&desk.run(&["doctor"])).contains("sending: goes on"), "nothing was held");
}

#[test]
fn where_nothing_can_be_compared_it_is_said_what_nobody_knows() {
    let desk = campaign(&["layla", "omar"]);
    desk.json(&["backup", "copy.db"]);
    desk.json(&["subscriber", "erase", "omar@example.org"]);
    let other = desk.elsewhere();
    other.take(&desk, "copy.db");
    let told = stdout(&other.run(&["restore", "copy.db"]));
    let today = chrono::Utc::now().format("%Y-%m-%d").to_string();
    for part in
        [&*format!("the backup ends at {today}"), "nobody knows who left", "issue cancel", "resume-sending"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    let again = desk.elsewhere();
    again.take(&desk, "copy.db");
    let restored = again.json(&["restore", "copy.db"]);
    assert!(restored["unknown_since"].is_string() && restored["gone_since"].is_null(), "{restored}");
    let told = stdout(&desk.run(&["restore", "copy.db", "--replace"]));
    assert!(!told.contains("CAREFUL") && told.contains("1 left, complained or were erased"), "{told}");
}

/// Which keys a backup needs.
fn desk_keys(desk: &Desk, file: &str) -> Vec<String> {
    let path = desk.dir.path().join(file);
    let mut backup = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    schema::key_checks::table.select(schema::key_checks::key_id).load(&mut backup).unwrap()
}

#[test]
fn a_restore_that_is_killed_leaves_the_old_database_or_the_new_one() {
    let desk = campaign(&["layla", "omar"]);
    desk.json(&["backup", "copy.db"]);
    desk.write("late.csv", "email,name,reading\nlate@example.org,Late,en\n");
    let mut is_old = true;
    for milliseconds in [0, 5, 10, 20, 30, 40, 50, 60, 80, 120] {
        if !is_old {
            desk.json(&["subscriber", "import", "late.csv", "--consent", "Signed at the fair"]);
            desk.json(&["resume-sending"]);
        }
        let mut command = desk.command(&["restore", "copy.db", "--replace"]);
        let mut restoring = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // The one thing here that is about real time: when the machine loses its power.
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        Command::new("kill").args(["-KILL", &restoring.id().to_string()]).status().unwrap();
        restoring.wait().unwrap();
        let exported =
            desk.json(&["subscriber", "export", &format!("after-{milliseconds}.csv")])["exported"].clone();
        let held = stdout(&desk.run(&["doctor"])).contains("sending: is held");
        is_old = exported == 3 || !held;
        assert!(exported == 2 || (exported == 3 && !held), "{exported} people, held: {held}");
    }
    desk.json(&["restore", "copy.db", "--replace"]);
    let left: Vec<String> = std::fs::read_dir(desk.dir.path().join("data"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("restoring") || name.starts_with("replaced"))
        .collect();
    assert_eq!(left, Vec::<String>::new(), "nothing stays behind");
    assert_eq!(status(&desk, "layla"), "active");
}

#[tokio::test]
async fn what_is_held_waits_whole_and_goes_once_it_is_released() {
    use crate::support::TestApp;
    let app = TestApp::start().await;
    let now = app.clock.now();
    app.app.db.write(move |conn| delivery::hold(conn, delivery::WhenUncertain::Resend, now)).await.unwrap();
    app.post("/en/link", &[("email", "layla@example.org")]).await;
    let join = [("email", "layla@example.org"), ("reading", "en"), ("consent", "yes")];
    app.post("/en/join", &join).await.expect(303);
    assert!(app.delivered().await.is_empty(), "held");
    app.app.db.write(delivery::release).await.unwrap();
    assert_eq!(app.delivered().await.len(), 1);
}
