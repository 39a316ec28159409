//! Style and program of the pages: where they are, and the few files beside them.
//!
//! The small files are part of the program. What cargo-leptos builds stands in a folder; a release that carries it
//! inside needs another [`Site::package`] and nothing else.

use std::path::{Path, PathBuf};

use app::shell::Assets;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// Where the build leaves it, from the root of the project.
const BUILT: &str = "target/site";
/// The file in which cargo-leptos writes down the hashes in the names.
const HASHES: &str = "hash.txt";

/// A small file: its address, its media type, its content.
type Small = (&'static str, &'static str, &'static [u8]);

macro_rules! small {
    ($($address:literal, $kind:literal, $path:literal;)+) => {
        &[$(($address, $kind, include_bytes!(concat!("../../", $path)))),+]
    };
}

const SMALL: &[Small] = small! {
    "/staff.css", "text/css; charset=utf-8", "style/staff.css";
    "/favicon.svg", "image/svg+xml", "public/favicon.svg";
    "/favicon.ico", "image/png", "public/icon-192.png";
    "/icon-192.png", "image/png", "public/icon-192.png";
    "/icon-512.png", "image/png", "public/icon-512.png";
    "/apple-touch-icon.png", "image/png", "public/apple-touch-icon.png";
    "/manifest.webmanifest", "application/manifest+json", "public/manifest.webmanifest";
    "/robots.txt", "text/plain; charset=utf-8", "public/robots.txt";
};

/// Style and program of the pages.
#[derive(Clone)]
pub struct Site {
    folder: Option<PathBuf>,
    assets: Assets,
    /// The names hold hashes, so what was fetched once never changes.
    hashed: bool,
}

impl Site {
    /// The folder that is set, or the one the build of this checkout left.
    pub fn find(set: Option<&Path>) -> Self {
        let built = cfg!(debug_assertions).then(|| PathBuf::from(BUILT));
        let folder = set.map(Path::to_owned).or(built).filter(|folder| folder.is_dir());
        if folder.is_none() {
            tracing::warn!("style and program of the pages are not there: set HUKUMATI_SITE_DIR");
        }
        let hashes = folder.as_ref().and_then(|folder| hashes(folder));
        let name = |kind: &str| {
            let hash = hashes.as_deref().and_then(|hashes| hash(hashes, kind));
            let hash = hash.map(|hash| format!(".{hash}")).unwrap_or_default();
            format!("/pkg/hukumati{hash}.{kind}")
        };
        let program = folder
            .as_ref()
            .is_some_and(|folder| folder.join(name("js").trim_start_matches('/')).is_file());
        let assets = Assets {
            css: name("css"),
            staff_css: "/staff.css".to_owned(),
            js: if program { name("js") } else { String::new() },
            wasm: if program { name("wasm") } else { String::new() },
        };
        Self {
            folder,
            assets,
            hashed: hashes.is_some(),
        }
    }

    /// Where the pages find them.
    pub fn assets(&self) -> &Assets {
        &self.assets
    }

    /// A file of the build, compressed beforehand where that was done.
    pub async fn package(&self, request: Request) -> Response {
        let path = request.uri().path();
        let hidden = path.contains("/.") || path.ends_with(".map") || path.ends_with(".txt");
        let Some(folder) = self.folder.as_ref().filter(|_| !hidden) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let folder = ServeDir::new(folder).precompressed_br().precompressed_gzip();
        let folder = folder.append_index_html_on_directories(false);
        let Ok(response) = folder.oneshot(request).await;
        let mut response = response.map(Body::new);
        if response.status().is_success() {
            let keep = if self.hashed {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            };
            response
                .headers_mut()
                .insert(CACHE_CONTROL, HeaderValue::from_static(keep));
        }
        response
    }
}

/// One of the small files.
pub fn small(address: &str) -> Response {
    let Some((_, kind, content)) = SMALL.iter().find(|(known, ..)| *known == address) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let keep = if cfg!(debug_assertions) {
        "no-cache"
    } else {
        "public, max-age=3600"
    };
    ([(CONTENT_TYPE, *kind), (CACHE_CONTROL, keep)], *content).into_response()
}

fn hashes(folder: &Path) -> Option<String> {
    // Beside the program, or in the folder itself.
    let program = std::env::current_exe().ok()?;
    let places = [program.with_file_name(HASHES), folder.join(HASHES)];
    places.iter().find_map(|place| std::fs::read_to_string(place).ok())
}

fn hash<'a>(hashes: &'a str, kind: &str) -> Option<&'a str> {
    let lines = hashes.lines().filter_map(|line| line.split_once(':'));
    lines
        .map(|(name, hash)| (name.trim(), hash.trim()))
        .find_map(|(name, hash)| (name == kind).then_some(hash))
}
