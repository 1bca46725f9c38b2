//! The program `hudhud`.

use std::process::ExitCode;

fn main() -> ExitCode {
    hudhud::cli::main()
}
