//! The page while it is filled in: what was typed, what is shown, what is wrong.
//!
//! The handlers look at the form as it stands in the document, so what was typed before the script arrived counts too.

mod items;

use std::collections::{BTreeMap, BTreeSet};

use domain::answer::{self, CheckContext, Problem, RawAnswers};
use domain::facts::CaseFacts;
use domain::journey;
use domain::service::field::{Field, FieldKind};
use domain::value::Value;
use domain::view::form::FormView;
use domain::view::outcome::{FormProblem, InputProblem, Posted};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::autosave::Autosave;
use crate::context;
use items::Removed;

/// A handle to the state of one page; copies share it.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    form: StoredValue<FormView>,
    /// Whose signals these are.
    owner: StoredValue<Owner>,
    answers: RwSignal<RawAnswers>,
    shown: RwSignal<BTreeSet<String>>,
    problems: RwSignal<BTreeMap<String, FormProblem>>,
    /// The items of each group by their numbers.
    items: RwSignal<BTreeMap<String, Vec<usize>>>,
    removed: RwSignal<Option<Removed>>,
    posted: RwSignal<Posted>,
    /// Keeps what is typed.
    pub(super) autosave: Autosave,
    /// Fields somebody has typed in or chosen from.
    touched: StoredValue<BTreeSet<String>>,
    /// The pointer is down: a message now would move what is pressed away from under the finger.
    pressing: StoredValue<bool>,
    /// The field that was left meanwhile.
    waiting: StoredValue<Option<String>>,
    /// Fields with files on their way.
    arriving: RwSignal<BTreeSet<String>>,
    /// Somebody wanted to go on from the page meanwhile: the button that was pressed.
    held: RwSignal<Option<String>>,
}

impl Live {
    /// As the server stored it.
    pub(crate) fn new(form: FormView) -> Self {
        let shown = form
            .fields
            .iter()
            .filter(|field| field.visible)
            .map(|field| field.key.clone())
            .collect();
        let problems = form.fields.iter().filter_map(|field| {
            let problem = field.problem.clone()?;
            Some((field.key.clone(), FormProblem::Answer { problem }))
        });
        let groups = form
            .page
            .fields
            .iter()
            .filter(|field| field.kind == FieldKind::RepeatingGroup);
        let items = groups.map(|group| (group.key.clone(), answer::shown_items(group, &form.values)));
        Self {
            items: RwSignal::new(items.collect()),
            removed: RwSignal::new(None),
            answers: RwSignal::new(form.values.clone()),
            shown: RwSignal::new(shown),
            problems: RwSignal::new(problems.collect()),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            posted: context::posted(),
            autosave: Autosave::new(form.correction.is_none().then_some(form.version)),
            form: StoredValue::new(form),
            touched: StoredValue::default(),
            pressing: StoredValue::new(false),
            waiting: StoredValue::new(None),
            arriving: RwSignal::default(),
            held: RwSignal::new(None),
        }
    }

    /// Makes what is drawn late as if it were drawn with the page.
    pub(crate) fn owned<T>(self, make: impl FnOnce() -> T) -> T {
        self.owner.get_value().with(make)
    }

    /// Whether files of the field are on their way. While some are, the page is not left; whoever wanted to go on goes
    /// on when the last one is there, or reads what is wrong.
    pub(crate) fn arriving(self, key: String, arriving: bool, good: bool) {
        self.arriving.update(|fields| {
            _ = if arriving {
                fields.insert(key)
            } else {
                fields.remove(&key)
            };
        });
        if arriving || !self.arriving.with_untracked(BTreeSet::is_empty) {
            return;
        }
        let held = self.held.try_update(Option::take).flatten();
        #[cfg(feature = "hydrate")]
        browser::let_go(held, good);
        #[cfg(not(feature = "hydrate"))]
        let _ = (held, good);
    }

