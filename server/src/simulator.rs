//! The payment simulator as a process of its own: another house, with its own truth, that may be killed at any moment.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use clap::Args;
use integrations::payment::simulator::{SimulatorConfig, serve};
use integrations::secret::Secret;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

/// The secret reaches the child by its environment: arguments can be read by every user of the machine.
const SECRET: &str = "HUKUMATI_PAYMENT_SECRET";
/// How many ports after the portal's own are tried.
const PORTS: u16 = 20;
const START: Duration = Duration::from_secs(10);

/// What the simulator is told.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Address to listen on.
    #[arg(long)]
    addr: SocketAddr,
    /// Where notifications are posted.
    #[arg(long)]
    notify_url: String,
    /// Where a payer's browser reaches it.
    #[arg(long)]
    public_url: String,
    /// The file that is its truth.
    #[arg(long)]
    journal: PathBuf,
}

/// Runs the simulator in this process, until its parent goes away.
///
/// # Errors
/// A sentence.
pub async fn run(arguments: Arguments) -> Result<(), String> {
    let secret = std::env::var(SECRET).map_err(|_| format!("{SECRET} is not set"))?;
    let listener = TcpListener::bind(arguments.addr)
        .await
        .map_err(|error| format!("the simulator cannot listen on {}: {error}", arguments.addr))?;
    let config = SimulatorConfig::new(
        Secret::new(secret),
        arguments.notify_url,
        arguments.public_url,
        arguments.journal,
    );
    // The parent holds the other end of our input: when it is killed, we end too.
    let parent = async {
        let mut nothing = [0; 1];
        while tokio::io::stdin()
            .read(&mut nothing)
            .await
            .is_ok_and(|length| length > 0)
        {}
    };
    tokio::select! {
        served = serve(listener, config) => served.map_err(|error| error.to_string()),
        () = parent => Ok(()),
    }
}

/// A running simulator; it ends when this is dropped.
pub struct Running {
    /// Where the portal reaches it.
    pub base_url: String,
    _child: Child,
}

/// What is needed to start one.
pub struct Start<'a> {
    /// Where the portal listens.
    pub portal: SocketAddr,
    /// The portal's address as browsers know it.
    pub base_url: &'a str,
    /// The address that is set for the simulator.
    pub addr: Option<SocketAddr>,
    /// The shared secret.
    pub secret: &'a Secret,
    /// Its folder.
    pub data_dir: &'a std::path::Path,
}

/// Starts a child and waits until it answers.
///
/// # Errors
/// A sentence.
pub async fn start(start: Start<'_>) -> Result<Running, String> {
    let addr = match start.addr {
        Some(addr) => addr,
        None => free_address(start.portal)?,
    };
    let portal = SocketAddr::new(reachable(start.portal.ip()), start.portal.port());
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut child = Command::new(program)
        .arg("simulator")
        .args(["--addr", &addr.to_string()])
        .args(["--notify-url", &format!("http://{portal}/payments/notify/simulated")])
        .args(["--public-url", &public(start.base_url, addr)])
        .arg("--journal")
        .arg(start.data_dir.join("simulator.jsonl"))
        .env(SECRET, start.secret.expose())
        .stdin(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("the payment simulator cannot be started: {error}"))?;
    let here = SocketAddr::new(reachable(addr.ip()), addr.port());
    let limit = Instant::now() + START;
    while !answers(here).await {
        if let Ok(Some(status)) = child.try_wait() {
            return Err(format!("the payment simulator ended at once: {status}"));
        }
        if Instant::now() > limit {
            return Err("the payment simulator does not answer".to_owned());
        }
        sleep(Duration::from_millis(20)).await;
    }
    Ok(Running {
        base_url: format!("http://{here}"),
        _child: child,
    })
}

/// The first free port after the portal's own; any free one for a portal on any free one.
fn free_address(portal: SocketAddr) -> Result<SocketAddr, String> {
    let ports = (1..=PORTS)
        .filter_map(|step| portal.port().checked_add(step))
        .chain([0]);
    let mut tried = ports.map(|port| std::net::TcpListener::bind((portal.ip(), port)));
    let free = tried
        .find_map(Result::ok)
        .and_then(|listener| listener.local_addr().ok());
    free.ok_or_else(|| "no port is free for the payment simulator".to_owned())
}

/// An address that means every interface is reached by this one.
fn reachable(address: IpAddr) -> IpAddr {
    if address.is_unspecified() {
        IpAddr::V4(Ipv4Addr::LOCALHOST)
    } else {
        address
    }
}

/// Where a browser reaches it: the host it knows the portal by, and the simulator's port.
fn public(base_url: &str, addr: SocketAddr) -> String {
    let host = url::Url::parse(base_url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned));
    format!(
        "http://{}:{}",
        host.unwrap_or_else(|| addr.ip().to_string()),
        addr.port()
    )
}

async fn answers(addr: SocketAddr) -> bool {
    let ask = async {
        let mut stream = TcpStream::connect(addr).await?;
        let question = format!("GET /healthz HTTP/1.0\r\nhost: {addr}\r\n\r\n");
        stream.write_all(question.as_bytes()).await?;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await?;
        Ok::<bool, std::io::Error>(answer.ends_with(b" 200"))
    };
    matches!(timeout(Duration::from_secs(1), ask).await, Ok(Ok(true)))
}
