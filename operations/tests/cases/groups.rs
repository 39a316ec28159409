//! Questions that are asked several times: added, taken out, checked, sent, corrected.

use domain::answer::Problem;
use domain::answer::RawAnswers;
use domain::person::Actor;
use domain::view::form::{AnswerText, FormView};
use integrations::registry::simulated::DemoPart;
use operations::applications::attach::NewFile;
use operations::applications::fill::{Button, Next, PagePost};
use operations::applications::{self, fill};
use operations::casework;

use crate::both::both;
use crate::paper::pdf;
use crate::stage::{EN, Stage, decision};

const CONVICTION: &str = "non-conviction-certificate";
const ABROAD: [(&str, &str); 7] = [
    ("residences.0.country", "JO"),
    ("residences.0.from_date.day", "1"),
    ("residences.0.from_date.month", "2"),
    ("residences.0.from_date.year", "2015"),
    ("residences.0.to_date.day", "3"),
    ("residences.0.to_date.month", "4"),
    ("residences.0.to_date.year", "2019"),
];

async fn form(stage: &Stage, actor: &Actor, reference: &str, page: &str) -> FormView {
    fill::form(&stage.portal, actor, EN, reference, page, false)
        .await
        .expect("the page")
}

/// Sends the page with what it holds, these answers, a button and files.
async fn press(
    stage: &Stage,
    actor: &Actor,
    reference: &str,
    page: &str,
    answers: &[(&str, &str)],
    button: Button,
    files: Vec<NewFile>,
) -> Next {
    let view = form(stage, actor, reference, page).await;
    let mut inputs: RawAnswers = view.values.clone();
    inputs.extend(
        answers
            .iter()
            .map(|(name, text)| ((*name).to_owned(), vec![(*text).to_owned()])),
    );
    let shown = view
        .fields
        .iter()
        .filter(|field| field.visible)
        .map(|field| field.key.clone())
        .collect();
    let post = PagePost {
        inputs,
        shown,
        files,
        button,
        from_check: false,
    };
    fill::save_page(&stage.portal, actor, reference, page, post)
        .await
        .expect("saved")
}

async fn id_of(stage: &Stage, reference: &str) -> domain::id::ApplicationId {
    let reference = reference.parse().expect("a number");
    let found = store::applications::by_reference(&stage.portal.store, &reference).await;
    found.expect("store").expect("an application").id
}

fn paper(field: &str) -> NewFile {
    NewFile {
        field: field.to_owned(),
        name: "paper.pdf".to_owned(),
        bytes: pdf(),
    }
}

/// A draft at the page of the group.
async fn abroad(stage: &Stage, actor: &Actor) -> String {
    let reference = stage.start_of(actor, CONVICTION).await;
    stage
        .save(actor, &reference, "applicant", &[("capacity", "self")])
        .await;
    let answers = [("nationality_type", "palestinian"), ("lived_abroad", "yes")];
    let next = press(
        stage,
        actor,
        &reference,
        "nationality",
        &answers,
        Button::Continue,
        vec![paper("identity_file")],
    )
    .await;
    assert_eq!(next, Next::Page("abroad".to_owned()));
    reference
}

