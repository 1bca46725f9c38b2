//! How fast an issue goes, from the database to durably settled, against what else could bring the same messages.
//!
//! `cargo bench --bench sending` prints the ratios P1 to P8, P10 and P16 of `docs/performance.md`; with words behind `--`
//! only those, and with the name of a database only with that: `cargo bench --bench sending -- P1 P3 SQLite`. What P8 needs,
//! a PostgreSQL, is named by `TEST_DATABASE_URL`. The
//! yardsticks are Debian's `postfix` (its `smtp-source` and `smtp-sink`, which need no running Postfix), `npm` and lettre;
//! a yardstick that is missing is an error.

#![expect(clippy::disallowed_methods, reason = "a benchmark may read its environment")]

mod campaign;
mod measures;
mod process;
mod proxy;
#[path = "../support/schema.rs"]
mod schema;
mod sink;
mod yardsticks;

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let wanted: Vec<String> = env::args().skip(1).filter(|word| word.starts_with('P')).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let mut failed = false;
    for (names, measure) in measures::all() {
        if !wanted.is_empty() && !names.iter().any(|name| wanted.iter().any(|word| word == name)) {
            continue;
        }
        if let Err(error) = runtime.block_on(async { measure() }) {
            println!("{}: could not be measured: {error:#}", names.join(", "));
            failed = true;
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
