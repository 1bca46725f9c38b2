//! Server-sent events: news of something that goes on, for as long as somebody watches and it lasts.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{
    HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    http::header::{self, ContentEncoding},
    rt,
    web::Bytes,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch},
    time::{Instant, sleep},
};

use crate::web::Failure;

/// How many may watch at once in one process.
const MOST: usize = 32;
/// How often somebody looks whether there is news.
const BEAT: Duration = Duration::from_secs(1);
/// How long nothing may be said before a sign of life is, so that who went away is noticed.
const SILENCE: Duration = Duration::from_secs(15);
/// How long one stream lasts. A browser asks again by itself, and its session is looked at anew.
const LIFE: Duration = Duration::from_secs(600);
/// Milliseconds after which a browser asks again.
const AGAIN: &str = "retry: 3000\n\n";

/// What was seen of something that is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// It goes on. Told as `progress` if it is not as it was.
    Progress(String),
    /// There is nothing to come. Told as `over`.
    Over(String),
    /// Whoever watches may not any more.
    Forbidden,
}

/// Room for all who watch. Clones are one room.
#[derive(Clone)]
pub struct Streams {
    places: Arc<Semaphore>,
    closing: watch::Sender<bool>,
}

impl Default for Streams {
    fn default() -> Streams {
        Streams { places: Arc::new(Semaphore::new(MOST)), closing: watch::Sender::new(false) }
    }
}

impl Streams {
    /// Answers with what `look` sees, now and whenever it changes.
    ///
    /// # Errors
    /// Too many watch already.
    pub fn watch(
        &self,
        look: impl AsyncFnMut() -> Result<Seen, Failure> + 'static,
    ) -> Result<HttpResponse, Failure> {
        let full = |_| Failure::TooMany { retry_after_s: 10 };
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(full)?;
        let (events, watched) = mpsc::channel(1);
        rt::spawn(tell(look, events, self.closing.subscribe()));
        Ok(HttpResponse::Ok()
            .content_type("text/event-stream")
            // Else it would be compressed, and wait until there is enough to compress.
            .insert_header(ContentEncoding::Identity)
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(BoxBody::new(Stream { watched, _place: place })))
    }

    /// Ends all streams: the server stops.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }
}

/// Looks and tells, until there is nothing to come, nobody listens, or the server stops.
async fn tell(
    mut look: impl AsyncFnMut() -> Result<Seen, Failure>,
    events: mpsc::Sender<Bytes>,
    mut closing: watch::Receiver<bool>,
) {
    let began = Instant::now();
    let (mut last, mut said_at) = (String::new(), began);
    let mut heard = events.send(Bytes::from_static(AGAIN.as_bytes())).await;
    while heard.is_ok() && began.elapsed() < LIFE && !*closing.borrow() {
        match look().await {
            Ok(Seen::Progress(data)) if data != last => {
                heard = events.send(event("progress", &data)).await;
                (last, said_at) = (data, Instant::now());
            }
            Ok(Seen::Progress(_)) if said_at.elapsed() >= SILENCE => {
                heard = events.send(Bytes::from_static(b":\n\n")).await;
                said_at = Instant::now();
            }
            Ok(Seen::Progress(_)) => (),
            Ok(Seen::Over(data)) => {
                events.send(event("over", &data)).await.ok(); // whoever watched may have gone
                return;
            }
            Ok(Seen::Forbidden) => return,
            Err(failure) => return tracing::warn!(%failure, "Nobody can see what goes on"),
        }
        tokio::select! {
            () = sleep(BEAT) => (),
            () = events.closed() => return,
            _ = closing.changed() => return,
        }
    }
}

/// One event; what it says has no line breaks, as JSON has none.
fn event(name: &str, data: &str) -> Bytes {
    Bytes::from(format!("event: {name}\ndata: {data}\n\n"))
}

/// The body of an answer that goes on. Its place is free when it is dropped.
struct Stream {
    watched: mpsc::Receiver<Bytes>,
    _place: OwnedSemaphorePermit,
}

impl MessageBody for Stream {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        self.watched.poll_recv(context).map(|event| event.map(Ok))
    }
}
