//! A form of the portal, read within limits and known to be the portal's own.
//!
//! There is no other way for a handler to get at what was posted, so no handler can forget the token.

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use domain::answer::{self, RawAnswers};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use operations::applications::attach::NewFile;
use url::form_urlencoded;

use crate::asked::Asked;
use crate::csrf;
use crate::gateway::Gateway;
use crate::middleware::body;
use crate::refusal::Refusal;
use crate::route::{Csrf, FORM_BYTES, UPLOAD_BYTES};

/// Most inputs of a form, files counted too: those of the largest page, and what the portal itself puts beside them.
const MOST_INPUTS: usize = answer::MOST_INPUTS + 20;

/// What was posted.
pub struct Form {
    /// By whom, and where.
    pub asked: Asked,
    /// Inputs by name, without the token.
    pub inputs: RawAnswers,
    /// Files that were chosen.
    pub files: Vec<NewFile>,
}

impl Form {
    /// Takes an input out; empty when it is not there. The first value counts.
    pub fn take(&mut self, name: &str) -> String {
        self.inputs
            .remove(name)
            .and_then(|values| values.into_iter().next())
            .unwrap_or_default()
    }

    /// Takes all values of an input out.
    pub fn take_all(&mut self, name: &str) -> Vec<String> {
        self.inputs.remove(name).unwrap_or_default()
    }
}

impl FromRequest<Gateway> for Form {
    type Rejection = Refusal;

    async fn from_request(request: Request, gateway: &Gateway) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let asked = Asked::from_request_parts(&mut parts, gateway).await?;
        let trusted = |token: &str| asked.route.csrf == Csrf::Origin || asked.who.made(token);
        // A program sends the token ahead, so nothing is read for a stranger.
        let sent = parts
            .headers
            .get(csrf::HEADER)
            .map(|token| token.to_str().unwrap_or_default());
        if sent.is_some_and(|token| !trusted(token)) {
            return Err(Refusal::FormExpired);
        }
        let (mut inputs, files) = match kind(&parts.headers) {
            Kind::Fields => (fields(body).await?, Vec::new()),
            Kind::Parts(boundary) if asked.route.body == UPLOAD_BYTES => read_parts(body, boundary).await?,
            Kind::Broken => return Err(Refusal::BadRequest),
            Kind::Parts(_) | Kind::Other => return Err(Refusal::UnsupportedType),
        };
        let field = inputs.remove(csrf::FIELD).and_then(|values| values.into_iter().next());
        if sent.is_none() && !trusted(field.as_deref().unwrap_or_default()) {
            return Err(Refusal::FormExpired);
        }
        Ok(Self { asked, inputs, files })
    }
}

enum Kind {
    Fields,
    Parts(String),
    Broken,
    Other,
}

fn kind(headers: &HeaderMap) -> Kind {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => Kind::Fields,
        "multipart/form-data" => multer::parse_boundary(kind).map_or(Kind::Broken, Kind::Parts),
        _ => Kind::Other,
    }
}

async fn fields(body: Body) -> Result<RawAnswers, Refusal> {
    let bytes = body::all(body, FORM_BYTES).await?;
    let mut inputs = RawAnswers::new();
    for (count, (name, value)) in form_urlencoded::parse(&bytes).enumerate() {
        if count >= MOST_INPUTS {
            return Err(Refusal::BadRequest);
        }
        inputs.entry(name.into_owned()).or_default().push(value.into_owned());
    }
    Ok(inputs)
}

async fn read_parts(body: Body, boundary: String) -> Result<(RawAnswers, Vec<NewFile>), Refusal> {
    let mut parts = multer::Multipart::new(body.into_data_stream(), boundary);
    let (mut inputs, mut files) = (RawAnswers::new(), Vec::new());
    let broken = |error: multer::Error| body::unreadable(&error, UPLOAD_BYTES);
    let mut text_left = FORM_BYTES;
    for _ in 0..MOST_INPUTS {
        let Some(mut part) = parts.next_field().await.map_err(broken)? else {
            return Ok((inputs, files));
        };
        let name = part.name().ok_or(Refusal::BadRequest)?.to_owned();
        let file = part.file_name().map(str::to_owned);
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            if file.is_none() {
                let too_large = Refusal::TooLarge { most: FORM_BYTES };
                text_left = text_left.checked_sub(chunk.len()).ok_or(too_large)?;
            }
            bytes.extend_from_slice(&chunk);
        }
        match file {
            // An input where nothing was chosen.
            Some(file) if file.is_empty() && bytes.is_empty() => {}
            Some(file) => files.push(NewFile {
                field: name,
                name: file,
                bytes,
            }),
            None => {
                let value = String::from_utf8_lossy(&bytes).into_owned();
                inputs.entry(name).or_default().push(value);
            }
        }
    }
    Err(Refusal::BadRequest)
}
