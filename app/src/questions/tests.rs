//! Every question page of the catalogue, drawn in both languages, keeps the promises of its HTML.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use domain::answer::{Problem, faulty_input, input_names, item_field, shown_items};
use domain::facts::CaseFacts;
use domain::language::Language;
use domain::service::ServiceDefinition;
use domain::service::field::{Field, FieldKind, Page};
use domain::view::form::{FieldView, FileLimits, FormView};
use leptos::prelude::*;

use super::Questions;

fn services() -> Vec<ServiceDefinition> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue/services");
    let files = std::fs::read_dir(folder).expect("the catalogue is there");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    let read = |path| serde_json::from_str(&std::fs::read_to_string(path).expect("text")).expect("a service");
    paths.into_iter().map(read).collect()
}

/// The page with all its fields shown, and everything that can be missing, missing.
fn form(service: &ServiceDefinition, page: &Page, problem: Option<&Problem>) -> FormView {
    let limits = |field: &domain::service::Field| {
        let document = service.document(field.document.as_deref()?)?;
        Some((
            field.key.clone(),
            FileLimits {
                accepted_types: document.accepted_types.clone(),
                max_size_mb: document.max_size_mb,
                max_files: document.max_files,
                hint: None,
                required: field.required,
            },
        ))
    };
    let view = |field: &domain::service::Field| FieldView {
        key: field.key.clone(),
        visible: true,
        problem: problem.cloned(),
        input: faulty_input(field, &Problem::Required, &BTreeMap::new()),
    };
    FormView {
        reference: "2611-4837-0628".to_owned(),
        service_id: service.id.clone(),
        service_title: service.title.ar.clone(),
        page: page.clone(),
        number: 1,
        of: 3,
        back: None,
        from_check: false,
        values: BTreeMap::new(),
        fields: flat(page).iter().map(view).collect(),
        lists: BTreeMap::new(),
        files: page.fields.iter().filter_map(limits).collect(),
        uploads: BTreeMap::new(),
        known: CaseFacts::default(),
        today: NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day"),
        national_id_checksum: true,
        more: false,
        saved_until: NaiveDate::from_ymd_opt(2026, 12, 23).expect("a day"),
        fee: None,
        version: 0,
        changes: None,
        correction: None,
        registry_away: false,
        sources: BTreeMap::new(),
    }
}

/// The fields of a page, those of the items that stand on it behind their group.
fn flat(page: &Page) -> Vec<Field> {
    let inside = |group: &Field| {
        let items = shown_items(group, &BTreeMap::new());
        let inner = |index| group.fields.iter().map(move |field| item_field(group, index, field));
        items.into_iter().flat_map(inner).collect::<Vec<_>>()
    };
    page.fields
        .iter()
        .flat_map(|field| std::iter::once(field.clone()).chain(inside(field)))
        .collect()
}

/// The HTML of a view in a language.
fn html(language: Language, view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| {
        provide_context(language);
        leptos_meta::provide_meta_context();
        crate::context::provide();
        view().to_html()
    })
}

