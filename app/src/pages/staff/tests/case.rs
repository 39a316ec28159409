//! The case and its decision.

use chrono::NaiveDateTime;
use std::collections::BTreeMap;

use domain::answer::Problem;
use domain::application::{EventKind, Status};
use domain::money::{Currency, Money};
use domain::service::workflow::{Outcome, Workflow};
use domain::view::application::HistoryRow;
use domain::view::case_file::{ChangedRow, ConversationView, LineRow, NoteRow, NotesView, ResentView};
use domain::view::casework::{ActionRow, AttachmentRow, CaseView, ComparisonRow, Due, TaskView};
use domain::view::form::{AnswerRow, AnswerText, FeeLineView, FeeView, SectionView};
use domain::view::opinion::CaseOpinionsView;
use domain::view::outcome::{FormProblem, InputProblem, Posted};
use leptos::prelude::*;

use super::{REFERENCE, day, html};
use crate::pages::staff::case::Case;

fn at(day_of_month: u32) -> NaiveDateTime {
    day(day_of_month).and_hms_opt(9, 12, 0).expect("a time")
}

fn case(task: Option<TaskView>) -> CaseView {
    let answer = |field: &str, label: &str, answer| AnswerRow {
        field: field.to_owned(),
        label: label.to_owned(),
        answer,
        changeable: true,
    };
    let shekels = Money {
        minor: 4_500,
        currency: Currency::Ils,
    };
    let compared = |label: &str, claimed: &str, registered: &str, matches| ComparisonRow {
        label: label.to_owned(),
        claimed: claimed.to_owned(),
        registered: registered.to_owned(),
        matches,
    };
    CaseView {
        reference: REFERENCE.to_owned(),
        service_title: "إصدار مستخرج شهادة ميلاد".to_owned(),
        status: Status::InReview,
        applicant: "سلمى عادل محمود الخطيب".to_owned(),
        applicant_national_id: "400000014".to_owned(),
        subject: Some("عادل محمود يوسف الخطيب".to_owned()),
        submitted: Some(at(16)),
        promised: Some(day(26)),
        standing: None,
        fee: FeeView {
            lines: vec![FeeLineView {
                label: "رسم المستخرج".to_owned(),
                quantity: 2,
                unit: None,
                amount: shekels,
                basis: None,
            }],
            totals: vec![shekels],
            due: Vec::new(),
            indicative: false,
            open: Vec::new(),
        },
        fee_settled: true,
        task,
        sources: BTreeMap::new(),
        sections: vec![SectionView {
            page: "request".to_owned(),
            title: "تفاصيل الطلب".to_owned(),
            rows: vec![
                answer(
                    "purpose",
                    "الغرض",
                    AnswerText::Words {
                        text: "السفر".to_owned(),
                    },
                ),
                answer(
                    "mother",
                    "اسم الأم",
                    AnswerText::Words {
                        text: "فاطمة النابلسي".to_owned(),
                    },
                ),
                answer(
                    "proxy",
                    "الوكالة",
                    AnswerText::Files {
                        files: vec![("u1".to_owned(), "wakala.pdf".to_owned())],
                    },
                ),
            ],
        }],
        comparisons: vec![
            compared("رقم الهوية", "400000006", "400000006", true),
            compared("اسم الأم", "فاطمة أحمد النابلسي", "فاطمة أحمد سليم النابلسي", false),
        ],
        registry_away: false,
        attachments: vec![AttachmentRow {
            id: "u1".to_owned(),
            label: "الوكالة العدلية".to_owned(),
            name: "wakala.pdf".to_owned(),
            content_type: "application/pdf".to_owned(),
            size: 284_000,
            scan: domain::upload::Scan::Clean,
        }],
        documents: Vec::new(),
        history: vec![HistoryRow {
            kind: EventKind::Submitted,
            at: at(16),
            who: None,
            step: None,
            note: None,
            reason: None,
            amount: None,
        }],
        resent: Some(ResentView {
            before: at(16),
            rows: vec![ChangedRow {
                label: "اسم الأم".to_owned(),
                before: AnswerText::Words {
                    text: "فاطمه".to_owned(),
                },
                after: AnswerText::Words {
                    text: "فاطمة النابلسي".to_owned(),
                },
            }],
        }),
        notes: Some(NotesView {
            rows: vec![NoteRow {
                field: Some(("mother".to_owned(), "اسم الأم".to_owned())),
                who: "رنا حسن، وزارة الداخلية".to_owned(),
                at: at(17),
                text: "سألت <المديرية>".to_owned(),
            }],
            key: "k1".to_owned(),
            fields: vec![("mother".to_owned(), "اسم الأم".to_owned())],
        }),
        conversation: Some(ConversationView {
            rows: vec![LineRow {
                from_applicant: true,
                who: "سلمى".to_owned(),
                at: at(17),
                text: "كما في الهوية".to_owned(),
            }],
            key: None,
        }),
        opinions: CaseOpinionsView::default(),
        correctable: vec![
            ("purpose".to_owned(), "الغرض".to_owned()),
            ("mother".to_owned(), "اسم الأم".to_owned()),
        ],
    }
}

