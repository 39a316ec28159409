//! One stream: it begins with whether the page is still right, tells changes, and ends with the session, the process,
//! or after some minutes.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use operations::accounts;
use operations::live::{Change, Subject};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep_until};

use super::Place;
use crate::asked::Asked;
use crate::refusal::Refusal;

/// A stream ends after this and the browser begins another, so that a machine that is stopped is left in time and no
/// answer is for ever.
const LIFE: Duration = Duration::from_secs(600);
/// Changes closer together than this are told as one.
const PAUSE: Duration = Duration::from_secs(2);
/// How often the session is asked for, when nothing happens.
const CHECK: Duration = Duration::from_secs(30);
/// Something goes over the line at least this often: proxies close what is silent for a minute.
const BREATH: Duration = Duration::from_secs(25);
/// The browser waits between these before it comes again, so that not all come at once: milliseconds.
const AGAIN: (u64, u64) = (2_000, 12_000);
/// What a page listens for.
const CHANGED: &str = "change";

/// A stream about something, to a page that was made at this version: milliseconds since 1970.
pub async fn opened(asked: &Asked, subject: Subject, version: i64) -> Response {
    match begun(asked, subject, version).await {
        Ok(stream) => {
            let breath = KeepAlive::new().interval(BREATH);
            let mut response = Sse::new(stream).keep_alive(breath).into_response();
            let headers = response.headers_mut();
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            // For a proxy of the kind that collects an answer before it passes it on.
            headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
            response
        }
        Err(refusal) => refusal.into_response(),
    }
}

async fn begun(
    asked: &Asked,
    subject: Subject,
    version: i64,
) -> Result<impl Stream<Item = Result<Event, Infallible>> + use<>, Refusal> {
    let sign_in = || Refusal::SignIn { next: String::new() };
    let person = asked.actor().person().ok_or_else(sign_in)?.id;
    let token = asked.who.token.clone().ok_or_else(sign_in)?;
    let live = &asked.gateway.live;
    let place = live.place(person)?;
    // Listening comes before looking, so that nothing falls between.
    let news = live.watching.listen(asked.portal());
    let changed = subject.changed_since(asked.portal(), version).await?;
    let mut check = interval(CHECK);
    check.set_missed_tick_behavior(MissedTickBehavior::Delay);
    check.reset();
    let line = Line {
        asked: asked.clone(),
        subject,
        token,
        news,
        ending: live.ending.subscribe(),
        check,
        until: Instant::now() + LIFE,
        quiet_until: Instant::now(),
        changed,
        greeted: false,
        ended: false,
        _place: place,
    };
    Ok(stream::unfold(line, |mut line| async move {
        let event = line.next().await?;
        Some((Ok(event), line))
    }))
}

/// What one stream holds.
struct Line {
    asked: Asked,
    subject: Subject,
    token: String,
    news: Receiver<Arc<Change>>,
    ending: watch::Receiver<bool>,
    check: Interval,
    until: Instant,
    /// Nothing is told before.
    quiet_until: Instant,
    /// Something is to be told.
    changed: bool,
    greeted: bool,
    ended: bool,
    _place: Place,
}

enum Woken {
    Told,
    Heard,
    Check,
    Over,
}

impl Line {
    /// The next event, or none: the stream ends.
    async fn next(&mut self) -> Option<Event> {
        if self.ended {
            return None;
        }
        if !self.greeted {
            self.greeted = true;
            return Some(self.stamp().retry(self.again()));
        }
        loop {
            match self.wait().await {
                Woken::Heard => {}
                Woken::Check if self.goes_on().await => {}
                Woken::Told if self.goes_on().await => {
                    self.changed = false;
                    self.quiet_until = Instant::now() + PAUSE;
                    return Some(self.stamp().event(CHANGED).data("1"));
                }
                Woken::Check | Woken::Told => return None,
                Woken::Over if self.changed => {
                    self.ended = true;
                    return Some(self.stamp().event(CHANGED).data("1"));
                }
                Woken::Over => {
                    self.ended = true;
                    return Some(self.stamp());
                }
            }
        }
    }

    async fn wait(&mut self) -> Woken {
        tokio::select! {
            biased;
            _ = self.ending.wait_for(|ending| *ending) => Woken::Over,
            () = sleep_until(self.until) => Woken::Over,
            () = sleep_until(self.quiet_until), if self.changed => Woken::Told,
            _ = self.check.tick() => Woken::Check,
            heard = self.news.recv() => match heard {
                Ok(change) => {
                    self.changed |= self.subject.concerns(&change);
                    Woken::Heard
                }
                Err(RecvError::Lagged(_)) => {
                    self.changed = true;
                    Woken::Heard
                }
                Err(RecvError::Closed) => Woken::Over,
            },
        }
    }

    /// Whether the session does. A store that is away ends no session, and tells no changes.
    async fn goes_on(&self) -> bool {
        match accounts::goes_on(self.asked.portal(), &self.token).await {
            Ok(goes_on) => goes_on,
            Err(error) => {
                tracing::warn!(%error, "a stream's session could not be looked up");
                true
            }
        }
    }

    /// An event that carries where the stream stands, for the browser's next one. Alone it is told to nobody.
    fn stamp(&self) -> Event {
        let now = self.asked.portal().clock.now();
        Event::default().id(now.timestamp_millis().to_string())
    }

    fn again(&self) -> Duration {
        let [one, two] = self.asked.gateway.random().bytes::<2>();
        let (least, most) = AGAIN;
        Duration::from_millis(least + u64::from(u16::from_be_bytes([one, two])) % (most - least))
    }
}
