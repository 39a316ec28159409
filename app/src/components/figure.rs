//! A figure: its name, what it comes to in a sentence, bars drawn on the server, and the same numbers in a table.
//!
//! Bars have their widths in hundredths of the drawing, so that one drawing fits every screen and its letters keep their
//! size. They grow from the side on which reading begins; each has its name above it and its number behind it.

use chrono::{Datelike, NaiveDate};
use domain::language::Language;
use domain::money::Money;
use domain::view::figures::{Figure, FigureKind, FigureLine, FiguresView, LineName, Unit};
use leptos::prelude::*;

use crate::context::words;
use crate::words::{Isolated, Message, Words};

/// Height of a line of the drawing: its name, its bar, the bar of the days before, and what parts it from the next.
const LINE: usize = 62;
/// Most lines that are drawn; the table has all.
const MOST_BARS: usize = 12;
/// What the longest bar leaves for its number.
const LONGEST: i64 = 72;

/// The figures of a page.
#[component]
pub fn FigureSheets(
    /// All of them.
    figures: Vec<Figure>,
) -> AnyView {
    let words = words();
    let tiles = figures.iter().filter_map(|figure| tile(words, figure)).collect_view();
    let sheets = figures.into_iter().map(|figure| view! { <FigureSheet figure/> });
    view! {
        <ul class="figures">{tiles}</ul>
        <div class="charts">{sheets.collect_view()}</div>
    }
    .into_any()
}

/// What a figure comes to, if it comes to one number; leads to the figure.
fn tile(words: Words, figure: &Figure) -> Option<AnyView> {
    let first = figure.lines.first()?;
    let one = first.of == LineName::Whole || figure.lines.len() == 1;
    let number = words.figure_number(figure.kind, Some(first.now.filter(|_| one)?));
    let late = matches!(figure.kind, FigureKind::Overdue | FigureKind::DecidedLate) && first.now > Some(0);
    let before = (!figure.kind.is_of_now()).then(|| {
        let before = words.figure_was(words.figure_number(figure.kind, first.before));
        view! { <p class="quiet">{before}</p> }
    });
    let address = format!("#{}", figure.kind.key());
    let tile = view! {
        <li class="figure" class:figure-turn=late>
            <a href=address rel="external">{words.figure(figure.kind)}</a>
            <strong>{number}</strong>
            {before}
        </li>
    };
    Some(tile.into_any())
}

/// Of which days they are; of a body, also when they were read, since today is among them.
pub fn days(words: Words, figures: &FiguresView) -> AnyView {
    let (from, to) = (words.date(figures.from), words.date(figures.to));
    let before = (words.date(figures.before_from), words.date(figures.before_to));
    let at = figures
        .body
        .is_some()
        .then(|| view! { <span>{words.figures_at(words.date_time(figures.at))}</span> });
    view! {
        <p class="quiet">
            {words.figures_days(before.0, before.1, from, to)} " " {words.figures_bars()} " " {at}
        </p>
    }
    .into_any()
}

/// A figure.
#[component]
fn FigureSheet(
    /// The numbers.
    figure: Figure,
) -> AnyView {
    let words = words();
    let name = words.figure(figure.kind);
    let id = figure.kind.key();
    let compared = !figure.kind.is_of_now();
    if figure
        .lines
        .iter()
        .all(|line| line.now.is_none() && line.before.is_none())
    {
        return view! {
            <section class="sheet" aria-labelledby=id>
                <h2 id=id>{name}</h2>
                <p class="quiet">{words.figure_none()}</p>
            </section>
        }
        .into_any();
    }
    let drawing = bars(words, id, &figure);
    let rows = figure
        .lines
        .iter()
        .map(|line| row(words, figure.kind, line, compared))
        .collect_view();
    view! {
        <section class="sheet" aria-labelledby=id>
            <h2 id=id>{name.clone()}</h2>
            <p class="quiet small">{words.figure_explained(figure.kind)}</p>
            {drawing}
            <details>
                <summary>{words.figure_table()}</summary>
                <table class="mini-table">
                    <caption class="visually-hidden">{name}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words.figure_of(figure.kind)}</th>
                            <th scope="col" class="amount">{if compared { words.figure_now() } else { words.figure_of_now() }}</th>
                            {compared.then(|| view! { <th scope="col" class="amount">{words.figure_before()}</th> })}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </section>
    }
    .into_any()
}

