//! A stand-in that speaks clamd's protocol, as it should and as it should not.

use std::time::{Duration, Instant};

use integrations::antivirus::clamd::Clamd;
use integrations::antivirus::{Antivirus, Verdict};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, UnixListener};

/// What the stand-in looks for.
const BAD: &[u8] = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE";

/// How it behaves.
#[derive(Clone, Copy)]
enum Mood {
    Good,
    HangsUp,
    Silent,
    Full,
    Babbles,
}

/// Reads one `INSTREAM` as clamd does and answers.
async fn serve(mut stream: impl AsyncRead + AsyncWrite + Unpin, mood: Mood) {
    let mut command = [0; 10];
    stream.read_exact(&mut command).await.expect("a command");
    assert_eq!(&command, b"zINSTREAM\0");
    let mut content = Vec::new();
    loop {
        let length = stream.read_u32().await.expect("a length");
        if length == 0 {
            break;
        }
        let mut piece = vec![0; length as usize];
        stream.read_exact(&mut piece).await.expect("a piece");
        content.extend(piece);
        match mood {
            Mood::HangsUp => return,
            Mood::Full => {
                _ = stream.write_all(b"INSTREAM size limit exceeded. ERROR\0").await;
                return;
            }
            Mood::Good | Mood::Silent | Mood::Babbles => {}
        }
    }
    let found = content.windows(BAD.len()).any(|part| part == BAD);
    let answer: &[u8] = match mood {
        Mood::Silent => return tokio::time::sleep(Duration::from_secs(60)).await,
        Mood::Babbles => b"stream: maybe\0",
        _ if found => b"stream: Eicar-Signature FOUND\0",
        _ => b"stream: OK\0",
    };
    stream.write_all(answer).await.expect("answered");
}

async fn scanner(mood: Mood) -> Clamd {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, mood));
        }
    });
    Clamd::at(&address).expect("an address")
}

#[tokio::test]
async fn it_says_clean_or_what_it_found() {
    let scanner = scanner(Mood::Good).await;
    assert_eq!(scanner.scan(b"a letter").await.expect("a verdict"), Verdict::Clean);
    // Across the border of two pieces.
    let mut bytes = vec![b'x'; 64 * 1024 - 5];
    bytes.extend(BAD);
    let found = scanner.scan(&bytes).await.expect("a verdict");
    assert_eq!(found, Verdict::Infected("Eicar-Signature".to_owned()));
    assert_eq!(
        scanner.scan(&vec![7; 5_000_000]).await.expect("a verdict"),
        Verdict::Clean
    );
}

#[tokio::test]
async fn it_is_reached_by_a_socket_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("clamd.ctl");
    let listener = UnixListener::bind(&path).expect("a socket");
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a caller");
        serve(stream, Mood::Good).await;
    });
    let scanner = Clamd::at(&format!("unix:{}", path.display())).expect("an address");
    assert_eq!(scanner.scan(b"a letter").await.expect("a verdict"), Verdict::Clean);
}

#[tokio::test]
async fn what_is_no_verdict_is_none() {
    for mood in [Mood::HangsUp, Mood::Full, Mood::Babbles] {
        let scanner = scanner(mood).await;
        assert!(scanner.scan(&vec![7; 500_000]).await.is_err());
    }
    let nobody = Clamd::at("127.0.0.1:9").expect("an address");
    assert!(nobody.scan(b"a letter").await.is_err());
}

#[tokio::test(start_paused = true)]
async fn silence_ends() {
    let scanner = scanner(Mood::Silent).await;
    let began = Instant::now();
    assert!(scanner.scan(b"a letter").await.is_err());
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "the clock of the test is not the wall's"
    );
}
