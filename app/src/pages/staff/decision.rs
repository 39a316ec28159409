//! The decision on a case that the reader has taken.
//!
//! The radios come first. What belongs to one of them alone, the items to correct, hangs from it and is shown once it is
//! chosen; that is the style sheet's doing (`:has`), so it is the same before the program is there and without it, and a
//! browser that cannot do it shows everything.

use domain::service::FieldKind;
use domain::service::workflow::Outcome;
use domain::view::casework::{ActionRow, TaskView};
use domain::view::outcome::Posted;
use leptos::prelude::*;

use crate::components::post_form::PostForm;
use crate::components::text_area::TextArea;
use crate::components::text_input::{FieldProblem, TextInput, described_by};
use crate::context::{language, posted, words};
use crate::problems::form_problem;
use crate::routes;
use crate::words::{Isolated, Message, Words};

/// The longest note, in characters; the operation takes no more.
const LONGEST_NOTE: u32 = 4_000;

/// The panel: decide, or give the case back.
#[component]
pub fn Decision(
    /// Request number.
    reference: String,
    /// The reader's task.
    task: TaskView,
    /// Fields that may be marked for correction: key and label.
    correctable: Vec<(String, String)>,
    /// A note that was written and not taken, because somebody was quicker.
    kept: String,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let decide = (!task.actions.is_empty()).then(|| {
        let action = routes::staff_decide(language, &reference);
        let (named, actions) = (named(&task), task.actions.clone());
        view! {
            <PostForm action class="stack">
                {named}
                <Actions actions=actions.clone() correctable/>
                {amounts(words, &actions)}
                <Note actions kept/>
                <p class="btn-row">
                    <button type="submit" class="btn">{words.confirm_decision()}</button>
                    <span class="quiet small">{words.preview_irreversible()}</span>
                </p>
            </PostForm>
        }
    });
    view! {
        <section class="sheet decide" aria-labelledby="decision">
            <h2 id="decision" tabindex="-1">{words.decision()}</h2>
            {decide}
            <PostForm action=routes::staff_release(language, &reference)>
                {named(&task)}
                <button type="submit" class="btn btn-2">{words.release()}</button>
            </PostForm>
        </section>
    }
}

/// The task, and the state of it that the reader saw: a decision on an older one is refused.
fn named(task: &TaskView) -> AnyView {
    view! {
        <input type="hidden" name="task" value=task.id.clone()/>
        <input type="hidden" name="version" value=task.version.to_string()/>
    }
    .into_any()
}

/// What may be decided.
#[component]
fn Actions(
    /// The actions.
    actions: Vec<ActionRow>,
    /// What may be marked for correction.
    correctable: Vec<(String, String)>,
) -> impl IntoView {
    let words = words();
    let problem = problem_at(words, "action");
    let described = described_by("action", false, problem);
    let before = posted().get_untracked();
    let last_return = actions
        .iter()
        .rposition(|action| action.outcome == Outcome::ReturnForCorrection);
    let items = Some(correctable)
        .filter(|items| !items.is_empty())
        .map(|items| items_view(words, &before, items));
    let mut items = items;
    let choices = actions.into_iter().enumerate().map(|(at, action)| {
        let id = if at == 0 {
            "action".to_owned()
        } else {
            format!("action-{at}")
        };
        let items = if Some(at) == last_return { items.take() } else { None };
        let chosen = before.value("action") == action.key;
        let reasons = reasons(words, &before, &action);
        view! {
            <div class="choice">
                <input type="radio" id=id.clone() name="action" value=action.key checked=chosen/>
                <label for=id>{action.label}</label>
            </div>
            {(reasons.is_some() || items.is_some())
                .then(|| view! { <div class="reveal">{reasons} {items}</div> })}
        }
    });
    let choices = choices.collect_view();
    view! {
        <fieldset class:bad=move || problem.read().is_some() aria-describedby=described>
            <legend class="visually-hidden">{words.decision_choose()}</legend>
            <FieldProblem name="action" problem/>
            {choices}
        </fieldset>
    }
}

