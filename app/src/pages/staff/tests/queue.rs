//! The queue.

use domain::view::casework::Due;
use domain::view::live::Moment;
use domain::view::outcome::Posted;
use domain::view::queue::{QueueQuery, QueueRow, QueueTab, QueueView};
use leptos::prelude::*;

use super::{REFERENCE, day, html};
use crate::pages::staff::queue::Queue;

fn rows() -> Vec<QueueRow> {
    let row = |reference: &str, days_left, assignee: Option<&str>, mine, resent| QueueRow {
        reference: reference.to_owned(),
        task: Some(format!("{reference}-task.1")),
        service_title: "إصدار مستخرج شهادة ميلاد".to_owned(),
        step_title: "تدقيق الطلب".to_owned(),
        applicant: "سلمى عادل محمود الخطيب".to_owned(),
        submitted: Some(day(16)),
        due: Some(Due { on: day(23), days_left }),
        stands: None,
        takeable: assignee.is_none(),
        assignee: assignee.map(str::to_owned),
        mine,
        urgent: false,
        resent,
        pending: false,
    };
    vec![
        row("2611-3902-114", -3, Some("رنا حسن"), true, false),
        row(REFERENCE, 0, None, false, true),
        row("2611-4851-930", 1, Some("مالك عودة"), false, false),
        row("2611-4870-551", 5, None, false, false),
    ]
}

fn queue(rows: Vec<QueueRow>, tab: QueueTab, query: &str) -> QueueView {
    QueueView {
        moment: Moment::default(),
        desk: "مديرية الداخلية في نابلس".to_owned(),
        query: QueueQuery {
            tab: Some(tab),
            text: query.to_owned(),
            ..QueueQuery::default()
        },
        tabs: vec![
            (QueueTab::Open, 38),
            (QueueTab::Mine, 12),
            (QueueTab::Available, 26),
            (QueueTab::Office, 1001),
            (QueueTab::Overdue, 2),
            (QueueTab::Waiting, 0),
        ],
        rows,
        services: vec![(
            "birth-certificate-extract".to_owned(),
            "إصدار مستخرج شهادة ميلاد".to_owned(),
        )],
        steps: Vec::new(),
        colleagues: Vec::new(),
        supervisor: false,
        saved: Vec::new(),
        pending: Vec::new(),
        next: Some("2026-11-26_7".to_owned()),
    }
}

fn queue_html(queue: QueueView) -> String {
    html(Posted::default(), || {
        view! { <Queue queue line=().into_any()/> }.into_any()
    })
}

#[test]
fn the_queue_says_what_is_late_in_words_and_leads_to_the_next_free_case() {
    let page = queue_html(queue(rows(), QueueTab::Open, ""));
    assert!(page.contains("متأخر <bdi dir=\"ltr\">3</bdi> أيام عمل"), "{page}");
    assert!(page.contains("<span class=\"due-soon\">اليوم</span>"), "{page}");
    assert!(page.contains("طلبان متأخران"), "{page}");
    assert!(
        page.contains(&format!(
            "<a href=\"/ar/staff/cases/{REFERENCE}\" data-key=\"n\" class=\"btn\">"
        )),
        "{page}"
    );
    assert!(page.contains("عاد بعد التصويب") && page.contains("مالك عودة"), "{page}");
    assert!(
        page.contains("name=\"one\"") && page.contains("aria-label=\"تولّي الطلب"),
        "{page}"
    );
    assert!(
        page.contains("<bdi dir=\"ltr\">1,000+</bdi>"),
        "counting stops somewhere: {page}"
    );
    assert!(
        page.contains("href=\"/ar/staff/queue?view=open&amp;after=2026-11-26_7\""),
        "{page}"
    );
    assert!(
        page.contains("<tbody role=\"rowgroup\">") && !page.contains("style="),
        "{page}"
    );
}

#[test]
fn tabs_are_addresses_that_keep_the_search() {
    let page = queue_html(queue(rows(), QueueTab::Mine, "a b"));
    assert!(
        page.contains("href=\"/ar/staff/queue?view=mine&amp;q=a%20b\" aria-current=\"page\""),
        "{page}"
    );
    assert!(
        page.contains("href=\"/ar/staff/queue?view=overdue&amp;q=a%20b\""),
        "{page}"
    );
    assert!(
        page.contains("<input type=\"hidden\" name=\"view\" value=\"mine\">"),
        "{page}"
    );
    assert!(
        page.contains("<span class=\"count\"><bdi dir=\"ltr\">12</bdi></span>"),
        "{page}"
    );
}

#[test]
fn nothing_to_do_differs_from_nothing_found() {
    let done = queue_html(queue(Vec::new(), QueueTab::Open, ""));
    assert!(
        done.contains("أنجزت القائمة") && !done.contains("<table") && !done.contains("class=\"btn\""),
        "{done}"
    );
    let lost = queue_html(queue(Vec::new(), QueueTab::Open, "<b>"));
    assert!(lost.contains("لا طلبات تطابق عوامل التصفية"), "{lost}");
    assert!(
        lost.contains("<a href=\"/ar/staff/queue?view=open\">مسح عوامل التصفية</a>") && !lost.contains("<b>\""),
        "{lost}"
    );
}
