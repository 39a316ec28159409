//! Mail by SMTP (RFC 5321), as lettre speaks it: with TLS from the first byte (`smtps://`), or after STARTTLS.
//!
//! Each mail has a connection of its own. On one that is kept, what the server says late to a mail that was given up
//! would be read as the answer to the next one, which could then be taken for sent.

use std::time::Duration;

use async_trait::async_trait;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::Url;

use super::{Mail, Mailer};
use crate::address::is_this_machine;
use crate::secret::Secret;
use crate::sending::{NotSent, without_addresses};

/// Longest wait for a connection, and for each word of the server.
const WORD: Duration = Duration::from_secs(15);
/// Longest wait for a whole conversation; the lease of a message is longer.
const CONVERSATION: Duration = Duration::from_secs(60);

/// How the conversation is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// TLS from the first byte.
    Tls,
    /// STARTTLS, or nothing is said.
    StartTls,
    /// STARTTLS where the server offers it; somebody in between can take the offer away.
    IfOffered,
    /// None.
    None,
}

/// Where mail is handed over, and as whom.
#[derive(Clone, Debug)]
pub struct SmtpConfig {
    /// `smtps://user:password@host:465` or `smtp://user:password@host:587`; `?tls=optional` or `?tls=none` weaken the
    /// second.
    pub url: Secret,
    /// Who it comes from: `name@host`, or `Words <name@host>`.
    pub from: String,
    /// Where answers go, if not there.
    pub reply_to: Option<String>,
    /// A house's own certificates, as PEM, believed beside the public ones.
    pub own_roots: Option<Vec<u8>>,
}

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpConfigError {
    /// Not an address.
    #[error("it is not smtp://host:port or smtps://host:port, with user:password@ before the host if there is one")]
    BadAddress,
    /// Not a word for the protection.
    #[error("tls= is required, optional or none, and for smtp:// only")]
    BadProtection,
    /// A password would travel in the clear.
    #[error("a password is sent in the clear only on this machine: use smtps:// or STARTTLS")]
    BarePassword,
    /// Who it comes from.
    #[error("{0} is not an address of mail")]
    BadSender(String),
    /// The certificates.
    #[error("the certificates are no PEM")]
    BadRoots,
}

/// The address of an SMTP server, taken apart.
#[derive(Debug)]
struct Place {
    host: String,
    port: u16,
    user: Option<(String, String)>,
    protection: Protection,
    here: bool,
}

/// The adapter.
#[derive(Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    reply_to: Option<Mailbox>,
}

/// The settings, taken apart.
struct Parts {
    place: Place,
    from: Mailbox,
    reply_to: Option<Mailbox>,
    tls: TlsParameters,
}

/// Checks the settings; calls nobody, and needs nothing that runs.
///
/// Whether nothing travels in the clear over a network, whatever the server says.
///
/// # Errors
/// What is wrong with them.
pub fn is_safe(config: &SmtpConfig) -> Result<bool, SmtpConfigError> {
    let place = parts(config)?.place;
    Ok(place.here || matches!(place.protection, Protection::Tls | Protection::StartTls))
}

fn parts(config: &SmtpConfig) -> Result<Parts, SmtpConfigError> {
    let place = place(config.url.expose())?;
    let sender = |text: &str| {
        text.parse::<Mailbox>()
            .map_err(|_| SmtpConfigError::BadSender(text.to_owned()))
    };
    let mut tls = TlsParameters::builder(place.host.clone());
    if let Some(pem) = &config.own_roots {
        tls = tls.add_root_certificate(Certificate::from_pem(pem).map_err(|_| SmtpConfigError::BadRoots)?);
    }
    Ok(Parts {
        from: sender(&config.from)?,
        reply_to: config.reply_to.as_deref().map(sender).transpose()?,
        tls: tls.build().map_err(|_| SmtpConfigError::BadRoots)?,
        place,
    })
}

