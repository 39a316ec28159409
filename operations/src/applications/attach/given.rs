//! Which files a field has. The rows say so, not what was stored with the page: a file that arrives while a page is
//! being saved is then neither lost nor doubled.

use std::collections::BTreeMap;

use domain::answer::RawAnswers;
use domain::service::ServiceDefinition;
use domain::service::field::{FieldKind, Page};
use domain::view::form::UploadView;
use store::uploads::UploadRow;

use super::limits::size;
use crate::OperationError;
use crate::applications::draft::Draft;

/// Puts the files that are there in the place of what the pages say.
pub(crate) fn overlay(raw: &mut RawAnswers, definition: &ServiceDefinition, uploads: &[UploadRow]) {
    let fields = definition.form.pages.iter().flat_map(|page| &page.fields);
    for field in fields.filter(|field| field.kind == FieldKind::File) {
        let of_field = uploads.iter().filter(|row| row.field == field.key);
        let entries: Vec<String> = of_field.map(|row| format!("{}|{}", row.id, row.name)).collect();
        if entries.is_empty() {
            raw.remove(&field.key);
        } else {
            raw.insert(field.key.clone(), entries);
        }
    }
}

/// The files of a page as they are shown, by field; one in which something was found is told of until another is given.
pub(crate) async fn views(draft: &Draft<'_>, page: &Page) -> Result<BTreeMap<String, Vec<UploadView>>, OperationError> {
    let mut views: BTreeMap<String, Vec<UploadView>> = BTreeMap::new();
    if !page.fields.iter().any(|field| field.kind == FieldKind::File) {
        return Ok(views);
    }
    let found = store::uploads::infected(&draft.portal.store, draft.application.id).await?;
    let open = found.iter().filter(|bad| {
        let later = |row: &UploadRow| row.field == bad.field && row.created_at > bad.created_at;
        !draft.uploads.iter().any(later)
    });
    for row in draft.uploads.iter().chain(open) {
        if page.fields.iter().any(|field| field.key == row.field) {
            views.entry(row.field.clone()).or_default().push(view(row));
        }
    }
    Ok(views)
}

fn view(row: &UploadRow) -> UploadView {
    UploadView {
        id: row.id.to_string(),
        name: row.name.clone(),
        size: size(row),
        scan: row.scan,
    }
}