/// The reasons one of which must be chosen with this action.
fn reasons(words: Words, before: &Posted, action: &ActionRow) -> Option<AnyView> {
    if action.reasons.is_empty() {
        return None;
    }
    let name = format!("reason.{}", action.key);
    let chosen = before.value(&name).to_owned();
    let (posted, input) = (posted(), name.clone());
    let problem = Signal::derive(move || {
        posted
            .read()
            .problem(&input)
            .map(|problem| form_problem(words, problem))
    });
    // One action is chosen, so one of these problems is on the page at most.
    let described = described_by("reason", false, problem);
    let options = action.reasons.iter().map(|(key, reason)| {
        let selected = *key == chosen;
        view! { <option value=key.clone() selected=selected>{words.chosen_reason(reason)}</option> }
    });
    let select = view! {
        <div class="field" class:bad=move || problem.read().is_some()>
            <label class="label" for=name.clone()>{words.reason()}</label>
            <FieldProblem name="reason" problem/>
            <select
                class="select"
                id=name.clone()
                name=name
                aria-invalid=move || problem.read().is_some().then_some("true")
                aria-describedby=described
            >
                <option value="">{words.choose_reason()}</option>
                {options.collect_view()}
            </select>
        </div>
    };
    Some(select.into_any())
}

/// The fields the applicant is to correct.
fn items_view(words: Words, before: &Posted, items: Vec<(String, String)>) -> AnyView {
    let marked: Vec<&str> = before.value("field").split('\n').collect();
    let items = items.into_iter().enumerate().map(|(at, (key, label))| {
        let id = if at == 0 {
            "field".to_owned()
        } else {
            format!("field-{at}")
        };
        let checked = marked.contains(&key.as_str());
        view! {
            <div class="mini">
                <input type="checkbox" id=id.clone() name="field" value=key checked=checked/>
                <label for=id><bdi>{label}</bdi></label>
            </div>
        }
    });
    view! {
        <fieldset aria-describedby="field-hint">
            <legend>{words.items_to_correct()}</legend>
            <p class="hint small" id="field-hint">{words.items_to_correct_hint()}</p>
            {items.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// The amounts an officer assesses, in the currency of each.
fn amounts(words: Words, actions: &[ActionRow]) -> AnyView {
    let rows = actions.iter().flat_map(|action| action.amounts.clone());
    rows.map(|amount| {
        let currency = Isolated::words(words.currency(amount.currency));
        let label = words
            .assessed_amount_of(currency, Isolated::words(amount.label))
            .plain();
        let hint = amount.guidance.map(|text| Message::from(Isolated::words(text)));
        view! {
            <TextInput
                name=amount.name
                label
                nostrip:hint=hint
                kind=FieldKind::Money
                inputmode="decimal"
                left_to_right=true
                class="input w-9"
            />
        }
    })
    .collect_view()
    .into_any()
}

/// What the applicant will read, and with which decisions it must be written.
#[component]
fn Note(
    /// The actions.
    actions: Vec<ActionRow>,
    /// A note that was not taken.
    kept: String,
) -> impl IntoView {
    let words = words();
    let problem = problem_at(words, "note");
    let required: Vec<String> = actions
        .into_iter()
        .filter(|action| action.note_required)
        .map(|action| action.label)
        .collect();
    let label: Message = if required.is_empty() {
        words.label_optional(words.note_to_applicant())
    } else {
        words.note_to_applicant().into()
    };
    let required = (!required.is_empty()).then(|| words.note_required_for(words.list(required)));
    let before = posted().with_untracked(|posted| posted.value("note").to_owned());
    let text = if before.is_empty() { kept } else { before };
    let hint = view! {
        {words.note_to_applicant_hint()}
        {required.map(|required| view! { " " {required} })}
    };
    view! { <TextArea name="note" label hint=hint.into_any() rows=5 longest=LONGEST_NOTE problem text/> }
}

/// What was refused at this input.
fn problem_at(words: Words, input: &'static str) -> Signal<Option<Message>> {
    let posted = posted();
    Signal::derive(move || posted.read().problem(input).map(|problem| form_problem(words, problem)))
}
