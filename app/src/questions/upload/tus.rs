//! The browser's side of tus 1.0: announce, send pieces, ask how far it is, go on.

use domain::language::Language;
use domain::upload::Scan;
use domain::view::outcome::{FormProblem, Outcome};
use domain::view::session::SessionView;
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use js_sys::{Date, Promise};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use super::picture::bytes;
use crate::api;

/// Bytes of the first piece; later ones grow while the line is quick.
const FIRST: u64 = 256 * 1024;
/// The smallest and the largest, which the server takes.
const SMALLEST: u64 = 64 * 1024;
const LARGEST: u64 = 4 * 1024 * 1024;
/// A piece that took less, in milliseconds, is followed by a larger one; more than the second, by a smaller one.
const QUICK: f64 = 1_500.0;
const SLOW: f64 = 8_000.0;
/// Waits between tries, in milliseconds; then it is given up, and can be tried again by hand.
const WAITS: [i32; 8] = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];

/// Where files of a field go.
#[derive(Clone)]
pub(super) struct Way {
    pub(super) announce: String,
    pub(super) field: String,
    pub(super) language: Language,
    pub(super) session: RwSignal<SessionView>,
}

/// Why a file did not arrive.
pub(super) enum Trouble {
    /// It is not taken.
    Refused(FormProblem),
    /// The sender took it back.
    Cancelled,
    /// It was given up.
    Failed,
}

/// One answer.
enum Step {
    /// So many bytes are there.
    At(u64),
    /// All are, and it is a file.
    Done(Scan),
    /// Ask how far it is, and go on.
    Ask,
    /// It is not known any more: begin anew.
    Lost,
    /// Wait, then ask.
    Wait,
}

/// Sends a file. `told` hears how far it is and whether it waits, and says whether it is still wanted.
pub(super) async fn send(
    way: &Way,
    file: &File,
    blob: &Blob,
    told: impl Fn(u32, bool) -> bool,
) -> Result<(String, Scan), Trouble> {
    let size = bytes(blob);
    let (mut at, mut offset, mut piece, mut tries) = (None::<String>, 0, FIRST, 0);
    let percent = |offset: u64| u32::try_from(offset.min(size) * 100 / size.max(1)).unwrap_or_default();
    loop {
        if !told(percent(offset), tries > 0) {
            if let Some(at) = &at {
                forget(way, at).await;
            }
            return Err(Trouble::Cancelled);
        }
        let began = Date::now();
        let step = match &at {
            None => {
                let (found, step) = announce(way, file, size).await?;
                at = found;
                step
            }
            Some(_) if tries > 0 => ask(way, at.as_deref().unwrap_or_default()).await?,
            Some(address) => {
                let end = (offset + piece).min(size);
                append(way, address, blob, (offset, end)).await?
            }
        };
        match step {
            Step::At(now) => {
                if at.is_some() && now > offset {
                    piece = next_piece(piece, Date::now() - began);
                }
                (offset, tries) = (now, 0);
            }
            Step::Done(scan) => {
                let id = at.as_deref().and_then(|at| at.rsplit('/').next()).unwrap_or_default();
                return Ok((id.to_owned(), scan));
            }
            Step::Lost if at.is_some() => (at, offset) = (None, 0),
            Step::Lost => return Err(Trouble::Failed),
            Step::Ask | Step::Wait => {
                let wait = WAITS.get(tries).copied().ok_or(Trouble::Failed)?;
                tries += 1;
                if matches!(step, Step::Wait) {
                    _ = told(percent(offset), true);
                    piece = SMALLEST.max(piece / 2);
                    pause(wait).await;
                }
            }
        }
    }
}

fn next_piece(piece: u64, took: f64) -> u64 {
    if took < QUICK {
        LARGEST.min(piece * 2)
    } else if took > SLOW {
        SMALLEST.max(piece / 2)
    } else {
        piece
    }
}

