//! The last page before sending: everything once more, the fee, the declaration.

use domain::fee;
use domain::language::Language;
use domain::person::Actor;
use domain::view::form::{CheckView, FeeView};

use super::draft::{Draft, to_fill_in};
use super::render;
use crate::{OperationError, Portal};

/// The check page of a draft or a returned application.
///
/// # Errors
/// Not found, not the actor's, or past filling in.
pub async fn check(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    reference: &str,
) -> Result<CheckView, OperationError> {
    let opening = to_fill_in(portal, actor, reference).await?;
    let mut draft = Draft::open(portal, actor, &opening).await?;
    // Whether the service is for this person is told before the boxes are ticked, not after.
    draft.assume_declared();
    let definition = &draft.service.definition;
    let refused = draft.journey.refused.as_ref();
    let resend = draft.correction(language);
    // What cannot be worked out yet is named, and not shown as free.
    let fee = match &resend {
        None => {
            let (pages, today) = (&definition.form.pages, portal.clock.today());
            fee::outlook(&definition.fee, pages, &draft.journey.facts, today).view(language, definition.is_indicative())
        }
        Some(_) => FeeView {
            indicative: definition.is_indicative(),
            ..FeeView::default()
        },
    };
    let declarations = definition.form.pages.iter().filter(|page| render::is_declaration(page));
    Ok(CheckView {
        reference: draft.application.reference.to_string(),
        service_id: definition.id.clone(),
        service_title: definition.title.get(language).to_owned(),
        sections: render::sections(definition, &draft.journey, &draft.lists, language, &|field| {
            draft.may_change(field)
        }),
        declarations: declarations.flat_map(|page| page.fields.clone()).collect(),
        fee,
        refused: refused.map(|refusal| refusal.message.get(language).to_owned()),
        blocked: draft
            .journey
            .blocked
            .iter()
            .map(|text| text.get(language).to_owned())
            .collect(),
        incomplete: draft.next_page().map(|page| page.key.clone()),
        back: draft.question_pages().last().map(|page| page.key.clone()),
        resend,
        changes: draft.changes(language),
        sources: draft.sources_of(definition.fields(), language),
    })
}