both! {
    /// One blank item at first; added up to the most; taken out; nothing else of it is kept.
    async fn items_are_added_and_taken_out_by_posts(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = abroad(&stage, &rana).await;
        let view = form(&stage, &rana, &reference, "abroad").await;
        assert_eq!(view.values["residences.items"], ["0"]);
        assert!(view.fields.iter().any(|field| field.key == "residences.0.country" && field.visible));

        let add = || Button::AddItem("residences".to_owned());
        let next = press(&stage, &rana, &reference, "abroad", &[("residences.0.country", "JO")], add(), vec![]).await;
        assert_eq!(next, Next::Same { at: "f-residences.1".to_owned() });
        for _ in 0..6 {
            press(&stage, &rana, &reference, "abroad", &[], add(), vec![]).await;
        }
        let view = form(&stage, &rana, &reference, "abroad").await;
        assert_eq!(view.values["residences.items"], ["0", "1", "2", "3", "4"], "five at the most");
        assert_eq!(view.values["residences.0.country"], ["JO"], "kept as typed");
        assert!(view.fields.iter().all(|field| field.problem.is_none()), "nothing is wrong before it is sent on");

        let out = Button::RemoveItem("residences.1".to_owned());
        let next = press(&stage, &rana, &reference, "abroad", &[("residences.2.country", "EG")], out, vec![]).await;
        assert_eq!(next, Next::Same { at: "f-residences".to_owned() });
        let view = form(&stage, &rana, &reference, "abroad").await;
        assert_eq!(view.values["residences.items"], ["0", "2", "3", "4"]);
        // A number that is free is used again, at the end.
        press(&stage, &rana, &reference, "abroad", &[], add(), vec![]).await;
        let view = form(&stage, &rana, &reference, "abroad").await;
        assert_eq!(view.values["residences.items"], ["0", "2", "3", "4", "1"]);
    }

    /// Names nobody asked for are not kept.
    async fn hostile_names_are_dropped(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = abroad(&stage, &rana).await;
        let odd = [
            ("residences.99999.country", "JO"), ("residences.0.unknown", "x"), ("residences.0.country.0.country", "x"),
            ("residences.4.country", "not listed"), ("residences.00.country", "x"), ("other.0.x", "x"),
        ];
        press(&stage, &rana, &reference, "abroad", &odd, Button::Later, vec![]).await;
        let pages = store::drafts::pages(&stage.portal.store, id_of(&stage, &reference).await).await.expect("pages");
        let stored = pages.iter().find(|page| page.page == "abroad").expect("stored").answers.to_string();
        assert_eq!(stored, r#"{"residences.items":["0"]}"#);
        // Too many of them, and a text without end.
        let view = form(&stage, &rana, &reference, "abroad").await;
        let mut inputs = view.values;
        inputs.insert("residences.items".to_owned(), (0..5000).map(|at| at.to_string()).collect());
        inputs.insert("residences.1.country".to_owned(), vec!["x".repeat(100_000)]);
        let post = PagePost { inputs, ..PagePost::default() };
        fill::save_page(&stage.portal, &rana, &reference, "abroad", post).await.expect("saved");
        let view = form(&stage, &rana, &reference, "abroad").await;
        assert!(view.values["residences.items"].len() <= 5 && view.values["residences.1.country"][0].len() <= 20_000);
    }

    /// Fifty items with an answer to each of their questions are stored and shown as they were typed.
    async fn a_full_group_is_stored_and_shown_whole(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.start_of(&rana, "company-registration").await;
        let definition = stage.portal.catalogue.find("company-registration").expect("there").definition.clone();
        let page = definition.page("partners_page").expect("a page");
        let group = page.fields.iter().find(|field| field.key == "partners").expect("a group");
        assert_eq!(domain::answer::most_items(group), 50);
        let names = domain::answer::input_names(group);
        let typed = |name: &String| (name.clone(), vec![format!("of {name}")]);
        let mut inputs: RawAnswers = names.iter().filter(|name| !name.ends_with("_file")).map(typed).collect();
        inputs.insert("partners.items".to_owned(), (0..50).rev().map(|at: u32| at.to_string()).collect());
        let before = [
            ("capacity", "founder"), ("company_type", "limited_liability"), ("main_activity", "47"),
            ("objectives", "Selling bread"), ("proposed_names.0.name_ar", "المخبز"), ("proposed_names.1.name_ar", "الفرن"),
            ("capital.amount", "50000"), ("capital.currency", "ILS"), ("share_count", "50000"),
            ("premises_address.governorate", "PS-RBH"), ("premises_address.locality", "رام الله"),
            ("premises_address.street", "الإرسال"), ("company_mobile", "0599123456"), ("company_email", "a@example.ps"),
        ];
        for page in ["applicant", "names", "capital_page"] {
            let next = stage.save(&rana, &reference, page, &before).await;
            assert!(matches!(next, Next::Page(_)), "{page}: {next:?}");
        }
        let post = PagePost { inputs: inputs.clone(), ..PagePost::default() };
        let next = fill::save_page(&stage.portal, &rana, &reference, "partners_page", post).await.expect("saved");
        assert_eq!(next, Next::Page("legal".to_owned()));
        let view = form(&stage, &rana, &reference, "partners_page").await;
        let shown: RawAnswers = view.values.into_iter().filter(|(name, _)| name.starts_with("partners.")).collect();
        assert_eq!(shown, inputs);
    }

    /// What is wrong is told at the item; blank items are dropped; the last page shows item by item.
    async fn an_item_is_told_what_is_wrong_and_shown_at_the_end(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = abroad(&stage, &rana).await;
        press(&stage, &rana, &reference, "abroad", &[], Button::AddItem("residences".to_owned()), vec![]).await;
        let mut answers = ABROAD.to_vec();
        answers[3] = ("residences.0.from_date.year", "2099");
        let next = press(&stage, &rana, &reference, "abroad", &answers, Button::Continue, vec![paper("foreign_record_file")]).await;
        assert_eq!(next, Next::Same { at: "problem".to_owned() });
        let view = form(&stage, &rana, &reference, "abroad").await;
        assert_eq!(view.values["residences.items"], ["0"], "the blank one is gone");
        let wrong: Vec<_> = view.fields.iter().filter(|field| field.problem.is_some()).collect();
        assert_eq!(wrong.len(), 1, "{wrong:?}");
        assert_eq!((wrong[0].key.as_str(), wrong[0].input.as_str()), ("residences.0.from_date", "residences.0.from_date.day"));
        assert!(matches!(wrong[0].problem, Some(Problem::TooLate { .. })));

        let next = press(&stage, &rana, &reference, "abroad", &ABROAD, Button::Continue, vec![]).await;
        assert_eq!(next, Next::Page("request".to_owned()));
        let check = applications::check(&stage.portal, &rana, EN, &reference).await.expect("check");
        let rows = check.sections.iter().flat_map(|section| &section.rows);
        let row = rows.into_iter().find(|row| row.field == "residences").expect("the group");
        let AnswerText::Items { items, .. } = &row.answer else { panic!("{:?}", row.answer) };
        assert_eq!(items.len(), 1);
        assert!(matches!(&items[0][0].1, AnswerText::Words { text } if text.contains("Jordan")), "{items:?}");
        assert!(row.changeable);
    }

    /// Papers inside items belong to their item and go with it.
    async fn files_belong_to_their_item(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = stage.start_of(&rana, "academic-certificate-attestation").await;
        let mut page = "applicant".to_owned();
        let first: Vec<String> = stage.portal.catalogue.find("academic-certificate-attestation").expect("there").definition.form.pages.iter().map(|page| page.key.clone()).collect();
        if first[0] != "certificates_page" {
            page.clone_from(&first[0]);
            assert!(!page.is_empty());
        }
        let view = fill::form(&stage.portal, &rana, EN, &reference, &first[0], false).await.expect("the first page");
        let files: Vec<NewFile> = view.page.fields.iter().filter(|field| field.document.is_some()).map(|field| paper(&field.key)).collect();
        let choices: Vec<(String, String)> = view.page.fields.iter().filter(|field| field.options.len() > 1).map(|field| (field.key.clone(), field.options[0].raw())).collect();
        let choices: Vec<(&str, &str)> = choices.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let next = press(&stage, &rana, &reference, &first[0], &choices, Button::Continue, files).await;
        let Next::Page(page) = next else { panic!("{next:?}") };
        assert_eq!(page, "certificates_page");
        press(&stage, &rana, &reference, &page, &[], Button::AddItem("certificates".to_owned()), vec![]).await;
        let attach = Button::Attach("certificates.1.scan".to_owned());
        let next = press(&stage, &rana, &reference, &page, &[], attach, vec![paper("certificates.1.scan"), paper("certificates.7.scan")]).await;
        assert_eq!(next, Next::Same { at: "f-certificates.1.scan".to_owned() });
        let view = form(&stage, &rana, &reference, &page).await;
        assert_eq!(view.values["certificates.1.scan"].len(), 1);
        assert!(!view.values.contains_key("certificates.7.scan"), "no such item");
        let upload = view.values["certificates.1.scan"][0].split('|').next().expect("a key").to_owned();
        assert!(applications::attach::own_file(&stage.portal, &rana, &reference, &upload).await.is_ok());
        press(&stage, &rana, &reference, &page, &[], Button::RemoveItem("certificates.1".to_owned()), vec![]).await;
        assert!(applications::attach::own_file(&stage.portal, &rana, &reference, &upload).await.is_err(), "gone with its item");
    }

    /// An officer sees item by item, and marks the group; then its items may be changed, and nothing else.
    async fn a_marked_group_is_corrected(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = abroad(&stage, &rana).await;
        press(&stage, &rana, &reference, "abroad", &ABROAD, Button::Continue, vec![paper("foreign_record_file")]).await;
        stage.save(&rana, &reference, "request", &[("purpose", "visa")]).await;
        stage.save(&rana, &reference, "delivery", &[]).await;
        stage.send(&rana, &reference).await.expect("sent");
        stage.pay(&rana, &reference).await;

        let officer = stage.officer("moj", "judicial_record_officer").await;
        stage.take(&officer, &reference).await;
        let case = casework::case(&stage.portal, &officer, EN, &reference).await.expect("the case");
        let rows = case.sections.iter().flat_map(|section| &section.rows);
        assert!(rows.clone().any(|row| matches!(&row.answer, AnswerText::Items { items, .. } if items.len() == 1)));
        let marks = decision("return_for_correction", "Add the years in Egypt.", &["residences"]);
        stage.decide(&officer, &reference, marks).await.expect("sent back");

        let view = form(&stage, &rana, &reference, "abroad").await;
        let open: Vec<&str> = view.page.fields.iter().filter(|field| !field.readonly).map(|field| field.key.as_str()).collect();
        assert_eq!(open, ["residences"]);
        press(&stage, &rana, &reference, "abroad", &[], Button::AddItem("residences".to_owned()), vec![]).await;
        let second: Vec<(String, &str)> = ABROAD.iter().map(|(name, text)| (name.replace(".0.", ".1."), *text)).collect();
        let mut second: Vec<(&str, &str)> = second.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        second[0].1 = "EG";
        press(&stage, &rana, &reference, "abroad", &second, Button::Continue, vec![]).await;
        // What was not marked stays as it was sent.
        let locked = form(&stage, &rana, &reference, "request").await;
        assert!(locked.page.fields.iter().all(|field| field.readonly));
        press(&stage, &rana, &reference, "request", &[("copies", "9")], Button::Continue, vec![]).await;
        stage.send(&rana, &reference).await.expect("sent again");
        let case = casework::case(&stage.portal, &officer, EN, &reference).await.expect("the case");
        let rows = case.sections.iter().flat_map(|section| &section.rows);
        assert!(rows.clone().any(|row| matches!(&row.answer, AnswerText::Items { items, .. } if items.len() == 2)));
        assert!(rows.clone().any(|row| row.field == "copies" && row.answer == AnswerText::Code { text: "1".to_owned() }));
    }
}
