//! Page after page, as a browser without script goes: a page is read, its own form filled in and sent, the answer
//! followed.

use std::collections::BTreeSet;

use domain::answer::{self, RawAnswers};
use domain::language::Language;
use domain::service::field::{Field, FieldKind, Page};

use crate::browser::Browser;
use crate::case::{Case, Sent, State, fields_of};
use crate::form::{Filled, Form};
use crate::look;

/// Most times one page is sent: its questions, those that appear, and the items of its groups.
const MOST_POSTS: usize = 12;
/// The name every file has on the sender's device.
pub(crate) const FILE: &str = "paper.pdf";

/// One application on its way.
pub(crate) struct Walk<'a> {
    pub(crate) browser: &'a mut Browser,
    pub(crate) case: Case<'a>,
    pub(crate) language: Language,
    /// What is to be typed.
    pub(crate) answers: &'a RawAnswers,
    /// `/ar/applications/…`
    pub(crate) application: String,
    /// Inputs for files that have theirs.
    given: BTreeSet<String>,
    /// Pages that were sent.
    pub(crate) pages: usize,
}

impl<'a> Walk<'a> {
    /// Starts an application at the service's page.
    pub(crate) async fn start(
        browser: &'a mut Browser,
        case: Case<'a>,
        language: Language,
        answers: &'a RawAnswers,
    ) -> Self {
        let service = format!("/{language}/services/{}", case.definition().id);
        let page = browser.get(&service).await.is(200);
        look::at(page, &case, language, answers);
        let apply = format!("{service}/apply");
        browser.submit(&apply, &[]).await.is(303);
        let first = &case.definition().form.pages[0].key;
        let to = browser.page.location().to_owned();
        let application = to.strip_suffix(&format!("/form/{first}"));
        Self {
            application: application.unwrap_or_else(|| panic!("it begins at {to}")).to_owned(),
            browser,
            case,
            language,
            answers,
            given: BTreeSet::new(),
            pages: 0,
        }
    }

    /// All pages of questions, to the last page.
    pub(crate) async fn through(&mut self) {
        let definition = self.case.definition();
        let mut key = definition.form.pages[0].key.clone();
        for _ in &definition.form.pages {
            let page = definition
                .page(&key)
                .unwrap_or_else(|| panic!("there is no page {key}"));
            let next = self.page(page).await;
            let expected = self.next(page);
            assert_eq!(next, expected, "after {key}");
            if next == "check" {
                return;
            }
            key = next;
        }
        panic!("the pages do not end");
    }

    /// The page of the journey that comes next.
    fn next(&self, page: &Page) -> String {
        let state = self.case.state(None);
        let pages = &self.case.definition().form.pages;
        let after = pages.iter().skip_while(|other| other.key != page.key).skip(1);
        let mut shown = after.filter(|page| state.journey.page(&page.key).is_some_and(|page| page.visible));
        let next = shown.find(|page| !is_declaration(page));
        next.map_or_else(|| "check".to_owned(), |page| page.key.clone())
    }

    /// Sends a page until it leads on. Gives the key of the page it leads to.
    pub(crate) async fn page(&mut self, page: &Page) -> String {
        let address = format!("{}/form/{}", self.application, page.key);
        for _ in 0..MOST_POSTS {
            let read = self.browser.get(&address).await.is(200);
            look::at(read, &self.case, self.language, self.answers);
            let form = Form::to(&address, &read.text()).unwrap_or_else(|| panic!("{address} has no form"));
            let state = self.case.state(Some(page));
            self.compare(page, &form, &state);
            let answers = self.here(page, &form);
            let button = self.items(page, &form, &state);
            let filled = form.filled(&answers, &self.given);
            let filled = filled.unwrap_or_else(|why| panic!("{}: {why}", page.key));
            let to = self.send(page, &form, filled, button.clone()).await;
            let Some(rest) = to.strip_prefix(&address) else {
                return to.rsplit('/').next().unwrap_or_default().to_owned();
            };
            if rest == "#problem" {
                let read = self.browser.follow().await;
                panic!(
                    "{} is sent back:\n{}\n{answers:#?}",
                    page.key,
                    look::said(read).join("\n")
                );
            }
            assert!(rest.starts_with("#f-"), "{to}");
        }
        panic!("{} does not lead on", page.key);
    }

    /// Exactly the questions of the journey are on the page, each with exactly its inputs.
    fn compare(&self, page: &Page, form: &Form, state: &State) {
        let found = state.journey.page(&page.key);
        let page_state = found.filter(|page| page.visible);
        let page_state = page_state.unwrap_or_else(|| panic!("{} is no page of this journey", page.key));
        let questions = page_state.questions(page, &state.raw);
        let visible: BTreeSet<String> = questions
            .into_iter()
            .filter(|question| question.visible)
            .map(|question| question.key)
            .collect();
        let fixed = |key: &str| {
            let head = key.split('.').next().unwrap_or(key);
            let field = page.fields.iter().find(|field| field.key == head);
            field.is_some_and(|field| self.case.is_fixed(field, &state.sources))
        };
        let shown: BTreeSet<String> = form.hidden("shown").into_iter().map(str::to_owned).collect();
        assert_eq!(shown, visible, "the questions of {}", page.key);
        let mut names = BTreeSet::new();
        for key in visible.iter().filter(|key| !fixed(key)) {
            let (field, _) = answer::field_named(&page.fields, key).expect("a field");
            names.extend(inputs(&field));
        }
        let full = |name: &str| self.given.contains(name);
        names.retain(|name| !full(name));
        let mut offered: BTreeSet<String> = form.names().into_iter().map(str::to_owned).collect();
        offered.retain(|name| !full(name));
        assert_eq!(offered, names, "the inputs of {}", page.key);
    }

