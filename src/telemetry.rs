//! What the program says about itself while it runs, on stderr. Addresses, names and tokens are never in it: the types
//! that hold them do not print them.

pub mod metrics;

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// How each line of the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

/// Starts to write the log. The second of two calls in one process changes nothing.
pub fn start(filter: &str, format: LogFormat) {
    let filter = EnvFilter::new(filter);
    // Colours are for people; a file or the journal would keep them as noise.
    let log = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let registry = tracing_subscriber::registry().with(filter);
    let started = match format {
        LogFormat::Text => registry.with(log).try_init(),
        LogFormat::Json => registry.with(log.json()).try_init(),
    };
    if started.is_err() {
        tracing::debug!("The log was started before");
    }
}