fn task(assignee: Option<&str>, mine: bool, takeable: bool) -> Option<TaskView> {
    let workflow = Workflow {
        start: String::new(),
        steps: Vec::new(),
        reasons: BTreeMap::new(),
    };
    let action = |key: &str, label: &str, outcome, note_required| ActionRow {
        key: key.to_owned(),
        label: label.to_owned(),
        outcome,
        note_required,
        reasons: domain::workflow::reasons(&workflow, outcome),
        amounts: Vec::new(),
    };
    Some(TaskView {
        id: "t1".to_owned(),
        version: 7,
        step_title: "تدقيق الطلب".to_owned(),
        desk: "مدقِّق في وزارة الداخلية".to_owned(),
        due: Some(Due {
            on: day(23),
            days_left: 0,
        }),
        assignee: assignee.map(str::to_owned),
        mine,
        takeable,
        actions: if mine {
            vec![
                action("approve", "الموافقة على الطلب", Outcome::Approve, false),
                action("return", "إعادة للتصويب", Outcome::ReturnForCorrection, true),
                action("reject", "رفض الطلب", Outcome::Reject, true),
            ]
        } else {
            Vec::new()
        },
    })
}

fn case_html(posted: Posted, task: Option<TaskView>, kept: &str) -> String {
    viewing_html(posted, task, kept, "")
}

fn viewing_html(posted: Posted, task: Option<TaskView>, kept: &str, viewing: &str) -> String {
    let (kept, viewing) = (kept.to_owned(), viewing.to_owned());
    html(posted, || {
        let kept = RwSignal::new(kept);
        view! { <Case case=case(task) kept viewing=Signal::stored(viewing.to_owned())/> }.into_any()
    })
}

#[test]
fn a_free_case_can_be_taken_and_not_decided() {
    let page = case_html(Posted::default(), task(None, false, true), "");
    assert!(
        page.contains(&format!("action=\"/ar/staff/cases/{REFERENCE}/take\"")),
        "{page}"
    );
    assert!(
        page.contains("name=\"task\" value=\"t1\"") && page.contains("name=\"version\" value=\"7\""),
        "{page}"
    );
    assert!(!page.contains("/decide") && !page.contains("/release"), "{page}");
}