fn request(way: &Way, builder: RequestBuilder) -> RequestBuilder {
    let token = way
        .session
        .try_with_untracked(|session| session.csrf.clone())
        .unwrap_or_default();
    builder
        .header("Accept", "application/json")
        .header("Tus-Resumable", "1.0.0")
        .header("X-CSRF", &token)
}

async fn announce(way: &Way, file: &File, size: u64) -> Result<(Option<String>, Step), Trouble> {
    let fingerprint = format!("{}-{}-{}-{size}", file.name(), bytes(file), file.last_modified());
    let pairs = [
        ("filename", file.name()),
        ("field", way.field.clone()),
        ("fingerprint", fingerprint),
    ];
    let pairs = pairs.map(|(name, value)| format!("{name} {}", base64(&value)));
    let request = request(way, Request::post(&way.announce))
        .header("Upload-Length", &size.to_string())
        .header("Upload-Metadata", &pairs.join(","));
    let Some(response) = sent(request.build()).await else {
        return Ok((None, Step::Wait));
    };
    if response.status() != 201 {
        return Ok((None, step(way, response).await?));
    }
    let offset = number(&response, "Upload-Offset").unwrap_or(0);
    Ok((response.headers().get("Location"), Step::At(offset)))
}

async fn ask(way: &Way, at: &str) -> Result<Step, Trouble> {
    let head = request(way, RequestBuilder::new(at).method(Method::HEAD));
    match sent(head.build()).await {
        Some(response) => step(way, response).await,
        None => Ok(Step::Wait),
    }
}

async fn append(way: &Way, at: &str, blob: &Blob, (from, to): (u64, u64)) -> Result<Step, Trouble> {
    #[expect(clippy::cast_precision_loss, reason = "a file is far below where whole numbers end")]
    let piece = blob.slice_with_f64_and_f64(from as f64, to as f64);
    let piece = piece.map_err(|_| Trouble::Failed)?;
    let request = request(way, Request::patch(at))
        .header("Content-Type", "application/offset+octet-stream")
        .header("Upload-Offset", &from.to_string())
        .body(JsValue::from(piece));
    match sent(request).await {
        Some(response) => step(way, response).await,
        None => Ok(Step::Wait),
    }
}

async fn forget(way: &Way, at: &str) {
    // Whatever is left of it is cleared away by the server after a day.
    _ = sent(request(way, Request::delete(at)).build()).await;
}

async fn sent(request: Result<Request, gloo_net::Error>) -> Option<Response> {
    request.ok()?.send().await.ok()
}

/// What an answer means.
async fn step(way: &Way, response: Response) -> Result<Step, Trouble> {
    match response.status() {
        200..=299 => {
            let scan = response
                .headers()
                .get("Upload-Scan")
                .and_then(|key| Scan::from_key(&key));
            Ok(match scan {
                Some(scan) => Step::Done(scan),
                None => Step::At(number(&response, "Upload-Offset").unwrap_or(0)),
            })
        }
        409 => Ok(Step::Ask),
        404 | 410 => Ok(Step::Lost),
        // The token is too old; a new one is asked for, and what was sent is sent again.
        403 => {
            if let Ok(view) = api::session(way.language).await {
                _ = way.session.try_set(view);
            }
            Ok(Step::Wait)
        }
        422 => match response.json::<Outcome>().await {
            Ok(Outcome::Mend { problems }) => {
                let problem = problems.into_iter().next().map(|problem| problem.problem);
                Err(problem.map_or(Trouble::Failed, Trouble::Refused))
            }
            _ => Err(Trouble::Failed),
        },
        413 | 429 | 500..=599 => Ok(Step::Wait),
        _ => Err(Trouble::Failed),
    }
}

fn number(response: &Response, name: &str) -> Option<u64> {
    response.headers().get(name)?.parse().ok()
}

/// Of the text's UTF-8 bytes, as the protocol wants it.
fn base64(text: &str) -> String {
    let bytes: String = text.bytes().map(char::from).collect();
    window().btoa(&bytes).unwrap_or_default()
}

async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    _ = JsFuture::from(promise).await;
}
