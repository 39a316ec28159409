//! Remarks about the portal: taken from anyone, without a name.

use domain::language::Language;
use domain::view::outcome::{FormProblem, InputProblem};
use store::feedback::FeedbackRow;
use store::summaries::Rating;

use crate::{OperationError, Portal, write};

/// Longest remark, in characters.
const MAX_REMARK: usize = 4_000;

/// Keeps a remark; `service` is the key of the service whose page it came from, or empty.
///
/// # Errors
/// A problem when neither a rating nor a word was given.
pub async fn send(
    portal: &Portal,
    language: Language,
    rating: &str,
    remark: &str,
    service: &str,
) -> Result<(), OperationError> {
    let rating = rating.parse::<i64>().ok().filter(|rating| (1..=5).contains(rating));
    let remark: String = domain::fold::clean(remark).chars().take(MAX_REMARK).collect();
    if rating.is_none() && remark.is_empty() {
        let problem = FormProblem::Answer {
            problem: domain::answer::Problem::Required,
        };
        return Err(OperationError::Problems(vec![InputProblem {
            input: "rating".to_owned(),
            problem,
        }]));
    }
    let at = portal.clock.now();
    let row = FeedbackRow {
        id: portal.random.key(at),
        at,
        language,
        rating,
        remark,
        service_id: portal
            .catalogue
            .find_ever(service)
            .map(|service| service.definition.id.clone()),
    };
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::feedback::insert(&mut tx, &row).await?;
        if let Some(rating) = row.rating {
            let (id, at, service_id) = (row.id, row.at, row.service_id.clone());
            let rating = Rating {
                id,
                at,
                service_id,
                rating,
            };
            crate::summaries::rated(&mut tx, &portal, &rating).await?;
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}
