//! A mail server for tests: real SMTP on a real socket, with STARTTLS, and moods.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// How late.
pub(crate) const LATE: Duration = Duration::from_millis(400);

/// What it does with the next mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Takes it.
    Take,
    /// Says 451 to the address.
    PutOff,
    /// Says 550 to the address.
    Refuse,
    /// Hangs up in the middle of the content.
    HangUp,
    /// Says 535 to the login.
    RefuseLogin,
    /// Says 421 to the sender.
    Close,
    /// Answers the address only after [`LATE`].
    Late,
}

/// A mail it took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    pub(crate) protected: bool,
    pub(crate) login: Option<String>,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) data: String,
}

#[derive(Default)]
struct Books {
    acts: VecDeque<Act>,
    taken: Vec<Taken>,
    heard: Vec<String>,
    connections: usize,
}

pub(crate) struct Server {
    pub(crate) port: u16,
    /// Its certificate, as PEM; empty without TLS.
    pub(crate) certificate: String,
    books: Arc<Mutex<Books>>,
}

/// A port where nobody listens.
pub(crate) async fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    listener.local_addr().expect("its address").port()
}

impl Server {
    pub(crate) async fn with_tls(acts: &[Act]) -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).expect("a certificate");
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let provider = tokio_rustls::rustls::crypto::ring::default_provider();
        let config = ServerConfig::builder_with_provider(Arc::new(provider))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key.into())
            .expect("a configuration");
        Self::start(acts, made.cert.pem(), Some(TlsAcceptor::from(Arc::new(config)))).await
    }

    pub(crate) async fn without_tls(acts: &[Act]) -> Self {
        Self::start(acts, String::new(), None).await
    }

    async fn start(acts: &[Act], certificate: String, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let books = Arc::new(Mutex::new(Books {
            acts: acts.iter().copied().collect(),
            ..Books::default()
        }));
        let kept = Arc::clone(&books);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                kept.lock().expect("books").connections += 1;
                tokio::spawn(serve(stream, tls.clone(), Arc::clone(&kept)));
            }
        });
        Self {
            port,
            certificate,
            books,
        }
    }

    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.books.lock().expect("books").taken.clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.books.lock().expect("books").connections
    }

    pub(crate) fn heard(&self, verb: &str) -> bool {
        let books = self.books.lock().expect("books");
        books.heard.iter().any(|heard| heard == verb)
    }
}

async fn serve(mut stream: TcpStream, tls: Option<TlsAcceptor>, books: Arc<Mutex<Books>>) {
    if stream.write_all(b"220 mail.test ESMTP\r\n").await.is_err() {
        return;
    }
    let wants_tls = talk(&mut stream, tls.is_some(), false, &books).await;
    if let (true, Some(tls)) = (wants_tls, tls)
        && let Ok(mut protected) = tls.accept(stream).await
    {
        talk(&mut protected, false, true, &books).await;
    }
}

/// Talks until the end; true: the other side wants TLS now.
async fn talk<S>(stream: &mut S, offers_tls: bool, protected: bool, books: &Mutex<Books>) -> bool
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut stream = BufReader::new(stream);
    let mut mail = Taken {
        protected,
        ..Taken::default()
    };
    let mut act = None;
    let mut line = String::new();
    loop {
        line.clear();
        if !matches!(stream.read_line(&mut line).await, Ok(1..)) {
            return false;
        }
        let said = line.trim_end().to_owned();
        let verb = said.split(' ').next().unwrap_or_default().to_uppercase();
        books.lock().expect("books").heard.push(verb.clone());
        // A greeting is no mail yet.
        let now = if matches!(verb.as_str(), "AUTH" | "MAIL" | "RCPT" | "DATA") {
            *act.get_or_insert_with(|| books.lock().expect("books").acts.pop_front().unwrap_or(Act::Take))
        } else {
            Act::Take
        };
        let answer = match verb.as_str() {
            "EHLO" if offers_tls => "250-mail.test\r\n250 STARTTLS",
            "EHLO" if protected => "250-mail.test\r\n250 AUTH PLAIN",
            "EHLO" => "250 mail.test",
            "STARTTLS" if offers_tls => {
                _ = stream.write_all(b"220 go ahead\r\n").await;
                return true;
            }
            "AUTH" if now == Act::RefuseLogin => "535 5.7.8 wrong",
            "AUTH" => {
                let login = STANDARD.decode(said.rsplit(' ').next().unwrap_or_default());
                mail.login = login.ok().and_then(|bytes| String::from_utf8(bytes).ok());
                "235 welcome"
            }
            "MAIL" if now == Act::Close => "421 closing down",
            "MAIL" => {
                mail.from = address(&said);
                "250 ok"
            }
            "RCPT" if now == Act::PutOff => "451 4.3.0 later, please",
            "RCPT" if now == Act::Refuse => "550 5.1.1 <rana@example.ps>: no such user",
            "RCPT" => {
                if now == Act::Late {
                    tokio::time::sleep(LATE).await;
                }
                mail.to = address(&said);
                "250 ok"
            }
            "DATA" => {
                _ = stream.write_all(b"354 go on\r\n").await;
                if now == Act::HangUp {
                    _ = stream.read_line(&mut line).await;
                    return false;
                }
                mail.data = content(&mut stream).await;
                books.lock().expect("books").taken.push(mail.clone());
                act = None;
                "250 2.0.0 queued as 4711"
            }
            "QUIT" => {
                _ = stream.write_all(b"221 bye\r\n").await;
                return false;
            }
            "NOOP" | "RSET" => "250 ok",
            _ => "502 what?",
        };
        // A mail that was not taken is over.
        if answer.starts_with(['4', '5']) {
            act = None;
        }
        if stream.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return false;
        }
    }
}

async fn content<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufReader<&mut S>) -> String {
    let (mut data, mut line) = (String::new(), String::new());
    while matches!(stream.read_line(&mut line).await, Ok(1..)) && line != ".\r\n" {
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
        line.clear();
    }
    data
}

fn address(said: &str) -> String {
    let inner = said.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
