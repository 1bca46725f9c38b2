//! What this process counts while it runs, for Prometheus: by kinds and fates, never by people.

use std::sync::OnceLock;

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Messages that wait, by `kind`: `letter` or `issue`. A gauge, read from the database when it is asked for.
pub const QUEUE_LENGTH: &str = "hudhud_queue_length";
/// Seconds for which the oldest message that is due has waited, by `kind`.
pub const QUEUE_AGE: &str = "hudhud_queue_age_seconds";
/// Tries to bring a message to the mail server, by `kind` and `fate`: `accepted`, `permanent`, `transient`, `our_fault`,
/// `unreachable` (the server could not be talked to), `broken` (it hung up in the midst of it), `uncertain`, `not_sent`.
pub const ATTEMPTS: &str = "hudhud_attempts_total";
/// Seconds from a message's content to the mail server's answer to it, by `relay`.
pub const SMTP_SECONDS: &str = "hudhud_smtp_seconds";
/// Connections that were opened to the mail server, by `relay` and `outcome`: `open` or `failed`.
pub const CONNECTIONS: &str = "hudhud_connections_total";
/// Seconds that a limit of the owner's kept messages waiting, by `limit`: `all`, `relay` or `domain`.
pub const RATE_WAIT: &str = "hudhud_rate_wait_seconds";
/// Messages that somebody else settled because this worker was taken for dead.
pub const LEASES_LOST: &str = "hudhud_leases_lost_total";
/// What came back of our messages, each kind once for each, by `kind`. Read from the database when it is asked for:
/// another process may have brought it.
pub const BOUNCES: &str = "hudhud_bounces_total";

/// A loopback server answers in a millisecond, a busy one in a minute.
const SECONDS: [f64; 11] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0];

static COUNTED: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to count. The second of two calls in one process changes nothing.
pub fn count() {
    COUNTED.get_or_init(|| {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)
            .expect("the bounds of the buckets are not empty")
            .build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("Somebody else counts in this process");
        }
        describe();
        handle
    });
}

/// Puts what was timed into its buckets: until then each time takes room, and nobody may ever ask. A job.
pub fn gather() {
    if let Some(counted) = COUNTED.get() {
        counted.run_upkeep();
    }
}

/// Everything that was counted, and what `measure` sets now, in Prometheus' text format. What is measured belongs to
/// one application, what is counted to the process.
pub fn report(measure: impl FnOnce()) -> String {
    let now = PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&now, || {
        describe_gauge!(QUEUE_LENGTH, "Messages that wait to be sent");
        describe_gauge!(QUEUE_AGE, Unit::Seconds, "How long the oldest message that is due has waited");
        describe_counter!(BOUNCES, "What came back of our messages, each kind once for each message");
        measure();
    });
    let counted = COUNTED.get().map(PrometheusHandle::render).unwrap_or_default();
    format!("{}{counted}", now.handle().render())
}

fn describe() {
    describe_counter!(
        ATTEMPTS,
        "Tries to bring a message to the mail server, by how they ended; unreachable is the server itself: an address that is gone counts as permanent"
    );
    describe_histogram!(SMTP_SECONDS, Unit::Seconds, "From a message's content to the mail server's answer");
    describe_counter!(CONNECTIONS, "Connections that were opened to the mail server");
    describe_histogram!(RATE_WAIT, Unit::Seconds, "How long a limit kept messages waiting");
    describe_counter!(LEASES_LOST, "Messages that somebody else settled, who took this worker for dead");
}