fn row(words: Words, kind: FigureKind, line: &FigureLine, compared: bool) -> AnyView {
    let (now, before) = (
        words.figure_number(kind, line.now),
        words.figure_number(kind, line.before),
    );
    view! {
        <tr>
            <th scope="row">{words.line_name(&line.of)}</th>
            <td class="amount">{now}</td>
            {compared.then(|| view! { <td class="amount">{before}</td> })}
        </tr>
    }
    .into_any()
}

/// The drawing: the largest lines, and of what is added up not the sum, beside which the others would be nothing. What it
/// shows is said by its title and its description.
fn bars(words: Words, id: &'static str, figure: &Figure) -> AnyView {
    let adds_up = matches!(figure.kind.unit(), Unit::Count | Unit::Money(_));
    let lines = figure
        .lines
        .iter()
        .filter(|line| !adds_up || line.of != LineName::Whole);
    let lines: Vec<&FigureLine> = lines.take(MOST_BARS).collect();
    let most = lines.iter().flat_map(|line| [line.now, line.before]).flatten().max();
    let most = most.unwrap_or_default().max(1);
    let drawn = lines.iter().enumerate();
    let drawn = drawn.map(|(at, line)| bar(words, figure.kind, line, at * LINE, most));
    let (title_id, text_id) = (format!("{id}-t"), format!("{id}-d"));
    let described = format!("{title_id} {text_id}");
    view! {
        <svg class="chart" role="img" width="100%" height=lines.len() * LINE aria-labelledby=described>
            <title id=title_id>{words.figure(figure.kind)}</title>
            <desc id=text_id>{finding(words, figure)}</desc>
            {drawn.collect_view()}
        </svg>
    }
    .into_any()
}

fn bar(words: Words, kind: FigureKind, line: &FigureLine, top: usize, most: i64) -> AnyView {
    // Reading begins at the right in Arabic, and so do the bars.
    let from_right = words.0 == Language::Ar;
    let width = |number: Option<i64>| number.unwrap_or_default().max(0) * LONGEST / most;
    let from = |width: i64| format!("{}%", if from_right { 100 - width } else { 0 });
    let (edge, anchor) = if from_right { ("100%", "end") } else { ("0", "start") };
    let now = width(line.now);
    let end = format!("{}%", if from_right { 100 - now } else { now });
    let late = matches!(kind, FigureKind::Overdue | FigureKind::DecidedLate);
    let before = (!kind.is_of_now()).then(|| {
        let before = width(line.before);
        view! { <rect class="c2" x=from(before) y=top + 42 width=format!("{before}%") height="7"/> }
    });
    let name = words.line_name(&line.of).plain().to_owned();
    let number = words.figure_number(kind, line.now).plain().to_owned();
    view! {
        <text class="lab" x=edge y=top + 13 text-anchor=anchor>{name}</text>
        <rect class=if late { "c3" } else { "c1" } x=from(now) y=top + 22 width=format!("{now}%") height="18"/>
        <text x=end dx=if from_right { "-6" } else { "6" } y=top + 36 text-anchor=anchor>
            {number}
        </text>
        {before}
    }
    .into_any()
}

/// The line with the largest number, in a sentence.
fn finding(words: Words, figure: &Figure) -> String {
    let largest = figure
        .lines
        .iter()
        .filter(|line| line.now.is_some())
        .max_by_key(|line| line.now);
    let Some(line) = largest else {
        return words.figure_none().to_owned();
    };
    let number = words.figure_number(figure.kind, line.now);
    words.figure_largest(number, words.line_name(&line.of)).to_string()
}

