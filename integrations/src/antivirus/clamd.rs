//! ClamAV's daemon, by its own protocol: `INSTREAM`, pieces with their lengths, and one line back.

use std::path::PathBuf;
use std::time::Duration;

use async_trait::async_trait;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

use super::{Antivirus, NoVerdict, Verdict};

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(3);
/// Longest wait for the verdict on one file, with its sending.
const SCAN: Duration = Duration::from_secs(20);
/// Bytes of one piece; clamd asks for less than its `StreamMaxLength`.
const PIECE: usize = 64 * 1024;
/// Longest answer that is read.
const ANSWER: u64 = 4096;

/// The daemon.
#[derive(Clone, Debug)]
pub struct Clamd(Place);

#[derive(Clone, Debug)]
enum Place {
    Tcp(String),
    Unix(PathBuf),
}

impl Clamd {
    /// At `host:port`, or `unix:/path/of/socket`.
    ///
    /// # Errors
    /// A sentence, when it is neither.
    pub fn at(address: &str) -> Result<Self, String> {
        if let Some(path) = address.strip_prefix("unix:") {
            return Ok(Self(Place::Unix(path.into())));
        }
        let port = address.rsplit_once(':').and_then(|(host, port)| {
            let port = port.parse::<u16>().ok()?;
            (!host.is_empty()).then_some(port)
        });
        match port {
            Some(_) => Ok(Self(Place::Tcp(address.to_owned()))),
            None => Err(format!("{address} is neither host:port nor unix:/path")),
        }
    }

    async fn asked(&self, bytes: &[u8]) -> Result<Verdict, NoVerdict> {
        match &self.0 {
            Place::Tcp(address) => instream(in_time(CONNECT, TcpStream::connect(address)).await?, bytes).await,
            Place::Unix(path) => instream(in_time(CONNECT, UnixStream::connect(path)).await?, bytes).await,
        }
    }
}

#[async_trait]
impl Antivirus for Clamd {
    async fn scan(&self, bytes: &[u8]) -> Result<Verdict, NoVerdict> {
        timeout(SCAN, self.asked(bytes))
            .await
            .unwrap_or_else(|_| Err(NoVerdict("no answer in time".to_owned())))
    }
}

async fn in_time<T>(most: Duration, work: impl Future<Output = std::io::Result<T>>) -> Result<T, NoVerdict> {
    match timeout(most, work).await {
        Ok(done) => done.map_err(|error| NoVerdict(error.to_string())),
        Err(_) => Err(NoVerdict("no connection in time".to_owned())),
    }
}

async fn instream(stream: impl AsyncRead + AsyncWrite, bytes: &[u8]) -> Result<Verdict, NoVerdict> {
    let (reader, mut writer) = tokio::io::split(stream);
    // A daemon that has had enough answers and stops reading; what it said counts, not that it hung up.
    let sent = send(&mut writer, bytes).await;
    let mut answer = Vec::new();
    let read = reader.take(ANSWER).read_to_end(&mut answer).await;
    if answer.is_empty() {
        let error = sent.and(read.map(drop)).err();
        let why = error.map_or_else(|| "it said nothing".to_owned(), |error| error.to_string());
        return Err(NoVerdict(why));
    }
    verdict(&String::from_utf8_lossy(&answer))
}

async fn send(writer: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> std::io::Result<()> {
    writer.write_all(b"zINSTREAM\0").await?;
    for piece in bytes.chunks(PIECE) {
        // A piece is never longer than `PIECE`.
        let length = u32::try_from(piece.len()).unwrap_or_default();
        writer.write_all(&length.to_be_bytes()).await?;
        writer.write_all(piece).await?;
    }
    writer.write_all(&[0; 4]).await?;
    writer.flush().await
}

/// `stream: OK`, `stream: NAME FOUND`, or an error. Whatever is not clearly one of the first two is no verdict.
fn verdict(answer: &str) -> Result<Verdict, NoVerdict> {
    let answer = answer.trim_end_matches(['\0', '\n']);
    match answer.strip_prefix("stream: ") {
        Some("OK") => Ok(Verdict::Clean),
        Some(found) if found.ends_with(" FOUND") => Ok(Verdict::Infected(found.trim_end_matches(" FOUND").to_owned())),
        _ => Err(NoVerdict(answer.chars().take(200).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_word_is_a_verdict() {
        assert_eq!(verdict("stream: OK\0").unwrap(), Verdict::Clean);
        let found = verdict("stream: Eicar-Signature FOUND\0").unwrap();
        assert_eq!(found, Verdict::Infected("Eicar-Signature".to_owned()));
        for unclear in [
            "",
            "OK",
            "stream: ",
            "stream: OK\nFOUND",
            "INSTREAM size limit exceeded. ERROR",
            "stream: x ERROR",
        ] {
            assert!(verdict(unclear).is_err(), "{unclear}");
        }
    }

    #[test]
    fn an_address_is_a_host_with_a_port_or_a_socket() {
        for good in [
            "127.0.0.1:3310",
            "clamd.internal:3310",
            "[::1]:3310",
            "unix:/run/clamav/clamd.ctl",
        ] {
            assert!(Clamd::at(good).is_ok(), "{good}");
        }
        for bad in ["", "clamd", ":3310", "clamd:x", "/run/clamav/clamd.ctl"] {
            assert!(Clamd::at(bad).is_err(), "{bad}");
        }
    }
}
