//! The queue.

use domain::view::casework::{Due, QueueRow, QueueTab, QueueView};
use domain::view::outcome::Posted;
use leptos::prelude::*;

use super::{REFERENCE, day, html};
use crate::pages::staff::queue::Queue;

fn rows() -> Vec<QueueRow> {
    let row = |reference: &str, days_left, assignee: Option<&str>, mine, resent| QueueRow {
        reference: reference.to_owned(),
        service_title: "إصدار مستخرج شهادة ميلاد".to_owned(),
        step_title: "تدقيق الطلب".to_owned(),
        applicant: "سلمى عادل محمود الخطيب".to_owned(),
        submitted: Some(day(16)),
        due: Some(Due { on: day(23), days_left }),
        assignee: assignee.map(str::to_owned),
        mine,
        resent,
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
        desk: "مديرية الداخلية في نابلس".to_owned(),
        tab,
        counts: vec![38, 12, 26, 2],
        rows,
        query: query.to_owned(),
        service: None,
        services: vec![(
            "birth-certificate-extract".to_owned(),
            "إصدار مستخرج شهادة ميلاد".to_owned(),
        )],
        next: Some("2026-11-26_7".to_owned()),
    }
}

fn queue_html(queue: QueueView) -> String {
    html(Posted::default(), || view! { <Queue queue goes_on=false/> }.into_any())
}

#[test]
fn the_queue_says_what_is_late_in_words_and_leads_to_the_next_free_case() {
    let page = queue_html(queue(rows(), QueueTab::Open, ""));
    assert!(page.contains("متأخر <bdi dir=\"ltr\">3</bdi> أيام عمل"), "{page}");
    assert!(page.contains("<span class=\"due-soon\">اليوم</span>"), "{page}");
    assert!(page.contains("طلبان متأخران"), "{page}");
    assert!(
        page.contains(&format!("<a href=\"/ar/staff/cases/{REFERENCE}\" class=\"btn\">")),
        "{page}"
    );
    assert!(
        page.contains("عاد بعد التصويب") && page.contains("غير مسند") && page.contains("مالك عودة"),
        "{page}"
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
        lost.contains("<a href=\"/ar/staff/queue\">مسح عوامل التصفية</a>") && !lost.contains("<b>\""),
        "{lost}"
    );
}
