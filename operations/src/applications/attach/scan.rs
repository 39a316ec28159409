//! Files on which the virus scanner has not spoken: it is asked again until it does.

use domain::id::UploadId;
use domain::upload::Scan;
use integrations::antivirus::{Antivirus, Verdict};
use store::uploads::UploadRow;

use super::{away, delete_bytes};
use crate::{OperationError, Portal, write};

/// Most files of one round.
const BATCH: i64 = 20;

/// Asks about files that are held. One that cannot be judged does not stop those after it, unless the scanner is away.
///
/// # Errors
/// When the store is away; the next round goes on.
pub async fn round(portal: &Portal) -> Result<(), OperationError> {
    let Some(antivirus) = &portal.antivirus else {
        return Ok(());
    };
    let mut after: Option<UploadId> = None;
    let mut failed = 0;
    loop {
        let rows = store::uploads::pending(&portal.store, after, BATCH).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.id);
        for row in rows {
            if !judged(portal, antivirus.as_ref(), row).await? {
                failed += 1;
            }
            if failed >= 3 {
                return Ok(());
            }
        }
    }
}

async fn judged(portal: &Portal, antivirus: &dyn Antivirus, row: UploadRow) -> Result<bool, OperationError> {
    let Some(bytes) = portal.files.get(&row.storage_key).await.map_err(away)? else {
        tracing::error!(upload = %row.id, "a file that is held is not there");
        return Ok(true);
    };
    let scan = match antivirus.scan(&bytes).await {
        Ok(Verdict::Clean) => Scan::Clean,
        Ok(Verdict::Infected(found)) => {
            tracing::warn!(upload = %row.id, found, "a harmful file was removed");
            Scan::Infected
        }
        Err(error) => {
            tracing::warn!(upload = %row.id, %error, "a file is still held");
            return Ok(false);
        }
    };
    let lasting = portal.clone();
    let id = row.id;
    let kept = write(async move {
        let mut tx = lasting.store.begin().await?;
        store::uploads::scanned(&mut tx, id, scan, lasting.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    });
    match kept.await {
        Ok(()) if scan == Scan::Infected => delete_bytes(portal, &row.storage_key).await.map_err(away)?,
        // Another worker was quicker, or the applicant took it away.
        Ok(()) | Err(OperationError::Conflict) => {}
        Err(error) => return Err(error),
    }
    Ok(true)
}
