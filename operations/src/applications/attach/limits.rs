//! How large, how many, and for which field.

use domain::answer::RawAnswers;
use domain::service::Document;
use domain::service::field::{Field, FieldKind, Page};
use domain::view::outcome::FormProblem;
use store::uploads::UploadRow;

use crate::applications::draft::Draft;

/// Most bytes all files of one application may have together: ten plans of the largest size a service asks for, and the
/// papers beside them.
pub(super) const MAX_APPLICATION_BYTES: u64 = 600_000_000;
/// The same in MB, to be told.
pub(super) const MAX_APPLICATION_MB: u32 = 600;

/// A field that takes files, and what it takes.
pub(super) struct Place<'a> {
    /// The field.
    pub(super) field: &'a Field,
    /// The paper it asks for; a field without one takes nothing.
    pub(super) document: Option<&'a Document>,
    /// Files it has.
    given: usize,
    /// Bytes of all files of the application.
    used: u64,
}

impl<'a> Place<'a> {
    /// The field of that key on a page, if the applicant may change it now.
    pub(super) fn on(draft: &Draft<'a>, page: &'a Page, key: &str, answers: &RawAnswers) -> Option<Self> {
        let takes = |field: &&Field| field.key == key && field.kind == FieldKind::File && draft.may_change(field);
        let field = page.fields.iter().find(takes)?;
        let document = field
            .document
            .as_deref()
            .and_then(|key| draft.service.definition.document(key));
        Some(Self {
            field,
            document,
            // Of an item that was taken away the rows are still there, but not the answers.
            given: answers.get(key).map_or(0, Vec::len),
            used: draft.uploads.iter().map(size).sum(),
        })
    }

    /// The field of that key on any page that may be visited.
    pub(super) fn anywhere(draft: &Draft<'a>, key: &str) -> Option<Self> {
        let pages = draft.question_pages().into_iter();
        pages
            .filter(|page| draft.may_visit(&page.key))
            .find_map(|page| Self::on(draft, page, key, &draft.raw))
    }

    /// Why a file of this size is not taken, as far as that can be said before it is there.
    pub(super) fn refuses(&self, bytes: u64) -> Option<FormProblem> {
        let Some(document) = self.document else {
            return Some(FormProblem::FileType);
        };
        let counted = Limits::of(document);
        if bytes == 0 {
            Some(FormProblem::FileEmpty)
        } else if bytes > u64::from(document.max_size_mb) * 1_000_000 {
            Some(FormProblem::FileTooLarge {
                max_mb: document.max_size_mb,
            })
        } else {
            counted.refuse(self.given + 1, self.used.saturating_add(bytes))
        }
    }
}

/// What is looked at once more when the file is written down, since others may have come meanwhile.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    max_files: u32,
}

impl Limits {
    pub(super) fn of(document: &Document) -> Self {
        Self {
            max_files: document.max_files,
        }
    }

    /// With this one: files of the field, and bytes of the application.
    pub(super) fn refuse(self, files: usize, bytes: u64) -> Option<FormProblem> {
        if files > self.max_files as usize {
            Some(FormProblem::TooManyFiles { max: self.max_files })
        } else if bytes > MAX_APPLICATION_BYTES {
            Some(FormProblem::FilesTooLarge {
                max_mb: MAX_APPLICATION_MB,
            })
        } else {
            None
        }
    }
}

/// Bytes of a file.
pub(super) fn size(row: &UploadRow) -> u64 {
    u64::try_from(row.size).unwrap_or_default()
}
