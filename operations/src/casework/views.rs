//! Views of the queue that somebody keeps for themselves.

use domain::fold;
use domain::id::SavedViewId;
use domain::permission::{Act, may};
use domain::person::Actor;
use domain::view::outcome::{FormProblem, InputProblem};
use store::saved_views::{MOST_VIEWS, SavedView};

use crate::{OperationError, Portal, write};

/// Longest name, in characters.
const LONGEST_NAME: usize = 40;
/// Longest address, in bytes. Ours are shorter.
const LONGEST_QUERY: usize = 1_000;

fn problem(problem: FormProblem) -> OperationError {
    OperationError::Problems(vec![InputProblem {
        input: "name".to_owned(),
        problem,
    }])
}

/// Keeps a view under a name; one of that name is replaced.
///
/// # Errors
/// Not a member of staff; no name; as many views as may be.
pub async fn keep(portal: &Portal, actor: &Actor, name: &str, query: String) -> Result<(), OperationError> {
    may(actor, Act::SeeQueue)?;
    let person = actor.person().ok_or(OperationError::SignIn)?.id;
    let name: String = fold::clean(name).chars().take(LONGEST_NAME).collect();
    let name = name.trim().to_owned();
    if name.is_empty() {
        return Err(problem(FormProblem::ViewNameRequired));
    }
    if query.len() > LONGEST_QUERY {
        return Err(OperationError::Forbidden);
    }
    let portal = portal.clone();
    write(async move {
        let now = portal.clock.now();
        let view = SavedView {
            id: SavedViewId(portal.random.key(now)),
            name,
            query,
        };
        let mut tx = portal.store.begin().await?;
        if !store::saved_views::keep(&mut tx, person, &view, now).await? {
            let max = u32::try_from(MOST_VIEWS).unwrap_or_default();
            return Err(problem(FormProblem::TooManyViews { max }));
        }
        tx.commit().await?;
        Ok(())
    })
    .await
}

/// Forgets one of the actor's views.
///
/// # Errors
/// Not a member of staff.
pub async fn forget(portal: &Portal, actor: &Actor, id: &str) -> Result<(), OperationError> {
    may(actor, Act::SeeQueue)?;
    let person = actor.person().ok_or(OperationError::SignIn)?.id;
    let id: SavedViewId = id.parse().map_err(|_| OperationError::NotFound)?;
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        store::saved_views::forget(&mut tx, person, id).await?;
        tx.commit().await?;
        Ok(())
    })
    .await
}
