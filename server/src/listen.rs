//! Sockets: who may connect, how long they may take, and how it ends.
//!
//! Own loop on hyper, since axum's sets no time limits: a header that comes a byte a second would hold a connection for
//! ever.

mod connection;
mod doors;
mod patience;

use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::gateway::Gateway;
use doors::Doors;

/// Connections under way are given so long to end when the process is told to stop.
const DRAIN: Duration = Duration::from_secs(25);
/// After a failed accept, mostly for want of file descriptors.
const REST: Duration = Duration::from_millis(50);

/// Serves until `stop` says so, then lets what is under way finish.
pub async fn serve(listener: TcpListener, router: Router, gateway: Gateway, mut stop: watch::Receiver<bool>) {
    let doors = Doors::default();
    // Each connection holds a receiver; when all are gone, all have ended.
    let (alive, _) = watch::channel(());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(REST).await;
                continue;
            }
        };
        let shared = gateway.config.trusts(peer.ip().to_canonical());
        let Some(pass) = doors.enter(peer.ip(), shared) else {
            continue;
        };
        let (router, stop, alive) = (router.clone(), stop.clone(), alive.subscribe());
        tokio::spawn(async move {
            connection::serve(stream, peer, router, stop).await;
            drop((pass, alive));
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, alive.closed()).await.is_err() {
        tracing::warn!("some connections did not end in time");
    }
}
