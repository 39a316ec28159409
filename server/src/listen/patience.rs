//! How long a client may take to say what it wants.
//!
//! hyper has one time limit for waiting and for reading a header. A proxy keeps unused connections for a minute, but a
//! header must be there in seconds; so the shorter limit is kept here, from the first byte of a header to its last. The
//! same watch closes a connection whose client takes nothing of its answer any more.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// A header must be there in this time.
pub(super) const HEADER: Duration = Duration::from_secs(10);
/// A client that takes nothing for so long is gone.
const STALL: Duration = Duration::from_secs(60);
/// How often it is looked at.
const LOOK: Duration = Duration::from_secs(1);

const WAITING: u64 = 0;
const ANSWERING: u64 = 1;

/// Where a connection stands: waiting for a header, answering, or, as the time its header began, reading one.
#[derive(Clone)]
pub(super) struct Watch {
    state: Arc<AtomicU64>,
    /// Since when nothing could be written; zero when it can.
    stalled: Arc<AtomicU64>,
    began: Instant,
}

impl Watch {
    pub(super) fn new() -> Self {
        Self {
            state: Arc::new(AtomicU64::new(WAITING)),
            stalled: Arc::default(),
            began: Instant::now(),
        }
    }

    /// Milliseconds, never one of the two marks.
    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis())
            .unwrap_or(u64::MAX)
            .saturating_add(2)
    }

    fn bytes_came(&self) {
        let now = self.now();
        _ = self
            .state
            .compare_exchange(WAITING, now, Ordering::Relaxed, Ordering::Relaxed);
    }

    fn wrote<T>(&self, result: &Poll<T>) {
        if result.is_ready() {
            self.stalled.store(0, Ordering::Relaxed);
        } else {
            let now = self.now();
            _ = self
                .stalled
                .compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed);
        }
    }

    /// The header is there.
    pub(super) fn answering(&self) {
        self.state.store(ANSWERING, Ordering::Relaxed);
    }

    /// The answer is made; the next header may come.
    pub(super) fn answered(&self) {
        self.state.store(WAITING, Ordering::Relaxed);
    }

    /// Ends when a header, or taking an answer, lasts too long.
    pub(super) async fn too_slow(&self) {
        loop {
            tokio::time::sleep(LOOK).await;
            let over = |since: u64, limit: Duration| {
                let limit = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
                since > ANSWERING && self.now().saturating_sub(since) > limit
            };
            let header = over(self.state.load(Ordering::Relaxed), HEADER);
            if header || over(self.stalled.load(Ordering::Relaxed), STALL) {
                return;
            }
        }
    }
}

/// The connection, watched.
pub(super) struct Watched {
    pub(super) stream: TcpStream,
    pub(super) watch: Watch,
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.watch.bytes_came();
        }
        read
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch.wrote(&written);
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.watch.wrote(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
