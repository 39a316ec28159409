//! What happens to a request before its handler, and to the answer after it.
//!
//! Around everything, outermost first: [`compressed`], [`arrival`] (number, language, nonce, where from), [`trace`],
//! [`security_headers`], [`dressing`] (no answer without words), [`panics`]. Then, for each route of the table, the
//! [`gate`].

pub mod arrival;
pub mod body;
pub mod crowd;
pub mod dressing;
pub mod gate;
pub mod guard;
pub mod language;
pub mod pace;
pub mod panics;
pub mod same_origin;
pub mod security_headers;
pub mod session;
pub mod trace;

use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

/// Smallest body worth compressing.
const WORTH_IT: u16 = 256;
/// For what is made anew each time: most of the gain for little of the time.
const LEVEL: CompressionLevel = CompressionLevel::Precise(4);

/// Brotli or gzip for texts. Files and pictures are compressed already.
pub fn compressed() -> CompressionLayer<impl Predicate> {
    let texts = SizeAbove::new(WORTH_IT)
        .and(NotForContentType::IMAGES)
        // A stream of events would stand in the compressor until a block is full.
        .and(NotForContentType::SSE)
        .and(NotForContentType::const_new("application/pdf"))
        // A release carries it compressed; while developing it would cost more than it saves.
        .and(NotForContentType::const_new("application/wasm"))
        .and(NotForContentType::const_new("font/"));
    CompressionLayer::new().quality(LEVEL).compress_when(texts)
}
