//! Invariants of the source that a machine can check. `ARCHITECTURE.md` explains them.

#![expect(clippy::unwrap_used, reason = "a check that cannot go on panics")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Who may import whom: downwards only, and within a row only from left to right.
const ROWS: &[&[&str]] = &[
    &["main", "cli"],
    &["server", "worker"],
    &["home", "mailbox", "admin"],
    &["bounces", "issues", "sources", "articles", "signup", "preferences", "people"],
    &["access"],
    &["app"],
    &["web"],
    &["delivery"],
    &["mail"],
    &["subscribers"],
    &["render"],
    &["vault", "i18n", "db"],
    &["clock", "config", "telemetry"],
];

/// The rows that may name actix: what people and programs ask for.
const CAPABILITIES: [usize; 2] = [2, 3];

struct Source {
    path: PathBuf,
    /// Without comments and without the tests at the end.
    code: String,
}

impl Source {
    /// The folder or file directly below `src`.
    fn part(&self) -> &str {
        let first = self.path.strip_prefix("src").unwrap().components().next().unwrap();
        first.as_os_str().to_str().unwrap().trim_end_matches(".rs")
    }

    fn name(&self) -> &str {
        self.path.file_name().unwrap().to_str().unwrap()
    }
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_str().unwrap().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no {ending} below {folder}");
    found
}

/// Whether a file is compiled for tests alone: its parent declares it so.
fn is_for_tests(path: &Path) -> bool {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let folder = path.parent().unwrap();
    let parents = [folder.join("mod.rs"), folder.with_extension("rs")];
    let declared = format!("#[cfg(test)]\nmod {name};");
    parents.iter().any(|parent| fs::read_to_string(parent).is_ok_and(|text| text.contains(&declared)))
}

fn sources() -> Vec<Source> {
    let without_comments = |text: &str| {
        // An example in the description of the API says what a value looks like.
        let is_said = |line: &str| line.trim_start().starts_with("//") || line.contains("example = ");
        let lines = text.lines().filter(|line| !is_said(line));
        lines.collect::<Vec<_>>().join("\n")
    };
    let sources = files("src", ".rs").into_iter().filter(|path| !is_for_tests(path)).map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        let tests = text.find("mod tests {").and_then(|at| text[..at].rfind("#[cfg(test)]"));
        Source { code: without_comments(&text[..tests.unwrap_or(text.len())]), path }
    });
    sources.collect()
}

/// Parts that a piece of code names: `crate::part` and what stands in `use crate::{…}`.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if !rest.starts_with('{') {
            found.insert(word(rest));
            continue;
        }
        let mut depth = 0;
        let mut start = true;
        for (i, c) in rest.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => (),
            }
            if depth == 0 {
                break;
            }
            if depth == 1 && c.is_alphabetic() && start {
                found.insert(word(&rest[i..]));
                start = false;
            }
            if depth == 1 && (c == ',' || c == '{') {
                start = true;
            }
        }
    }
    found
}

fn row(part: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&part))
}

fn may_import(from: &str, to: &str) -> bool {
    let (Some(above), Some(below)) = (row(from), row(to)) else { return false };
    if from == to || from == "main" || from == "lib" {
        return true;
    }
    let place = |part: &str| ROWS[above].iter().position(|name| *name == part);
    above < below || (above == below && place(from) < place(to))
}

