//! The work queue: what waits for this desk, most urgent first.

pub mod filters;
pub mod table;

use domain::language::Language;
use domain::view::casework::{QueueTab, QueueView};
use leptos::prelude::*;

use super::layout::{StaffFrame, title};
use crate::components::layout::Page;
use crate::components::pagination::Pagination;
use crate::context::{language, words};
use crate::page::{load, loaded, query};
use crate::words::Words;
use crate::{api, routes};
use filters::Filters;
use table::Table;

/// The page.
#[component]
pub fn QueuePage() -> impl IntoView {
    let language = language();
    let asked = ["view", "q", "service", "after"].map(query);
    let queue = load(
        move || asked.map(|part| part.get()),
        move |[view, query, service, after]| {
            api::queue(language, QueueTab::from_key(&view), query, given(service), given(after))
        },
    );
    let [.., after] = asked;
    let page = loaded(queue, move |queue| {
        let goes_on = !after.read_untracked().is_empty();
        view! { <Queue queue goes_on/> }.into_any()
    });
    view! { <StaffFrame>{page}</StaffFrame> }
}

fn given(part: String) -> Option<String> {
    Some(part).filter(|part| !part.is_empty())
}

/// What the list shows. Every link in it changes one thing and keeps the rest.
#[derive(Clone, Debug)]
pub struct Shown {
    language: Language,
    tab: QueueTab,
    query: String,
    service: String,
}

impl Shown {
    /// Its address.
    fn address(&self) -> String {
        let view = if self.tab == QueueTab::default() {
            ""
        } else {
            self.tab.key()
        };
        routes::staff_queue_found(self.language, view, &self.query, &self.service)
    }

    /// The address of what comes after this place in it.
    fn after(&self, place: &str) -> String {
        let parts = [
            ("view", self.tab.key()),
            ("q", self.query.as_str()),
            ("service", self.service.as_str()),
            ("after", place),
        ];
        routes::with_query(routes::staff_queue(self.language), &parts)
    }

    /// Something narrows the list down.
    fn is_filtered(&self) -> bool {
        !self.query.is_empty() || !self.service.is_empty()
    }

    /// The same part of the queue, whole.
    fn unfiltered(&self) -> Self {
        Self {
            query: String::new(),
            service: String::new(),
            ..self.clone()
        }
    }
}

/// The queue.
#[component]
pub fn Queue(
    /// What waits.
    queue: QueueView,
    /// This is not the beginning of the list.
    goes_on: bool,
) -> impl IntoView {
    let (language, words) = (language(), words());
    let QueueView {
        tab,
        counts,
        rows,
        query,
        service,
        services,
        next,
        ..
    } = queue;
    let shown = Shown {
        language,
        tab,
        query,
        service: service.unwrap_or_default(),
    };
    let heading = words.queue_title(count_of(&counts, tab));
    let late = count_of(&counts, QueueTab::Overdue);
    let free = rows.iter().find(|row| row.assignee.is_none() && !row.mine);
    let take_next = free.map(|row| {
        let (address, reference) = (routes::staff_case(language, &row.reference), row.reference.clone());
        view! {
            <a class="btn" href=address>
                {words.take_next()} <span class="visually-hidden">" " <bdi dir="ltr">{reference}</bdi></span>
            </a>
        }
    });
    let next = next.map(|place| shown.after(&place));
    let start = goes_on.then(|| view! { <p><a href=shown.address()>{words.queue_from_start()}</a></p> });
    let list = if rows.is_empty() {
        empty(words, &shown)
    } else {
        view! {
            <Table rows/>
            <Pagination next/>
        }
        .into_any()
    };
    view! {
        <Page title=title(&[tab_name(words, tab), &heading.plain()])>
            <div class="page-head">
                <div>
                    <h1>{heading}</h1>
                    {(late > 0).then(|| view! { <p class="due-late">{words.queue_late(late)}</p> })}
                </div>
                {take_next}
            </div>
            <Tabs shown=shown.clone() counts/>
            <Filters shown services/>
            <section aria-label=words.staff_queue()>{list} {start}</section>
        </Page>
    }
}

/// The parts of the queue, each with how many it holds.
#[component]
fn Tabs(
    /// What the list shows.
    shown: Shown,
    /// How many in each part.
    counts: Vec<u64>,
) -> impl IntoView {
    let words = words();
    let tabs = QueueTab::ALL.map(|tab| {
        let current = (tab == shown.tab).then_some("page");
        let address = Shown { tab, ..shown.clone() }.address();
        let count = words.number(count_of(&counts, tab).try_into().unwrap_or(i64::MAX));
        view! {
            <li>
                <a href=address aria-current=current>{tab_name(words, tab)} " " <span class="count">{count}</span></a>
            </li>
        }
    });
    view! {
        <nav aria-label=words.saved_views()>
            <ul class="views">{tabs}</ul>
        </nav>
    }
}

const fn tab_name(words: Words, tab: QueueTab) -> &'static str {
    match tab {
        QueueTab::Open => words.view_open(),
        QueueTab::Mine => words.view_mine(),
        QueueTab::Available => words.view_available(),
        QueueTab::Overdue => words.view_overdue(),
    }
}

fn count_of(counts: &[u64], tab: QueueTab) -> u64 {
    let at = QueueTab::ALL.iter().position(|one| *one == tab);
    at.and_then(|at| counts.get(at)).copied().unwrap_or_default()
}

/// Nothing to show: because of the filters, or because nothing is there. Says what to do.
fn empty(words: Words, shown: &Shown) -> AnyView {
    let whole = Shown {
        tab: QueueTab::Open,
        ..shown.unfiltered()
    }
    .address();
    let (said, way) = if shown.is_filtered() {
        (
            words.queue_no_match().into(),
            Some((shown.unfiltered().address(), words.clear_filters())),
        )
    } else {
        match shown.tab {
            QueueTab::Open => (words.queue_done().into(), None),
            QueueTab::Mine => (words.queue_none_mine().into(), Some((whole, words.view_open()))),
            QueueTab::Available => (words.queue_none_available().into(), Some((whole, words.view_open()))),
            QueueTab::Overdue => (words.queue_late(0), Some((whole, words.view_open()))),
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

    fn shown(tab: QueueTab) -> Shown {
        Shown {
            language: Language::Ar,
            tab,
            query: "سلمى".to_owned(),
            service: "passport-renewal".to_owned(),
        }
    }

    #[test]
    fn links_change_one_thing_and_keep_the_rest() {
        let kept = "q=%D8%B3%D9%84%D9%85%D9%89&service=passport-renewal";
        assert_eq!(shown(QueueTab::Open).address(), format!("/ar/staff/queue?{kept}"));
        assert_eq!(
            shown(QueueTab::Mine).address(),
            format!("/ar/staff/queue?view=mine&{kept}")
        );
        assert_eq!(
            shown(QueueTab::Mine).unfiltered().address(),
            "/ar/staff/queue?view=mine"
        );
        assert_eq!(
            shown(QueueTab::Open).after("2026-11-23_1"),
            format!("/ar/staff/queue?view=open&{kept}&after=2026-11-23_1")
        );
    }

    #[test]
    fn a_count_that_is_not_there_is_none() {
        assert_eq!(count_of(&[3, 2, 1, 4], QueueTab::Overdue), 4);
        assert_eq!(count_of(&[], QueueTab::Overdue), 0);
    }
}