    /// The answers under the names they have here: an item may stand under another number.
    fn here(&self, page: &Page, form: &Form) -> RawAnswers {
        let mut here = self.answers.clone();
        for group in groups(page) {
            let prefix = format!("{}.", group.key);
            here.retain(|name, _| !name.starts_with(&prefix));
            for (from, to) in self.wanted(group).into_iter().zip(standing(group, form)) {
                for (mine, theirs) in fields_of(group, from).zip(fields_of(group, to)) {
                    let names = answer::input_names(&mine).into_iter().zip(answer::input_names(&theirs));
                    let found = names.filter_map(|(from, to)| Some((to, self.answers.get(&from)?.clone())));
                    here.extend(found);
                }
            }
        }
        here
    }

    /// The numbers of the items that are to be typed.
    fn wanted(&self, group: &Field) -> Vec<usize> {
        let prefix = format!("{}.", group.key);
        let names = self.answers.keys().filter_map(|name| name.strip_prefix(&prefix));
        let numbers: BTreeSet<usize> = names.filter_map(|name| name.split('.').next()?.parse().ok()).collect();
        numbers.into_iter().collect()
    }

    /// The button that makes more or fewer items, while there are too few or too many.
    fn items(&self, page: &Page, form: &Form, state: &State) -> Option<(String, String)> {
        let open = groups(page).filter(|group| !form.hidden(&answer::items_input(group)).is_empty());
        for group in open.filter(|group| !self.case.is_fixed(group, &state.sources)) {
            let (wanted, there) = (self.wanted(group).len(), standing(group, form));
            let least = answer::least_items(group);
            let (name, value) = if there.len() < wanted {
                ("add_item", group.key.clone())
            } else if there.len() > wanted.max(least) {
                ("remove_item", format!("{}.{}", group.key, there[there.len() - 1]))
            } else {
                continue;
            };
            assert!(
                form.has_button(name, &value),
                "{} has no button {name} {value}",
                page.key
            );
            return Some((name.to_owned(), value));
        }
        None
    }

    /// Sends the page; where it leads.
    async fn send(&mut self, page: &Page, form: &Form, filled: Filled, button: Option<(String, String)>) -> String {
        let mut sent = Sent::default();
        for (name, value) in &filled.fields {
            match name.as_str() {
                "shown" => _ = sent.shown.insert(value.clone()),
                "_csrf" => {}
                _ => sent.raw.entry(name.clone()).or_default().push(value.clone()),
            }
        }
        self.given.extend(filled.files.iter().map(|(name, _)| name.clone()));
        for name in self.given.iter().filter(|name| sent.shown.contains(*name)) {
            let count = self.here(page, form).get(name).map_or(1, Vec::len);
            sent.raw
                .insert(name.clone(), (0..count).map(|at| format!("{at}|{FILE}")).collect());
        }
        if let Some((name, value)) = &button {
            press(page, name, value, &mut sent.raw);
        }
        self.case.sent.insert(page.key.clone(), sent);
        self.pages += 1;
        let mut fields = filled.fields;
        fields.extend(button);
        let files: Vec<(&str, &str, &[u8])> = filled
            .files
            .iter()
            .map(|(name, bytes)| (name.as_str(), FILE, *bytes))
            .collect();
        let address = format!("{}/form/{}", self.application, page.key);
        let answer = self.browser.post_form(&address, form.in_parts, &fields, &files).await;
        answer.is(303).location().to_owned()
    }
}

/// What a button makes of the items: one more at the first free number, or one less.
fn press(page: &Page, name: &str, value: &str, raw: &mut RawAnswers) {
    let (key, number) = value.split_once('.').unwrap_or((value, ""));
    let group = groups(page).find(|group| group.key == key).expect("a group");
    let mut items = answer::shown_items(group, raw);
    if name == "add_item" {
        let free = answer::free_item(&items);
        items.push(free);
        raw.extend(fields_of(group, free).flat_map(|field| answer::defaults(&field)));
    } else {
        items.retain(|index| index.to_string() != number);
        raw.retain(|name, _| !name.starts_with(&format!("{value}.")));
    }
    raw.insert(answer::items_input(group), items.iter().map(usize::to_string).collect());
}

/// The numbers of the items that stand on the page.
fn standing(group: &Field, form: &Form) -> Vec<usize> {
    let listed = form.hidden(&answer::items_input(group));
    listed.into_iter().filter_map(|number| number.parse().ok()).collect()
}

fn groups(page: &Page) -> impl Iterator<Item = &Field> {
    page.fields
        .iter()
        .filter(|field| field.kind == FieldKind::RepeatingGroup)
}

/// The inputs of a question as its page has them.
fn inputs(field: &Field) -> Vec<String> {
    match field.kind {
        FieldKind::RepeatingGroup => vec![answer::items_input(field)],
        FieldKind::Money => {
            let several = field
                .validation
                .as_ref()
                .is_none_or(|limits| limits.currency.len() != 1);
            let names = answer::input_names(field).into_iter();
            names.filter(|name| several || !name.ends_with(".currency")).collect()
        }
        _ => answer::input_names(field),
    }
}

/// A page of boxes to agree to stands on the last page.
pub(crate) fn is_declaration(page: &Page) -> bool {
    let agrees = |field: &Field| {
        let must = field.validation.as_ref().is_some_and(|limits| limits.must_be_true);
        field.kind == FieldKind::Checkbox && must
    };
    !page.fields.is_empty() && page.fields.iter().all(agrees)
}