impl Smtp {
    /// Opens nothing yet.
    ///
    /// # Errors
    /// What is wrong with the settings.
    pub fn new(config: &SmtpConfig) -> Result<Self, SmtpConfigError> {
        let Parts {
            place,
            from,
            reply_to,
            tls,
        } = parts(config)?;
        let tls = match place.protection {
            Protection::Tls => Tls::Wrapper(tls),
            Protection::StartTls => Tls::Required(tls),
            Protection::IfOffered => Tls::Opportunistic(tls),
            Protection::None => Tls::None,
        };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&place.host)
            .port(place.port)
            .tls(tls)
            .timeout(Some(WORD))
            .hello_name(ClientId::Domain(from.email.domain().to_owned()));
        let builder = match place.user {
            Some((user, password)) => builder.credentials(Credentials::new(user, password)),
            None => builder,
        };
        Ok(Self {
            transport: builder.build(),
            from,
            reply_to,
        })
    }

    fn message(&self, mail: &Mail) -> Result<Message, NotSent> {
        let never = |what: &str| NotSent::Refused(what.to_owned());
        let to: Mailbox = mail.to.parse().map_err(|_| never("not an address of mail"))?;
        let header =
            |name: &'static str, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&mail.subject)
            .date(mail.at.into())
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            // Holiday answers and the like stay away.
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", mail.language.code()));
        if let Some(reply_to) = &self.reply_to {
            message = message.reply_to(reply_to.clone());
        }
        let parts = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
        message.multipart(parts).map_err(|error| never(&error.to_string()))
    }

    /// What a failure means. Where the server says nothing it is asked whether it is there at all: if it is, the mail
    /// is put off, and no other one waits for it.
    async fn meaning(&self, error: &lettre::transport::smtp::Error) -> NotSent {
        let said = without_addresses(&error.to_string());
        let code = error.status().map(u16::from);
        match code {
            // Closing down; our name or password; more protection wanted: all of it for people to mend, and no fault
            // of the mail.
            Some(421 | 454 | 530 | 534 | 535 | 538) => NotSent::Away(said),
            _ if error.is_permanent() => NotSent::Refused(said),
            _ if error.is_transient() => NotSent::Later(said),
            _ => self.is_there(said).await,
        }
    }

    async fn is_there(&self, said: String) -> NotSent {
        match tokio::time::timeout(CONVERSATION, self.transport.test_connection()).await {
            Ok(Ok(true)) => NotSent::Later(said),
            _ => NotSent::Away(said),
        }
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, mail: &Mail) -> Result<Option<String>, NotSent> {
        let message = self.message(mail)?;
        match tokio::time::timeout(CONVERSATION, self.transport.send(message)).await {
            Ok(Ok(response)) => {
                let said = response.first_line().map(without_addresses);
                Ok(said.filter(|said| !said.is_empty()))
            }
            Ok(Err(error)) => Err(self.meaning(&error).await),
            Err(_) => Err(self.is_there("no end of the conversation in time".to_owned()).await),
        }
    }
}

fn place(text: &str) -> Result<Place, SmtpConfigError> {
    let url = Url::parse(text).map_err(|_| SmtpConfigError::BadAddress)?;
    let host = url.host_str().filter(|host| !host.is_empty());
    let plain = matches!(url.path(), "" | "/") && url.fragment().is_none();
    let host = host.filter(|_| plain).ok_or(SmtpConfigError::BadAddress)?;
    // Not a scheme the standard for addresses of the web knows, so a name in brackets or dots is only text to it.
    let here = is_this_machine(&Url::parse(&format!("http://{host}")).map_err(|_| SmtpConfigError::BadAddress)?);
    let decoded = |text: &str| percent_decoded(text).ok_or(SmtpConfigError::BadAddress);
    let user = match (url.username(), url.password()) {
        ("", None) => None,
        (user, Some(password)) if !user.is_empty() => Some((decoded(user)?, decoded(password)?)),
        _ => return Err(SmtpConfigError::BadAddress),
    };
    let asked: Vec<_> = url.query_pairs().collect();
    let asked = match &asked[..] {
        [] => None,
        [(name, value)] if name == "tls" => Some(value.as_ref()),
        _ => return Err(SmtpConfigError::BadProtection),
    };
    let (protection, port) = match (url.scheme(), asked) {
        ("smtps", None) => (Protection::Tls, 465),
        ("smtp", None | Some("required")) => (Protection::StartTls, 587),
        ("smtp", Some("optional")) => (Protection::IfOffered, 25),
        ("smtp", Some("none")) => (Protection::None, 25),
        ("smtp" | "smtps", _) => return Err(SmtpConfigError::BadProtection),
        _ => return Err(SmtpConfigError::BadAddress),
    };
    let open = matches!(protection, Protection::IfOffered | Protection::None);
    if user.is_some() && open && !here {
        return Err(SmtpConfigError::BarePassword);
    }
    Ok(Place {
        host: host.trim_matches(['[', ']']).to_owned(),
        port: url.port().unwrap_or(port),
        user,
        protection,
        here,
    })
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_where_and_how() {
        let of = |text| place(text).expect("an address");
        let far = of("smtp://mail.example");
        assert_eq!((far.port, far.protection, far.user), (587, Protection::StartTls, None));
        let known = of("smtps://rana%40x:p%3Ass@mail.example");
        assert_eq!((known.port, known.protection), (465, Protection::Tls));
        assert_eq!(known.user, Some(("rana@x".to_owned(), "p:ss".to_owned())));
        let near = of("smtp://u:p@127.0.0.1:2525?tls=none");
        assert_eq!((near.port, near.protection, near.here), (2525, Protection::None, true));
        assert!(of("smtp://[::1]:25?tls=optional").here);
        assert_eq!(of("smtp://[::1]:25?tls=optional").host, "::1");
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        use SmtpConfigError as E;
        for (text, error) in [
            ("mail.example", E::BadAddress),
            ("https://mail.example", E::BadAddress),
            ("smtp://", E::BadAddress),
            ("smtp://mail.example/x", E::BadAddress),
            ("smtp://user@mail.example", E::BadAddress),
            ("smtps://mail.example?tls=none", E::BadProtection),
            ("smtp://mail.example?tls=perhaps", E::BadProtection),
            ("smtp://mail.example?tsl=none", E::BadProtection),
            ("smtp://u:p@mail.example?tls=none", E::BarePassword),
            ("smtp://u:p@mail.example?tls=optional", E::BarePassword),
        ] {
            assert_eq!(place(text).expect_err(text), error, "{text}");
        }
    }
}
