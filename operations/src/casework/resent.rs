//! What changed since an application was sent back: the answers and papers as they were sent before, beside those of now.

use domain::facts::CaseFacts;
use domain::language::Language;
use domain::service::ServiceDefinition;
use domain::view::case_file::{ChangedRow, ResentView};
use store::applications::ApplicationRow;

use crate::applications::render;
use crate::catalogue::{ReferenceLists, Service};
use crate::clock::local;
use crate::{OperationError, Portal};

/// The differences to the last submission; none when it was sent once.
pub(super) async fn resent(
    portal: &Portal,
    service: &Service,
    application: &ApplicationRow,
    language: Language,
) -> Result<Option<ResentView>, OperationError> {
    let Some(facts) = &application.facts else {
        return Ok(None);
    };
    let Some(earlier) = store::earlier_submissions::last(&portal.store, application.id).await? else {
        return Ok(None);
    };
    let lists = portal.catalogue.lists();
    Ok(Some(ResentView {
        before: local(earlier.sent_at),
        rows: changes(&service.definition, &earlier.facts, facts, lists, language),
    }))
}

/// The questions that are answered otherwise, in their order.
pub(super) fn changes(
    definition: &ServiceDefinition,
    before: &CaseFacts,
    after: &CaseFacts,
    lists: &ReferenceLists,
    language: Language,
) -> Vec<ChangedRow> {
    let fields = definition.fields().filter_map(|field| {
        let (was, is) = (before.answers.get(&field.key), after.answers.get(&field.key));
        (was != is).then(|| ChangedRow {
            label: field.label.get(language).to_owned(),
            before: render::answer(field, was, lists, language),
            after: render::answer(field, is, lists, language),
        })
    });
    fields.collect()
}
