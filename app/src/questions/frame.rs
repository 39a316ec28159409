//! What every question has around its inputs: label, hint, problem, and how they are tied together.

use domain::answer;
use domain::service::field::{Choice, Field, FieldKind};
use leptos::prelude::*;

use super::Live;
use super::upload::Uploads;
use crate::components::source::source;
use crate::context::words;
use crate::problems::form_problem_with;
use crate::words::{Message, Words};

/// One field of the page and what its view needs.
#[derive(Clone)]
pub(crate) struct Question {
    /// As the file has it.
    pub(crate) field: Field,
    /// The page while it is filled in.
    pub(crate) live: Live,
    /// The words.
    pub(crate) words: Words,
    /// The caption over it, when it is the only question and so the heading of the page.
    alone: Option<Message>,
    /// Its files, if it takes some.
    pub(crate) uploads: Option<Uploads>,
    /// Appears because of another answer of the page.
    revealed: bool,
}

impl Question {
    pub(crate) fn new(live: Live, field: Field, alone: Option<Message>) -> Self {
        let mut revealed = false;
        if let Some(condition) = &field.visible_when {
            condition.names(&mut |name| revealed |= live.has_field(name));
        }
        let words = words();
        let uploads = (field.kind == FieldKind::File).then(|| Uploads::new(live, &field, words));
        Self {
            field,
            live,
            words,
            uploads,
            alone,
            revealed,
        }
    }

    /// A question in an item of this group.
    pub(super) fn inside(&self, field: Field) -> Self {
        let uploads =
            (field.kind == FieldKind::File).then(|| self.live.owned(|| Uploads::new(self.live, &field, self.words)));
        Self {
            field,
            alone: None,
            revealed: false,
            uploads,
            ..self.clone()
        }
    }

    pub(crate) fn key(&self) -> &str {
        &self.field.key
    }

    /// Id of the whole question, where links of the check page and of a correction lead.
    pub(crate) fn wrapper(&self) -> String {
        format!("f-{}", self.field.key)
    }

    /// The name, and id, of one part of the field.
    pub(crate) fn part(&self, part: &str) -> String {
        format!("{}.{part}", self.field.key)
    }

    pub(crate) fn label_text(&self) -> String {
        self.field.label.get(self.words.0).to_owned()
    }

    /// What stood in an input when the question was drawn.
    pub(crate) fn value(&self, input: &str) -> String {
        self.live.answers(input).into_iter().next().unwrap_or_default()
    }

    pub(crate) fn options(&self) -> Vec<Choice> {
        self.live
            .with_form(|form| answer::options(&self.field, &form.lists).to_vec())
    }

    /// Whether the applicant typed it about themself, so that the browser may help.
    pub(crate) fn is_own(&self) -> bool {
        self.field
            .prefill
            .as_deref()
            .is_some_and(|source| source.starts_with("profile."))
    }

    fn is_optional(&self) -> bool {
        let needed = self
            .live
            .with_form(|form| form.limits(self.key()).is_some_and(|limits| limits.required));
        !self.field.required && !needed && self.field.kind != FieldKind::RepeatingGroup
    }

    /// The label, with "(optional)" where an answer may be left out.
    pub(crate) fn label(&self) -> AnyView {
        if self.is_optional() {
            self.words.label_optional(self.label_text()).into()
        } else {
            view! { <bdi>{self.label_text()}</bdi> }.into_any()
        }
    }

    fn hint_id(&self) -> String {
        format!("{}-hint", self.field.key)
    }

    fn error_id(&self) -> String {
        format!("{}-error", self.field.key)
    }

    /// What is wrong now.
    pub(crate) fn problem(&self) -> Option<Message> {
        let problem = self.live.problem(&self.field)?;
        Some(form_problem_with(
            self.words,
            self.field.kind,
            &self.label_text(),
            &problem,
        ))
    }

