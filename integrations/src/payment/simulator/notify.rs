//! What the simulator does after the payer has gone: orders fall due, notifications are delivered.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::book::{State, What};
use super::{Simulator, api, now};
use crate::payment::lahza::SIGNATURE_HEADER;
use crate::payment::signature;

/// At the start: whatever the journal says is still to be done.
pub(super) fn resume(simulator: &Arc<Simulator>) {
    let references: Vec<String> = simulator
        .book()
        .all()
        .map(|transaction| transaction.reference.clone())
        .collect();
    for reference in references {
        follow_up(simulator, &reference);
    }
}

/// Starts what this transaction still needs: its payment when it is due, the notifications it owes.
pub(super) fn follow_up(simulator: &Arc<Simulator>, reference: &str) {
    let (state, owed) = match simulator.book().get(reference) {
        Some(transaction) => (transaction.state.clone(), transaction.notices_owed),
        None => return,
    };
    if let State::Ordered { due, .. } = state {
        tokio::spawn(fall_due(Arc::clone(simulator), reference.to_owned(), due));
    }
    for _ in 0..owed {
        tokio::spawn(deliver(Arc::clone(simulator), reference.to_owned()));
    }
}

async fn fall_due(simulator: Arc<Simulator>, reference: String, due: i64) {
    let wait = u64::try_from(due - now()).unwrap_or(0);
    tokio::time::sleep(Duration::from_millis(wait)).await;
    let paid = {
        let mut book = simulator.book();
        let Some(transaction) = book.get(&reference) else {
            return;
        };
        let amount = transaction.order.amount;
        book.record(&reference, What::Paid { amount, notices: 1 })
    };
    match paid {
        Ok(()) => deliver(simulator, reference).await,
        Err(error) => tracing::error!(%error, reference, "the simulator cannot write its journal"),
    }
}

/// Posts one notification until it is answered with 2xx or the tries are used up.
async fn deliver(simulator: Arc<Simulator>, reference: String) {
    let Some(body) = body(&simulator, &reference) else {
        return;
    };
    let signature = signature::sign(simulator.config.secret.expose(), &body);
    let waits = simulator.config.pace.retries.iter().copied().map(Some).chain([None]);
    for wait in waits {
        if post(&simulator, &body, &signature).await {
            return settle(&simulator, &reference, What::Told);
        }
        if let Some(wait) = wait {
            tokio::time::sleep(wait).await;
        }
    }
    settle(&simulator, &reference, What::GivenUp);
}

/// Posts what an attacker might: success that never was, signed with a key of their own.
pub(super) fn forge(simulator: &Arc<Simulator>, reference: &str) {
    let simulator = Arc::clone(simulator);
    let reference = reference.to_owned();
    tokio::spawn(async move {
        let data = simulator.book().get(&reference).map(api::data);
        let Some(mut data) = data else { return };
        data["status"] = json!("success");
        let body = json!({ "event": "charge.success", "data": data })
            .to_string()
            .into_bytes();
        let signature = signature::sign("a key that is not the secret", &body);
        post(&simulator, &body, &signature).await;
    });
}

fn body(simulator: &Simulator, reference: &str) -> Option<Vec<u8>> {
    let data = simulator.book().get(reference).map(api::data)?;
    Some(
        json!({ "event": "charge.success", "data": data })
            .to_string()
            .into_bytes(),
    )
}

async fn post(simulator: &Simulator, body: &[u8], signature: &str) -> bool {
    let Ok(_turn) = simulator.deliveries.acquire().await else {
        return false;
    };
    let request = simulator
        .client
        .post(&simulator.config.notify_url)
        .header("content-type", "application/json")
        .header(SIGNATURE_HEADER, signature)
        .body(body.to_vec());
    request
        .send()
        .await
        .is_ok_and(|response| response.status().is_success())
}

fn settle(simulator: &Simulator, reference: &str, what: What) {
    if let Err(error) = simulator.book().record(reference, what) {
        tracing::error!(%error, reference, "the simulator cannot write its journal");
    }
}
