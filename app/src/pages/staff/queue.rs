//! The work queue: what waits for this desk, most urgent first, or oldest.

pub mod choose;
pub mod filters;
pub mod pending;
pub mod table;
pub mod views;

use domain::language::Language;
use domain::service::FieldKind;
use domain::view::queue::{QueueQuery, QueueTab, QueueView};
use leptos::prelude::*;

use super::layout::{StaffFrame, title};
use crate::components::error_summary::{ErrorSummary, posted_problems};
use crate::components::layout::Page;
use crate::components::pagination::Pagination;
use crate::context::{language, words};
use crate::live::{self, follow};
use crate::page::{load, loaded, query};
use crate::words::{Isolated, Message, Words};
use crate::{api, routes};
use choose::Choose;
use filters::Filters;
use pending::Pending;
use views::SavedViews;

/// The page.
#[component]
pub fn QueuePage() -> impl IntoView {
    let language = language();
    let parts = QueueQuery::NAMES.map(|name| (name, query(name)));
    let asked = move || {
        QueueQuery::read(|name| {
            let part = parts.iter().find(|(one, _)| *one == name);
            part.map(|(_, value)| value.get()).unwrap_or_default()
        })
    };
    let queue = load(asked, move |query| api::queue(language, query));
    let following = follow(
        queue,
        move |_| routes::staff_queue_live(language),
        live::list_is_used,
        move |queue| api::queue(language, queue.query.clone()),
    );
    let page = loaded(queue, move |queue| {
        following.shows(&queue);
        let line = following.line(queue.moment, routes::staff_queue_found(language, &queue.query));
        view! { <Queue queue line/> }.into_any()
    });
    view! {
        <StaffFrame>
            {following.region()}
            {page}
        </StaffFrame>
    }
}

/// What the list shows. Every link in it changes one thing and keeps the rest.
#[derive(Clone, Debug)]
pub struct Shown {
    language: Language,
    query: QueueQuery,
}

impl Shown {
    /// The address with one thing changed, from the beginning of the list.
    fn with(&self, change: impl FnOnce(&mut QueueQuery)) -> String {
        let mut query = self.query.clone();
        query.after = String::new();
        change(&mut query);
        routes::staff_queue_found(self.language, &query)
    }

    /// The same part of the queue, whole.
    fn unfiltered(&self) -> String {
        routes::staff_queue_found(self.language, &self.query.unfiltered())
    }

    /// What is shown, as inputs of a form that leads back to it.
    fn hidden(&self) -> AnyView {
        let parts = self.query.parts().into_iter();
        let parts = parts.filter(|(name, value)| *name != "after" && !value.is_empty());
        parts
            .map(|(name, value)| view! { <input type="hidden" name=name value=value.to_owned()/> })
            .collect_view()
            .into_any()
    }
}

/// The queue.
#[component]
pub fn Queue(
    /// What waits.
    queue: QueueView,
    /// When this was so, and how it is now.
    line: AnyView,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let shown = Shown {
        language,
        query: queue.query.clone(),
    };
    let tab = queue.query.tab.unwrap_or(QueueTab::Open);
    let heading = heading(words, queue.count(tab));
    let late = queue.count(QueueTab::Overdue);
    let free = queue.rows.iter().find(|row| row.takeable && !row.pending);
    let take_next = free.map(|row| {
        let (address, reference) = (routes::staff_case(language, &row.reference), row.reference.clone());
        view! {
            <a class="btn" href=address data-key="n">
                {words.take_next()} <span class="visually-hidden">" " <bdi dir="ltr">{reference}</bdi></span>
            </a>
        }
    });
    let next = queue.next.clone();
    let next = next.map(|place| shown.with(|query| query.after = place));
    let goes_on = !queue.query.after.is_empty();
    let start = goes_on.then(|| view! { <p><a href=shown.with(|_| ())>{words.queue_from_start()}</a></p> });
    let problems = posted_problems(vec![
        ("case", FieldKind::Checkbox, String::new()),
        ("name", FieldKind::Text, words.view_name().to_owned()),
    ]);
    let faulty = Signal::derive(move || !problems.read().is_empty());
    let list = if queue.rows.is_empty() {
        empty(words, &shown, tab)
    } else {
        view! {
            <Choose shown=shown.clone() queue=queue.clone()/>
            <Pagination next/>
        }
        .into_any()
    };
    view! {
        <Page title=title(&[tab_name(words, tab), &heading.plain()]) faulty>
            <ErrorSummary problems/>
            <div class="page-head">
                <div>
                    <h1>{heading}</h1>
                    {(late > 0).then(|| view! { <p class="due-late">{said_late(words, late)}</p> })}
                    {line}
                </div>
                {take_next}
            </div>
            <Pending rows=queue.pending.clone()/>
            <Tabs shown=shown.clone() tabs=queue.tabs.clone()/>
            <SavedViews shown=shown.clone() saved=queue.saved.clone()/>
            <Filters shown=shown.clone() queue/>
            <section aria-label=words.staff_queue()>{list} {start}</section>
        </Page>
    }
}

