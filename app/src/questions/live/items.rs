//! The items of the groups while the page is filled in: added, taken out, taken back.

use domain::answer::{self, RawAnswers};
use domain::facts::Facts;
use domain::service::field::{Field, FieldKind};
use domain::value::Value;
use leptos::ev;
use leptos::prelude::*;

use super::{Live, context_of};

/// An item that was taken out, to be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Removed {
    group: String,
    /// Where it stood, and its number in the names.
    at: usize,
    index: usize,
    answers: RawAnswers,
}

impl Live {
    /// The numbers of a group's items, in order.
    pub(crate) fn items(self, group: &str) -> Vec<usize> {
        self.items.with(|items| items.get(group).cloned().unwrap_or_default())
    }

    /// The same, once.
    pub(crate) fn items_untracked(self, group: &str) -> Vec<usize> {
        self.items
            .with_untracked(|items| items.get(group).cloned().unwrap_or_default())
    }

    /// The fields that can be answered, those of items in the place of their group.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the browser reads them"))]
    pub(super) fn open_fields(self) -> Vec<Field> {
        let fields = self.with_form(|form| form.page.fields.clone());
        let open = fields.into_iter().filter(|field| !field.readonly);
        open.flat_map(|field| match field.kind {
            FieldKind::RepeatingGroup => {
                let items = self.items_untracked(&field.key);
                let inside = |index| field.fields.iter().map(move |inner| (index, inner));
                items
                    .into_iter()
                    .flat_map(inside)
                    .map(|(index, inner)| answer::item_field(&field, index, inner))
                    .collect()
            }
            _ => vec![field],
        })
        .collect()
    }

    /// Which item of the group was taken out last, counted from 1, as long as it can be taken back.
    pub(crate) fn removed(self, group: &str) -> Option<usize> {
        self.removed.with(|removed| {
            let removed = removed.as_ref().filter(|removed| removed.group == group)?;
            Some(removed.at + 1)
        })
    }

    /// What a field of all items comes to, as far as they are numbers.
    pub(crate) fn sum(self, group: &Field, field: &Field) -> i64 {
        let items = self.items(&group.key);
        self.answers.with(|answers| {
            let values = items.iter().filter_map(|index| {
                let field = answer::item_field(group, *index, field);
                self.with_form(|form| answer::check(&field, answers, &context_of(form)).ok()?)?
                    .as_int()
            });
            values.fold(0, i64::saturating_add)
        })
    }

    /// The number in an answer of this page or another.
    pub(crate) fn number(self, name: &str) -> Option<i64> {
        let here = self.with_form(|form| form.page.fields.iter().find(|field| field.key == name).cloned());
        let value = match here {
            Some(field) => self.answers.with(|answers| {
                self.with_form(|form| answer::check(&field, answers, &context_of(form)).ok().flatten())
            }),
            None => self.with_form(|form| form.known.fact(name)),
        };
        value.as_ref().and_then(Value::as_int)
    }

    /// Adds a blank item at once, in the place of sending the page.
    pub(crate) fn add_item(self, event: &ev::MouseEvent, group: &Field) {
        event.prevent_default();
        let mut items = self.items_untracked(&group.key);
        if items.len() >= answer::most_items(group) {
            return;
        }
        let index = answer::free_item(&items);
        items.push(index);
        let fields: Vec<Field> = group
            .fields
            .iter()
            .map(|field| answer::item_field(group, index, field))
            .collect();
        self.forget_problems(&format!("{}.{index}.", group.key));
        self.answers.update(|answers| {
            answers.extend(fields.iter().flat_map(answer::defaults));
        });
        self.removed.set(None);
        self.stand(&group.key, items);
        #[cfg(feature = "hydrate")]
        if let Some(first) = fields.first() {
            let required = domain::answer::Problem::Required;
            crate::focus::to_id(answer::faulty_input(first, &required, &RawAnswers::new()));
        }
    }

    /// Takes an item out at once; one that may hold files goes by sending the page.
    pub(crate) fn remove_item(self, event: &ev::MouseEvent, group: &Field, index: usize) {
        if super::super::group::holds_files(group) {
            return;
        }
        event.prevent_default();
        let mut items = self.items_untracked(&group.key);
        let Some(at) = items.iter().position(|item| *item == index) else {
            return;
        };
        items.remove(at);
        let prefix = format!("{}.{index}.", group.key);
        let taken = self.answers.try_update(|answers| {
            let (taken, left) = std::mem::take(answers)
                .into_iter()
                .partition(|(name, _)| name.starts_with(&prefix));
            *answers = left;
            taken
        });
        self.forget_problems(&prefix);
        self.removed.set(Some(Removed {
            group: group.key.clone(),
            at,
            index,
            answers: taken.unwrap_or_default(),
        }));
        self.stand(&group.key, items);
        #[cfg(feature = "hydrate")]
        crate::focus::to_id(format!("{}-undo", group.key));
    }

    /// Puts back what was taken out last.
    pub(crate) fn take_back(self) {
        let Some(removed) = self.removed.get_untracked() else {
            return;
        };
        self.removed.set(None);
        let mut items = self.items_untracked(&removed.group);
        items.insert(removed.at.min(items.len()), removed.index);
        self.answers.update(|answers| answers.extend(removed.answers));
        self.stand(&removed.group, items);
        #[cfg(feature = "hydrate")]
        crate::focus::to_id(format!("f-{}.{}", removed.group, removed.index));
    }

    /// These items stand on the page now.
    fn stand(self, group: &str, items: Vec<usize>) {
        let listed = items.iter().map(usize::to_string).collect();
        self.answers.update(|answers| {
            answers.insert(format!("{group}.items"), listed);
        });
        // The questions first, so that an item arrives with those it shows.
        self.show_again();
        self.items.update(|all| {
            all.insert(group.to_owned(), items);
        });
        #[cfg(feature = "hydrate")]
        super::browser::items_changed(self, group);
    }

    fn forget_problems(self, prefix: &str) {
        self.problems
            .update(|problems| problems.retain(|key, _| !key.starts_with(prefix)));
    }
}
