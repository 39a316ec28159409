//! What somebody's desk is: their own duties, and for a supervisor every role that has work in the body.

use domain::language::Language;
use domain::person::{Duty, Person, SUPERVISOR};

use crate::{OperationError, Portal};

/// Everything the person may see in the queue.
pub(super) async fn desk_of(portal: &Portal, person: &Person) -> Result<Vec<Duty>, OperationError> {
    let mut desk = Vec::new();
    for duty in &person.duties {
        if duty.role == SUPERVISOR {
            for role in store::queue::roles(&portal.store, &duty.entity).await? {
                desk.push(Duty {
                    entity: duty.entity.clone(),
                    role,
                });
            }
        } else {
            desk.push(duty.clone());
        }
    }
    desk.sort();
    desk.dedup();
    Ok(desk)
}

/// The services a desk works on, or the supervised bodies have a part in: name in addresses, title.
pub(super) fn services_of(portal: &Portal, person: &Person, language: Language) -> Vec<(String, String)> {
    let worked_on = portal.catalogue.services().iter().filter(|service| {
        let definition = &service.definition;
        domain::workflow::desks(&definition.workflow).iter().any(|desk| {
            let entity = desk.entity.unwrap_or(&definition.ministry_id);
            person.holds(entity, desk.role) || person.supervises(entity)
        })
    });
    worked_on
        .map(|service| {
            let definition = &service.definition;
            (definition.id.clone(), definition.title.get(language).to_owned())
        })
        .collect()
}

/// The steps of a service at which this person sees work: key, title.
pub(super) fn steps_of(portal: &Portal, person: &Person, service: &str, language: Language) -> Vec<(String, String)> {
    let Some(service) = portal
        .catalogue
        .services()
        .iter()
        .find(|one| one.definition.id == service)
    else {
        return Vec::new();
    };
    let definition = &service.definition;
    let keys = definition.workflow.steps.iter().flat_map(|step| {
        let branches = step.branches.iter().filter_map(|branch| branch.key.as_deref());
        let branches = branches.map(|branch| format!("{}/{branch}", step.key));
        std::iter::once(step.key.clone()).chain(branches)
    });
    keys.filter_map(|key| {
        let desk = domain::workflow::desk(&definition.workflow, &key)?;
        let entity = desk.entity.unwrap_or(&definition.ministry_id);
        let seen = person.holds(entity, desk.role) || person.supervises(entity);
        seen.then(|| (key, desk.title.get(language).to_owned()))
    })
    .collect()
}

/// Those who hold a role of the desk in a body the person supervises: key, name.
pub(super) async fn colleagues(
    portal: &Portal,
    person: &Person,
    desk: &[Duty],
    language: Language,
) -> Result<Vec<(String, String)>, OperationError> {
    let mut found = Vec::new();
    for duty in desk.iter().filter(|duty| person.supervises(&duty.entity)) {
        for holder in store::people::holders(&portal.store, &duty.entity, &duty.role).await? {
            let name = crate::applications::status::name(&holder.name_ar, &holder.name_en, language);
            found.push((holder.id.to_string(), name));
        }
    }
    found.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    found.dedup();
    Ok(found)
}
