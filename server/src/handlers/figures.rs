//! Figures as files that other programs read: the rows of the page, a line for each.

use app::words::Words;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::money::Money;
use domain::view::figures::{Figure, FigureLine, FiguresView, Unit};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use operations::OperationError;
use operations::figures;
use serde::Deserialize;

use super::files::disposition;
use crate::asked::Asked;
use crate::refusal::Refusal;

/// Which figures.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    body: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

impl Wanted {
    fn lent(&self) -> figures::Asked<'_> {
        figures::Asked {
            body: &self.body,
            from: &self.from,
            to: &self.to,
        }
    }
}

/// Those for everybody.
pub async fn public(asked: Asked, Query(wanted): Query<Wanted>) -> Response {
    let found = figures::public(asked.portal(), asked.language(), &wanted.from, &wanted.to).await;
    file(Words(asked.language()), "figures", found)
}

/// Those of a supervisor.
pub async fn dashboard(asked: Asked, Query(wanted): Query<Wanted>) -> Response {
    let found = figures::dashboard(asked.portal(), asked.actor(), asked.language(), wanted.lent()).await;
    file(Words(asked.language()), "dashboard", found)
}

/// Those of a director.
pub async fn reports(asked: Asked, Query(wanted): Query<Wanted>) -> Response {
    let found = figures::reports(asked.portal(), asked.actor(), asked.language(), wanted.lent()).await;
    file(Words(asked.language()), "reports", found)
}

fn file(words: Words, name: &str, found: Result<FiguresView, OperationError>) -> Response {
    let view = match found {
        Ok(view) => view,
        Err(error) => return Refusal::from(error).into_response(),
    };
    let name = format!("{name}-{}-{}.csv", view.from, view.to);
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (CONTENT_DISPOSITION, disposition(false, &name)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, text(words, &view)).into_response()
}

/// The mark in front tells spreadsheets that it is UTF-8. Days are as machines write them, amounts in whole units.
fn text(words: Words, view: &FiguresView) -> String {
    let mut text = "\u{feff}figure,unit,of,from,to,number,before_from,before_to,before\r\n".to_owned();
    for figure in &view.figures {
        for line in &figure.lines {
            text += &row(words, view, figure, line);
        }
    }
    text
}

fn row(words: Words, view: &FiguresView, figure: &Figure, line: &FigureLine) -> String {
    let (unit, number): (String, Box<dyn Fn(i64) -> String>) = match figure.kind.unit() {
        Unit::Count => ("count".to_owned(), Box::new(|number| number.to_string())),
        Unit::Days => ("days".to_owned(), Box::new(|number| number.to_string())),
        Unit::Percent => ("percent".to_owned(), Box::new(|number| number.to_string())),
        Unit::Money(currency) => {
            let amount = move |number| Money::new(number, currency).decimal();
            (currency.code().to_owned(), Box::new(amount))
        }
    };
    let told = |value: Option<i64>| value.map(&number).unwrap_or_default();
    let cells = [
        figure.kind.key().to_owned(),
        unit,
        cell(words.line_name(&line.of).plain()),
        view.from.to_string(),
        view.to.to_string(),
        told(line.now),
        view.before_from.to_string(),
        view.before_to.to_string(),
        told(line.before),
    ];
    cells.join(",") + "\r\n"
}

/// A name as a cell: quoted, and never a formula.
fn cell(name: &str) -> String {
    let formula = name.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_formula() {
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell("شهادة \"أ\", ب"), "\"شهادة \"\"أ\"\", ب\"");
    }
}