#[test]
fn my_case_can_be_decided_or_given_back() {
    let page = case_html(Posted::default(), task(Some("رنا حسن"), true, false), "");
    for part in [
        "/decide\"",
        "/release\"",
        "id=\"action\" name=\"action\" value=\"approve\"",
        "id=\"action-1\" name=\"action\" value=\"return\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    // The items hang from the action they belong to.
    let (returned, items) = (
        page.find("value=\"return\"").unwrap(),
        page.find("id=\"field\" name=\"field\"").unwrap(),
    );
    assert!(
        returned < items && items < page.find("value=\"reject\"").unwrap(),
        "{page}"
    );
    assert!(
        page.contains("إلزامي مع: <bdi>") && page.contains("إعادة للتصويب"),
        "{page}"
    );
    assert!(
        !page.contains("aria-invalid") && !page.contains("id=\"problem\""),
        "{page}"
    );
}

#[test]
fn a_colleagues_case_names_the_colleague_and_has_no_forms() {
    let page = case_html(Posted::default(), task(Some("مالك عودة"), false, false), "");
    assert!(page.contains("الطلب مسند إلى <bdi>مالك عودة</bdi>."), "{page}");
    let forms = page.matches("<form").count();
    assert!(
        forms == 1 && page.contains("/notes\""),
        "a note may be written, and nothing decided: {page}"
    );
    let page = case_html(Posted::default(), None, "");
    assert!(
        page.contains("لا عمل مفتوح على هذا الطلب") && page.matches("<form").count() == 1,
        "{page}"
    );
}

#[test]
fn answers_stand_beside_what_the_registry_knows() {
    let page = case_html(Posted::default(), task(None, false, true), "");
    assert!(page.contains("إجابة واحدة لا تطابق السجلات"), "{page}");
    assert!(
        page.contains("<tr role=\"row\" class=\"differs\">") && page.contains(">لا يطابق<") && page.contains(">يطابق<"),
        "{page}"
    );
    assert!(page.contains("<bdi dir=\"ltr\">400000006</bdi>"), "{page}");
    let file = format!("<a href=\"/ar/staff/cases/{REFERENCE}?document=u1#viewer\">");
    assert_eq!(page.matches(&file).count(), 2, "in the answer and in the list: {page}");
    assert!(!page.contains("/files/u1"), "nothing is opened unasked: {page}");
}

fn refused(input: &str, problem: FormProblem) -> Posted {
    Posted {
        values: [
            ("action", "return"),
            ("note", "</textarea><b>&"),
            ("field", "purpose\nmother"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into(),
        problems: vec![InputProblem {
            input: input.to_owned(),
            problem,
        }],
    }
}

#[test]
fn a_refused_decision_is_shown_again_as_it_was_written() {
    let page = case_html(
        refused("note", FormProblem::NoteRequired),
        task(Some("رنا حسن"), true, false),
        "",
    );
    assert!(
        page.contains("<a href=\"#note\" rel=\"external\">اكتب ما يقرؤه مقدِّم الطلب</a>"),
        "{page}"
    );
    assert!(
        page.contains("aria-invalid=\"true\" aria-describedby=\"note-hint note-error\""),
        "{page}"
    );
    assert!(
        page.contains("&lt;/textarea>&lt;b>&amp;</textarea>") && !page.contains("<b>&"),
        "{page}"
    );
    assert_eq!(page.matches(" checked").count(), 3, "{page}");
    let page = case_html(
        refused(
            "elsewhere",
            FormProblem::Answer {
                problem: Problem::Required,
            },
        ),
        None,
        "",
    );
    assert!(page.contains("<a href=\"#main\" rel=\"external\">"), "{page}");
}

#[test]
fn who_was_overtaken_keeps_what_was_written() {
    let overtaken = refused("task", FormProblem::TakenMeanwhile);
    let page = case_html(overtaken, task(Some("مالك عودة"), false, false), "اسم الأم ناقص");
    assert!(
        page.contains("id=\"task\" tabindex=\"-1\"") && page.contains("<bdi>اسم الأم ناقص</bdi>"),
        "{page}"
    );
    assert!(page.contains("<a href=\"#task\" rel=\"external\">"), "{page}");
    assert!(
        page.contains(&format!("<a href=\"/ar/staff/cases/{REFERENCE}\" rel=\"external\">")),
        "{page}"
    );
}

#[test]
fn what_was_written_stands_in_the_case_and_beside_its_answer() {
    let page = case_html(Posted::default(), task(Some("رنا حسن"), true, false), "");
    assert_eq!(
        page.matches("سألت &lt;المديرية&gt;").count(),
        2,
        "in the notes and beside the answer: {page}"
    );
    assert!(
        page.contains("كما في الهوية") && page.contains("from-applicant"),
        "{page}"
    );
    assert!(
        !page.contains("name=\"message\""),
        "who does not have the case does not ask: {page}"
    );
    assert!(page.contains("<del>") && page.contains("فاطمه"), "{page}");
}

#[test]
fn a_reason_is_chosen_with_each_decision_against_the_applicant() {
    let page = case_html(Posted::default(), task(Some("رنا حسن"), true, false), "");
    assert!(!page.contains("name=\"reason.approve\""), "{page}");
    for action in ["return", "reject"] {
        assert!(page.contains(&format!("name=\"reason.{action}\"")), "{action}: {page}");
    }
    let posted = Posted {
        values: BTreeMap::from([
            ("action".to_owned(), "reject".to_owned()),
            ("reason.reject".to_owned(), "asked_before".to_owned()),
        ]),
        problems: vec![InputProblem {
            input: "reason.reject".to_owned(),
            problem: FormProblem::ChooseReason,
        }],
    };
    let page = case_html(posted, task(Some("رنا حسن"), true, false), "");
    assert!(page.contains("href=\"#reason.reject\""), "{page}");
    assert!(
        page.contains("value=\"asked_before\" selected"),
        "what was chosen stays: {page}"
    );
}

#[test]
fn a_paper_opens_beside_the_answers() {
    let page = viewing_html(Posted::default(), None, "", "u1");
    let frame = format!("<iframe src=\"/ar/staff/cases/{REFERENCE}/files/u1\"");
    assert!(page.contains(&frame) && page.contains("id=\"viewer\""), "{page}");
    let page = viewing_html(Posted::default(), None, "", "u2");
    assert!(
        !page.contains("<iframe") && !page.contains("/files/"),
        "a file of another case: {page}"
    );
}