#[test]
fn imports_point_downwards() {
    let known: BTreeSet<&str> = ROWS.iter().flat_map(|row| row.iter().copied()).collect();
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.part() != "lib") {
        assert!(known.contains(source.part()), "{} has no place in the table", source.path.display());
        for to in imports(&source.code).iter().filter(|to| known.contains(to.as_str())) {
            if !may_import(source.part(), to) {
                wrong.push(format!("{} imports {to}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports point downwards only:\n{}", wrong.join("\n"));
}

#[test]
fn the_table_itself_is_read_rightly() {
    assert!(imports("use crate::{db::{Conn, schema::x}, vault::Vault};\ncrate::mail::y()").len() == 3);
    assert!(may_import("issues", "articles") && !may_import("articles", "issues"));
    assert!(may_import("app", "web") && !may_import("web", "app"));
    assert!(may_import("vault", "db") && !may_import("db", "vault"));
}

/// Code that only some parts may write, by what it looks like.
fn only(what: &str, allowed: impl Fn(&Source) -> bool) {
    let elsewhere: Vec<String> = sources()
        .iter()
        .filter(|source| source.code.contains(what) && !allowed(source))
        .map(|source| source.path.display().to_string())
        .collect();
    assert!(elsewhere.is_empty(), "{what} has no business in:\n{}", elsewhere.join("\n"));
}

#[test]
fn only_handlers_and_web_speak_http() {
    let http = ["web", "access", "server"];
    only("actix_web", |source| {
        http.contains(&source.part()) || row(source.part()).is_some_and(|row| CAPABILITIES.contains(&row))
    });
}

#[test]
fn only_the_transport_and_the_mailbox_of_returned_mail_open_connections_to_mail_servers() {
    only("TcpStream", |source| {
        source.path.starts_with("src/mail/transport") || source.path.starts_with("src/bounces/imap")
    });
}

#[test]
fn only_db_and_native_files_tell_the_databases_apart() {
    let native = |source: &Source| source.part() == "db" || source.name().ends_with("_native.rs");
    only("Conn::Sqlite", native);
    only("Conn::Postgres", native);
    only("sql_query", native);
    only("batch_execute", native);
}

#[test]
fn only_config_reads_the_environment_and_only_clock_the_time() {
    only("env::var", |source| source.part() == "config");
    only("Utc::now", |source| source.part() == "clock");
    only("SystemTime::now", |source| source.part() == "clock");
}

#[test]
fn no_code_names_a_language() {
    // The demo's content is written in languages.
    let is_content = |source: &Source| source.path.to_str().unwrap().contains("demo");
    only("\"ar\"", is_content);
    // What a terminal speaks is no language of the site.
    let is_of_programs = |source: &Source| source.path == Path::new("src/i18n/catalogue.rs");
    only("\"en\"", |source| {
        is_content(source) || is_of_programs(source) || source.path.starts_with("src/config")
    });
}

#[test]
fn nothing_is_left_open_or_silenced() {
    for folder in ["src", "tests"] {
        for path in files(folder, ".rs").into_iter().filter(|path| path != Path::new("tests/tidy.rs")) {
            let text = fs::read_to_string(&path).unwrap();
            for word in ["todo!", "unimplemented!", "TODO", "FIXME", "XXX", "#[ignore", "#[allow("] {
                assert!(!text.contains(word), "{} has {word}", path.display());
            }
        }
    }
}

#[test]
fn files_stay_small() {
    // The schema is a list of columns.
    let mut lines: Vec<(usize, PathBuf)> = files("src", ".rs")
        .into_iter()
        .filter(|path| path != Path::new("src/db/schema.rs"))
        .map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path))
        .collect();
    lines.sort();
    let (most, largest) = lines.last().unwrap();
    assert!(*most <= 400, "{} has {most} lines", largest.display());
    let (median, _) = lines[lines.len() / 2];
    assert!(median <= 100, "half of the files have more than {median} lines");
}

#[test]
fn every_module_says_what_it_is() {
    for path in files("src", ".rs") {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} begins without a sentence about itself", path.display());
    }
}

#[test]
fn styles_know_no_left_and_right() {
    for path in files("assets", ".css") {
        let text = fs::read_to_string(&path).unwrap();
        for word in [
            "margin-left",
            "margin-right",
            "padding-left",
            "padding-right",
            "text-align:left",
            "text-align:right",
            "border-left",
            "border-right",
            "letter-spacing",
            "float:",
        ] {
            assert!(!text.contains(word), "{} has {word}; use logical properties", path.display());
        }
    }
}