impl Words {
    /// What a figure is called.
    pub fn figure(self, kind: FigureKind) -> String {
        let name = match kind {
            FigureKind::Received => self.figure_received(),
            FigureKind::ReceivedByMonth => self.figure_received_by_month(),
            FigureKind::Answered => self.figure_answered(),
            FigureKind::HalfWithin => self.figure_half_within(),
            FigureKind::NineOfTenWithin => self.figure_nine_of_ten(),
            FigureKind::Refused => self.figure_refused(),
            FigureKind::Satisfied => self.figure_satisfied(),
            FigureKind::Revenue(currency) => {
                return self
                    .figure_revenue(Isolated::words(self.currency(currency)))
                    .to_string();
            }
            FigureKind::Load => self.figure_load(),
            FigureKind::Overdue => self.figure_overdue(),
            FigureKind::Age => self.figure_age(),
            FigureKind::Decided => self.figure_decided(),
            FigureKind::DecidedLate => self.figure_decided_late(),
        };
        name.to_owned()
    }

    /// What is counted in it.
    pub const fn figure_explained(self, kind: FigureKind) -> &'static str {
        match kind {
            FigureKind::Received | FigureKind::ReceivedByMonth => self.figure_received_text(),
            FigureKind::Answered => self.figure_answered_text(),
            FigureKind::HalfWithin | FigureKind::NineOfTenWithin => self.figure_days_text(),
            FigureKind::Refused => self.figure_refused_text(),
            FigureKind::Satisfied => self.figure_satisfied_text(),
            FigureKind::Revenue(_) => self.figure_revenue_text(),
            FigureKind::Load | FigureKind::Overdue => self.figure_load_text(),
            FigureKind::Age => self.figure_age_text(),
            FigureKind::Decided | FigureKind::DecidedLate => self.figure_decided_text(),
        }
    }

    /// The heading of the column with its lines.
    const fn figure_of(self, kind: FigureKind) -> &'static str {
        match kind {
            FigureKind::Load | FigureKind::Overdue | FigureKind::Decided | FigureKind::DecidedLate => {
                self.figure_of_officer()
            }
            FigureKind::Age => self.figure_of_days(),
            FigureKind::ReceivedByMonth => self.figure_of_month(),
            FigureKind::Received
            | FigureKind::Answered
            | FigureKind::HalfWithin
            | FigureKind::NineOfTenWithin
            | FigureKind::Refused
            | FigureKind::Satisfied
            | FigureKind::Revenue(_) => self.figure_of_service(),
        }
    }

    /// Its number; a dash where there is none to tell.
    pub fn figure_number(self, kind: FigureKind, number: Option<i64>) -> Isolated {
        let Some(number) = number else {
            return Isolated::code("–");
        };
        match kind.unit() {
            Unit::Count | Unit::Days => self.number(number),
            Unit::Percent => self.percent(u32::try_from(number).unwrap_or_default()),
            Unit::Money(currency) => self.amount(Money::new(number, currency)),
        }
    }

    /// `تشرين الثاني 2026`, `November 2026`.
    pub fn month_and_year(self, day: NaiveDate) -> String {
        format!("{} {}", self.month_name(day.month()), day.year())
    }

    /// What a line is of.
    pub fn line_name(self, name: &LineName) -> Isolated {
        match name {
            LineName::Named(name) => Isolated::words(name.clone()),
            LineName::Whole => Isolated::words(self.figure_whole()),
            LineName::Nobody => Isolated::words(self.figure_nobody()),
            LineName::Month(day) => Isolated::words(self.month_and_year(*day)),
            LineName::Days(from, Some(to)) => plain(self.figure_days_between(*from, *to - 1)),
            LineName::Days(from, None) => plain(self.figure_days_from(*from)),
        }
    }
}

fn plain(message: Message) -> Isolated {
    Isolated::words(message.plain())
}