    /// Somebody wanted to go on while files were on their way.
    pub(crate) fn is_held(self) -> bool {
        self.held.with(Option::is_some)
    }

    /// The server did not take a file: said at the field, and in the summary.
    #[cfg_attr(
        not(feature = "hydrate"),
        expect(dead_code, reason = "only the browser sends pieces")
    )]
    pub(crate) fn refused(self, key: &str, problem: FormProblem) {
        self.set_problem(key, None);
        let input = key.to_owned();
        self.posted
            .update(|posted| posted.problems.push(InputProblem { input, problem }));
    }

    /// What is wrong with what was chosen for a field, in the place of what was said of it before.
    pub(crate) fn set_problem(self, key: &str, problem: Option<FormProblem>) {
        self.posted
            .update(|posted| posted.problems.retain(|problem| problem.input != key));
        self.problems.update(|problems| match problem {
            Some(problem) => drop(problems.insert(key.to_owned(), problem)),
            None => drop(problems.remove(key)),
        });
    }

    pub(crate) fn with_form<T>(self, read: impl FnOnce(&FormView) -> T) -> T {
        self.form.with_value(read)
    }

    pub(crate) fn has_field(self, key: &str) -> bool {
        self.with_form(|form| form.page.fields.iter().any(|field| field.key == key))
    }

    /// What stands in an input, or did before its question was hidden.
    pub(crate) fn answers(self, input: &str) -> Vec<String> {
        self.answers
            .with_untracked(|answers| answers.get(input).cloned().unwrap_or_default())
    }

    /// Whether the field is shown now.
    pub(crate) fn is_shown(self, key: &str) -> Memo<bool> {
        let key = key.to_owned();
        Memo::new(move |_| self.shown.with(|shown| shown.contains(&key)))
    }

    /// The same, once.
    pub(crate) fn is_shown_now(self, key: &str) -> bool {
        self.shown.with_untracked(|shown| shown.contains(key))
    }

    /// What is wrong with the field: what its check says, or what the last posting of the page met.
    pub(crate) fn problem(self, field: &Field) -> Option<FormProblem> {
        let own = self.problems.with(|problems| problems.get(&field.key).cloned());
        // What an item met is told there, not at its group.
        let names = match field.kind {
            FieldKind::RepeatingGroup => vec![field.key.clone()],
            _ => answer::input_names(field),
        };
        let posted = self
            .posted
            .with(|posted| names.iter().find_map(|input| posted.problem(input).cloned()));
        // Why a file was not taken says more than that one is missing.
        if field.kind == FieldKind::File {
            posted.or(own)
        } else {
            own.or(posted)
        }
    }

    /// The input the problem is at.
    pub(crate) fn faulty_input(self, field: &Field) -> String {
        let answer_problem = self.problems.with(|problems| match problems.get(&field.key) {
            Some(FormProblem::Answer { problem }) => Some(problem.clone()),
            _ => None,
        });
        let problem = answer_problem.unwrap_or(Problem::Required);
        self.answers
            .with_untracked(|answers| answer::faulty_input(field, &problem, answers))
    }

    /// The checked value, if it is right.
    pub(crate) fn value(self, field: &Field) -> Option<Value> {
        self.checked(field).ok().flatten()
    }

    fn checked(self, field: &Field) -> Result<Option<Value>, Problem> {
        self.with_form(|form| {
            self.answers
                .with_untracked(|answers| answer::check(field, answers, &context_of(form)))
        })
    }

    /// What is wrong with the field now: of one in a group, seen with the other items.
    fn problem_now(self, field: &Field) -> Option<Problem> {
        if field.kind != FieldKind::RepeatingGroup && self.has_field(&field.key) {
            return self.checked(field).err();
        }
        self.with_form(|form| {
            self.answers.with_untracked(|answers| {
                let page = journey::live_page(&form.page, answers, &form.known, &context_of(form));
                let questions = page.questions(&form.page, answers);
                questions
                    .into_iter()
                    .find(|question| question.key == field.key)?
                    .problem
            })
        })
    }

    /// What is known from this page as it stands, and from the others.
    pub(crate) fn facts(self) -> CaseFacts {
        self.with_form(|form| {
            let page = self
                .answers
                .with(|answers| journey::live_page(&form.page, answers, &form.known, &context_of(form)));
            let mut facts = form.known.clone();
            let answered = page.fields.into_iter();
            facts
                .answers
                .extend(answered.filter_map(|state| Some((state.key, state.value?))));
            facts
        })
    }

    /// Looks at the field again; its message appears, changes or goes.
    #[cfg_attr(
        not(feature = "hydrate"),
        expect(dead_code, reason = "only the browser checks while people answer")
    )]
    fn check(self, field: &Field) {
        let before = self
            .problems
            .with_untracked(|problems| problems.get(&field.key).cloned());
        let after = self.problem_now(field).map(|problem| FormProblem::Answer { problem });
        if before == after {
            return;
        }
        self.problems.update(|problems| match after {
            Some(problem) => drop(problems.insert(field.key.clone(), problem)),
            None => drop(problems.remove(&field.key)),
        });
    }

    /// Decides again which questions are shown.
    fn show_again(self) {
        let fields = self.with_form(|form| {
            self.answers
                .with_untracked(|answers| journey::visible_fields(&form.page, answers, &form.known, &context_of(form)))
        });
        let now: BTreeSet<String> = fields
            .into_iter()
            .filter(|(_, shown)| *shown)
            .map(|(key, _)| key)
            .collect();
        if self.shown.with_untracked(|shown| *shown != now) {
            self.shown.set(now);
        }
    }

    /// Once the script runs: what was answered while it was on its way.
    pub(crate) fn catch_up(self, root: NodeRef<html::Div>) {
        Effect::new(move || {
            if let Some(root) = root.get() {
                #[cfg(feature = "hydrate")]
                {
                    browser::read_page(self, &root);
                    browser::keep_when_hidden(self, &root);
                }
                #[cfg(not(feature = "hydrate"))]
                drop(root);
            }
        });
    }

    /// Whether the page still stands: an input that goes with its page is left too, when nobody cares any more.
    #[cfg(feature = "hydrate")]
    fn is_there(self) -> bool {
        !self.form.is_disposed()
    }

    /// Something was typed.
    pub(crate) fn typed(self, event: &ev::Event) {
        #[cfg(feature = "hydrate")]
        if self.is_there() {
            browser::typed(self, event);
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (self.touched, event);
    }

    /// Something was chosen: an option, a box, a file. It is checked at once, since nobody is in the middle of it.
    pub(crate) fn chosen(self, event: &ev::Event) {
        #[cfg(feature = "hydrate")]
        if self.is_there() {
            browser::chosen(self, event);
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (self.touched, event);
    }

    /// An input was left.
    pub(crate) fn left(self, event: &ev::FocusEvent) {
        #[cfg(feature = "hydrate")]
        if self.is_there() {
            browser::left(self, event);
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (self.touched, event);
    }

    /// The pointer went down.
    pub(crate) fn pressed(self) {
        self.pressing.try_set_value(true);
    }

    /// The press is over; what was left meanwhile is checked now, unless the press sends the page.
    pub(crate) fn released(self, event: &ev::MouseEvent) {
        self.pressing.try_set_value(false);
        let left = self.waiting.try_update_value(Option::take).flatten();
        #[cfg(feature = "hydrate")]
        if self.is_there() {
            browser::released(self, left, event);
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (left, event);
    }
}

fn context_of(form: &FormView) -> CheckContext<'_> {
    CheckContext {
        today: form.today,
        national_id_checksum: form.national_id_checksum,
        lists: &form.lists,
    }
}

/// The document's side.
#[cfg(feature = "hydrate")]
mod browser;