/// The heading; counting stops somewhere.
fn heading(words: Words, count: u64) -> Message {
    if count > QueueView::MOST_COUNTED {
        words.queue_title_many(thousand(words))
    } else {
        words.queue_title(count)
    }
}

fn said_late(words: Words, count: u64) -> Message {
    if count > QueueView::MOST_COUNTED {
        words.queue_late_many(thousand(words))
    } else {
        words.queue_late(count)
    }
}

fn thousand(words: Words) -> Isolated {
    words.number(QueueView::MOST_COUNTED.try_into().unwrap_or(i64::MAX))
}

/// The parts of the queue, each with how many it holds.
#[component]
fn Tabs(
    /// What the list shows.
    shown: Shown,
    /// The parts, and how many in each.
    tabs: Vec<(QueueTab, u64)>,
) -> impl IntoView {
    let words = words();
    let tabs = tabs.into_iter().map(|(tab, count)| {
        let current = (shown.query.tab == Some(tab)).then_some("page");
        let address = shown.with(|query| query.tab = Some(tab));
        let count = if count > QueueView::MOST_COUNTED {
            Isolated::code("1,000+")
        } else {
            words.number(count.try_into().unwrap_or(i64::MAX))
        };
        view! {
            <li>
                <a href=address aria-current=current>{tab_name(words, tab)} " " <span class="count">{count}</span></a>
            </li>
        }
    });
    view! {
        <nav aria-label=words.queue_parts()>
            <ul class="views">{tabs.collect_view()}</ul>
        </nav>
    }
}

const fn tab_name(words: Words, tab: QueueTab) -> &'static str {
    match tab {
        QueueTab::Open => words.view_open(),
        QueueTab::Mine => words.view_mine(),
        QueueTab::Available => words.view_available(),
        QueueTab::Office => words.view_office(),
        QueueTab::Overdue => words.view_overdue(),
        QueueTab::Waiting => words.view_waiting(),
    }
}

/// Nothing to show: because of the filters, or because nothing is there. Says what to do.
fn empty(words: Words, shown: &Shown, tab: QueueTab) -> AnyView {
    let whole = routes::staff_queue(shown.language);
    let (said, way): (Message, _) = if shown.query.is_filtered() {
        (
            words.queue_no_match().into(),
            Some((shown.unfiltered(), words.clear_filters())),
        )
    } else {
        let start = Some((whole, words.queue_from_start()));
        match tab {
            QueueTab::Open => (words.queue_done().into(), None),
            QueueTab::Mine => (words.queue_none_mine().into(), start),
            QueueTab::Available => (words.queue_none_available().into(), start),
            QueueTab::Office => (words.queue_none_office().into(), None),
            QueueTab::Overdue => (words.queue_late(0), start),
            QueueTab::Waiting => (words.queue_none_waiting().into(), start),
        }
    };
    let more = match way {
        Some((address, name)) => view! { <p><a href=address>{name}</a></p> }.into_any(),
        None => view! { <p>{words.queue_done_text()}</p> }.into_any(),
    };
    view! {
        <div class="empty">
            <h2>{said}</h2>
            {more}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_change_one_thing_and_keep_the_rest() {
        let shown = Shown {
            language: Language::Ar,
            query: QueueQuery {
                tab: Some(QueueTab::Open),
                text: "سلمى".to_owned(),
                service: "passport-renewal".to_owned(),
                after: "2026-11-20_9".to_owned(),
                ..QueueQuery::default()
            },
        };
        let kept = "q=%D8%B3%D9%84%D9%85%D9%89&service=passport-renewal";
        assert_eq!(shown.with(|_| ()), format!("/ar/staff/queue?view=open&{kept}"));
        assert_eq!(
            shown.with(|query| query.tab = Some(QueueTab::Mine)),
            format!("/ar/staff/queue?view=mine&{kept}")
        );
        assert_eq!(shown.unfiltered(), "/ar/staff/queue?view=open");
        assert_eq!(
            shown.with(|query| query.after = "2026-11-23_1".to_owned()),
            format!("/ar/staff/queue?view=open&{kept}&after=2026-11-23_1")
        );
    }
}