#[test]
fn nothing_is_loaded_from_anybody_else() {
    for path in files("templates", ".html").into_iter().chain(files("assets", ".css")) {
        let text = fs::read_to_string(&path).unwrap();
        // Ours, by its address alone: nothing in a page is a script.
        let text = text.replace("<script src=\"{{ asset(name=", "");
        for word in [
            "src=\"http",
            "src=\"//",
            "url(http",
            "@import",
            "<script",
            "<link rel=\"stylesheet\" href=\"http",
        ] {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |folder: &str| -> Vec<PathBuf> {
        let found = files(folder, ".sql").into_iter();
        found.map(|path| path.strip_prefix(folder).unwrap().to_path_buf()).collect()
    };
    assert_eq!(names("migrations/sqlite"), names("migrations/postgres"));
}

/// The keys of all sentences, in whichever language.
fn sentences() -> BTreeSet<String> {
    let texts = files("locales", ".ftl").into_iter().map(|path| fs::read_to_string(path).unwrap());
    let keys = texts.flat_map(|text| {
        let lines = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        lines.filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned())).collect::<Vec<_>>()
    });
    keys.collect()
}

#[test]
fn every_mistake_has_its_sentence() {
    let (sentences, mut mute) = (sentences(), Vec::new());
    for source in sources() {
        let named = source.code.split("Mistake::new(\"").skip(1).filter_map(|rest| rest.split_once('"'));
        let unknown = named.filter(|(key, _)| !sentences.contains(*key));
        mute.extend(unknown.map(|(key, _)| format!("{}: {key}", source.path.display())));
    }
    assert!(mute.is_empty(), "nothing says: {mute:?}");
}

#[test]
fn every_sentence_is_said_somewhere() {
    let spoken = [files("src", ".rs"), files("templates", ".html"), files("templates", ".txt")].concat();
    let spoken: String = spoken.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    // Whole keys, and what stands before a hole: `"letter-name-" ~ name` and `"country-{}"` say all that begins so.
    let words: BTreeSet<&str> = spoken.split(['"', '\'', '{']).collect();
    let is_said =
        |key: &str| words.contains(key) || key.match_indices('-').any(|(at, _)| words.contains(&key[..=at]));
    let silent: Vec<String> = sentences().into_iter().filter(|key| !is_said(key)).collect();
    assert!(silent.is_empty(), "nobody says: {silent:?}");
}

/// What a person typed or is called, as plain text: a type that holds it can not be printed by accident.
#[test]
fn personal_words_are_in_no_type_that_prints_itself() {
    let personal = ["email: ", "kept_email: ", "help: ", "address: ", "typed: "];
    let mut printed = Vec::new();
    for source in sources() {
        for block in source.code.split("#[derive(Debug").skip(1) {
            let block = &block[..block.find("\n}").unwrap_or(block.len())];
            let fields = block.lines().map(|line| line.trim().trim_start_matches("pub "));
            let found = fields.filter(|field| {
                field.contains("String") && personal.iter().any(|name| field.starts_with(name))
            });
            printed.extend(found.map(|field| format!("{}: {field}", source.path.display())));
        }
    }
    assert!(printed.is_empty(), "these print what is personal: {printed:?}");
}

/// Words such as "issue.send" between quotation marks.
fn actions(code: &str) -> BTreeSet<String> {
    let is_word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let is_action = |word: &&str| word.split_once('.').is_some_and(|(a, b)| is_word(a) && is_word(b));
    code.split('"').skip(1).step_by(2).filter(is_action).map(str::to_owned).collect()
}

#[test]
fn everything_that_the_audit_ever_says_has_its_sentence() {
    let sources = sources();
    let words = sources.iter().find(|source| source.name() == "audit_words.rs").unwrap();
    let known = actions(&words.code);
    assert!(known.len() > 40, "{known:?}");
    for source in sources.iter().filter(|source| source.code.contains("audit::append(")) {
        let said = actions(&source.code);
        let unknown: Vec<_> = said.difference(&known).filter(|word| !word.ends_with(".html")).collect();
        assert!(unknown.is_empty(), "{}: {unknown:?}", source.path.display());
    }
}