fn drawn(language: Language, problem: Option<&Problem>) -> Vec<(FormView, String)> {
    let mut pages = Vec::new();
    for service in services() {
        for page in &service.form.pages {
            let form = form(&service, page, problem);
            let shown = form.clone();
            let text = html(language, || view! { <Questions form=shown>""</Questions> }.into_any());
            pages.push((form, text));
        }
    }
    assert!(pages.len() > 40, "the whole catalogue");
    pages
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// The questions that can be answered.
fn open(form: &FormView) -> Vec<Field> {
    let fields = flat(&form.page).into_iter();
    fields
        .filter(|field| !field.readonly && field.kind != FieldKind::RepeatingGroup)
        .collect()
}

#[test]
fn every_input_is_there_under_its_name_and_id() {
    for (form, html) in drawn(Language::Ar, None) {
        let (ids, names) = (values(&html, "id"), values(&html, "name"));
        for field in open(&form) {
            for input in input_names(&field) {
                let one_currency = input.ends_with(".currency") && !names.contains(&input.as_str());
                let no_options = field.options_from.is_some() && field.kind == FieldKind::Radio;
                assert!(
                    one_currency || no_options || ids.contains(&input.as_str()),
                    "{}: {input}",
                    form.page.key
                );
            }
            assert!(
                ids.contains(&format!("f-{}", field.key).as_str()),
                "{}: f-{}",
                form.page.key,
                field.key
            );
        }
    }
}

#[test]
fn ids_are_unique_and_what_refers_to_them_finds_them() {
    for language in Language::ALL {
        for problem in [None, Some(Problem::Required)] {
            for (form, html) in drawn(language, problem.as_ref()) {
                let ids = values(&html, "id");
                for (at, id) in ids.iter().enumerate() {
                    assert!(
                        !ids[..at].contains(id),
                        "{} {}: {id} twice",
                        form.service_id,
                        form.page.key
                    );
                }
                let referring = ["for", "aria-describedby", "aria-labelledby"].map(|name| values(&html, name));
                for id in referring.iter().flatten().flat_map(|ids| ids.split(' ')) {
                    assert!(
                        ids.contains(&id),
                        "{} {}: nothing is {id}",
                        form.service_id,
                        form.page.key
                    );
                }
            }
        }
    }
}

#[test]
fn a_problem_stands_above_its_input_and_is_tied_to_it() {
    for (form, html) in drawn(Language::Ar, Some(&Problem::Required)) {
        for field in open(&form) {
            assert!(
                html.contains(&format!("id=\"{}-error\"", field.key)),
                "{}: {}",
                form.page.key,
                field.key
            );
        }
        let open = open(&form).iter().any(|field| field.kind != FieldKind::Radio);
        assert_eq!(html.contains("aria-invalid=\"true\""), open, "{}", form.page.key);
    }
}

#[test]
fn nothing_is_refused_by_the_content_policy() {
    for (form, html) in drawn(Language::En, None) {
        assert!(
            values(&html, "style").is_empty() && !html.contains(" onclick"),
            "{}",
            form.page.key
        );
    }
}

#[test]
fn a_group_works_without_script() {
    let drawn = drawn(Language::En, None);
    let (_, html) = drawn
        .iter()
        .find(|(form, _)| form.page.key == "partners_page")
        .expect("partners");
    for part in [
        "<bdi>Partner<!></bdi> <bdi dir=\"ltr\">2<!></bdi> of <bdi dir=\"ltr\">2<!></bdi>",
        "name=\"add_item\"",
        "value=\"partners\"",
        "name=\"partners.items\" value=\"1\"",
        "id=\"f-partners.1\"",
        "name=\"shown\" value=\"partners.1.shares\"",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("remove_item"), "two are needed");
}

#[test]
fn a_locked_group_is_read_item_by_item() {
    let services = services();
    let company = services
        .iter()
        .find(|service| service.id == "company-registration")
        .expect("there");
    let mut page = company.page("partners_page").expect("partners").clone();
    page.fields[0].readonly = true;
    let mut form = form(company, &page, None);
    let typed = [
        ("partners.items", "1"),
        ("partners.1.partner_name", "ليلى"),
        ("partners.1.shares", "60"),
    ];
    form.values = typed
        .map(|(name, text)| (name.to_owned(), vec![text.to_owned()]))
        .into();
    let shown = |key: &str| FieldView {
        key: key.to_owned(),
        visible: true,
        problem: None,
        input: key.to_owned(),
    };
    form.fields = ["partners", "partners.1.partner_name", "partners.1.shares"]
        .map(shown)
        .into();
    let html = html(Language::Ar, || view! { <Questions form>""</Questions> }.into_any());
    assert!(
        html.contains("ليلى") && html.contains("60") && html.contains("id=\"f-partners\""),
        "{html}"
    );
    assert!(
        !html.contains("partners.1.shares\"") && !html.contains("add_item"),
        "nothing to change: {html}"
    );
}
