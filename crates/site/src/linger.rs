//! Reading what a client still sends after it was answered. A browser that uploads a file which is
//! refused at its first bytes goes on sending; if the connection were closed under it, the person
//! would see "connection reset" instead of the reason.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};

/// Most bytes read and thrown away after an answer.
const MOST_BYTES: usize = 128 * 1024 * 1024;
/// And for how long.
const MOST_TIME: Duration = Duration::from_secs(20);

/// Where the body of a request stands, for who waits for its answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arrival(Arc<AtomicU8>);

const ARRIVED: u8 = 1;
const GIVEN_UP: u8 = 2;

impl Arrival {
    /// Whether all of it came.
    pub(crate) fn is_whole(&self) -> bool {
        self.0.load(Ordering::SeqCst) == ARRIVED
    }

    /// Nobody waits for the rest any more.
    pub(crate) fn give_up(&self) {
        self.0.store(GIVEN_UP, Ordering::SeqCst);
    }
}

/// The body of a request; what nobody reads of it is read and thrown away.
pub(crate) struct Lingering(Option<Incoming>, Arrival);

impl Lingering {
    pub(crate) fn new(body: Incoming, arrival: Arrival) -> Self {
        if body.is_end_stream() {
            arrival.0.store(ARRIVED, Ordering::SeqCst);
        }
        Self(Some(body), arrival)
    }
}

impl Body for Lingering {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let polled = match &mut self.0 {
            Some(body) => Pin::new(body).poll_frame(cx),
            None => Poll::Ready(None),
        };
        let whole = self.0.as_ref().is_none_or(Body::is_end_stream);
        if whole || matches!(polled, Poll::Ready(None)) {
            self.1.0.store(ARRIVED, Ordering::SeqCst);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.as_ref().map(Body::size_hint).unwrap_or_default()
    }
}

impl Drop for Lingering {
    fn drop(&mut self) {
        let Some(body) = self.0.take().filter(|b| !b.is_end_stream()) else { return };
        if self.1.0.load(Ordering::SeqCst) == GIVEN_UP {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let _ = tokio::time::timeout(MOST_TIME, drain(body)).await;
            });
        }
    }
}

async fn drain(mut body: Incoming) {
    let mut left = MOST_BYTES;
    while left > 0
        && let Some(Ok(frame)) = body.frame().await
    {
        left = left.saturating_sub(frame.data_ref().map_or(0, Bytes::len));
    }
}