    /// `aria-invalid` of one of its inputs.
    pub(crate) fn invalid(&self, input: &str) -> impl Fn() -> Option<&'static str> + Clone + use<> {
        let (live, field, input) = (self.live, self.field.clone(), input.to_owned());
        move || (live.problem(&field).is_some() && live.faulty_input(&field) == input).then_some("true")
    }

    /// `aria-describedby` of its inputs: the hint, and the problem while there is one.
    pub(crate) fn described(&self, hinted: bool) -> impl Fn() -> Option<String> + Clone + use<> {
        let (live, field) = (self.live, self.field.clone());
        let (hint, error) = (hinted.then(|| self.hint_id()), self.error_id());
        move || match (hint.clone(), live.problem(&field).is_some()) {
            (Some(hint), true) => Some(format!("{hint} {error}")),
            (None, true) => Some(error.clone()),
            (hint, false) => hint,
        }
    }

    fn bad(&self) -> impl Fn() -> bool + Clone + use<> {
        let (live, field) = (self.live, self.field.clone());
        move || live.problem(&field).is_some()
    }

    /// The sentence of help of the file, those of the kind, and what a registry has to do with it.
    pub(crate) fn hints(&self, more: impl IntoIterator<Item = AnyView>) -> Vec<AnyView> {
        let own = self
            .field
            .hint
            .as_ref()
            .map(|hint| view! { <bdi>{hint.get(self.words.0).to_owned()}</bdi> }.into_any());
        let registry = self.live.with_form(|form| form.sources.get(self.key()).cloned());
        let registry = registry.map(|registry| source(self.words, &registry).into());
        own.into_iter().chain(more).chain(registry).collect()
    }
}

/// A question with one input, named `label_for`: its label is a `label`.
pub(crate) fn single(question: &Question, label_for: &str, hints: Vec<AnyView>, input: AnyView) -> AnyView {
    let label_for = label_for.to_owned();
    let label = match question.alone.clone() {
        Some(caption) => view! {
            <h1>
                <label class="label label-page" for=label_for>
                    <span class="caption">{caption}</span>
                    {question.label()}
                </label>
            </h1>
        }
        .into_any(),
        None => view! { <label class="label" for=label_for>{question.label()}</label> }.into_any(),
    };
    let (bad, revealed) = (question.bad(), question.revealed);
    let hanging = {
        let bad = bad.clone();
        move || revealed && !bad()
    };
    view! {
        <div class="field" class:bad=bad class:reveal=hanging id=question.wrapper()>
            {shown(question)} {label} {hint(question, hints)} {error(question)} {input}
        </div>
    }
    .into_any()
}

/// A question with several inputs: its label is a `legend`.
pub(crate) fn group(question: &Question, hints: Vec<AnyView>, class: &'static str, inputs: AnyView) -> AnyView {
    let legend = match question.alone.clone() {
        Some(caption) => view! {
            <legend>
                <h1 class="label-page">
                    <span class="caption">{caption}</span>
                    {question.label()}
                </h1>
            </legend>
        }
        .into_any(),
        None => view! { <legend>{question.label()}</legend> }.into_any(),
    };
    let (bad, revealed) = (question.bad(), question.revealed);
    let hanging = {
        let bad = bad.clone();
        move || revealed && !bad()
    };
    let described = question.described(!hints.is_empty());
    view! {
        <fieldset class=class class:bad=bad class:reveal=hanging id=question.wrapper() aria-describedby=described>
            {legend} {shown(question)} {hint(question, hints)} {error(question)} {inputs}
        </fieldset>
    }
    .into_any()
}

/// Tells the handler that the question was on the page.
pub(crate) fn shown(question: &Question) -> AnyView {
    view! { <input type="hidden" name="shown" value=question.key().to_owned() /> }.into_any()
}

pub(super) fn hint(question: &Question, hints: Vec<AnyView>) -> Option<AnyView> {
    let sentences = hints
        .into_iter()
        .enumerate()
        .map(|(at, hint)| view! { {(at > 0).then_some(" ")} {hint} })
        .collect_view();
    (!sentences.is_empty()).then(|| view! { <p class="hint" id=question.hint_id()>{sentences}</p> }.into_any())
}

/// The problem above the input. It is read out when it appears, without taking the reader away.
pub(crate) fn error(question: &Question) -> AnyView {
    let (words, id, question) = (question.words, question.error_id(), question.clone());
    view! {
        <div aria-live="polite">
            {move || {
                let id = id.clone();
                question
                    .problem()
                    .map(|problem| {
                        view! {
                            <p class="error" id=id>
                                <span class="visually-hidden">{words.error_prefix()} " "</span>
                                {problem}
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
