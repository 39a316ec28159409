//! The last page: every answer once more, the fee, the boxes; then sending, and paying.

use std::collections::BTreeSet;

use app::words::Words;
use domain::answer::CheckContext;
use domain::application::Status;
use domain::fee::{self, FeeError};
use domain::journey::Journey;
use domain::money::{Currency, Money};
use domain::service::field::{Field, FieldKind};
use domain::service::workflow::FeeStage;
use sample::{Seen, seen};
use store::applications::ApplicationRow;

use crate::case::{Sent, State};
use crate::citizen;
use crate::form::Form;
use crate::html::{Piece, inside, lines, pieces};
use crate::look;
use crate::said::{Row, said_in};
use crate::town::Town;
use crate::walk::{Walk, is_declaration};

/// Most decisions before a payment.
const MOST_STEPS: usize = 3;

/// What became of an application.
#[derive(Default)]
pub(crate) struct Outcome {
    /// What the server's own record of it shows.
    pub(crate) shows: Vec<Seen>,
    /// Whether it waits for a payment.
    pub(crate) to_pay: bool,
}

impl Walk<'_> {
    /// Reads the last page and sends.
    pub(crate) async fn send_in(&mut self, town: &Town) -> Outcome {
        let address = format!("{}/form/check", self.application);
        let page = self.browser.get(&address).await.is(200);
        look::at(page, &self.case, self.language, self.answers);
        let html = page.text();
        let state = self.case.state(None);
        shows_every_answer(&html, &self.expected(&state));
        self.says_the_fee(&look::said(&self.browser.page), &state);
        let form = Form::to(&address, &html).unwrap_or_else(|| panic!("it cannot be sent:\n{html}"));
        self.agree(&form);
        let filled = form.filled(self.answers, &BTreeSet::new());
        let filled = filled.unwrap_or_else(|why| panic!("the last page: {why}"));
        let unknown = self.waits_for_a_register(&state);
        let answer = self
            .browser
            .post_form(&address, form.in_parts, &filled.fields, &[])
            .await;
        if unknown {
            // What it costs nobody can say: that is told, and nothing is sent.
            assert!(answer.is(422).text().contains("id=\"problem\""), "it does not say why");
            return Outcome::default();
        }
        let to = answer.is(303).location().to_owned();
        let row = self.kept(town).await;
        let journey = self.is_kept(&row);
        let to_pay = row.status == Status::AwaitingPayment;
        let expected = if to_pay {
            format!("{}/pay", self.application)
        } else {
            format!("{}?sent=1", self.application)
        };
        assert_eq!(to, expected, "{:?}", row.status);
        let due = self.due(&row);
        assert!(!to_pay || !due.is_empty(), "nothing is due, and it waits for a payment");
        assert!(row.status.is_open() && row.status != Status::Draft, "{:?}", row.status);
        let page = self.browser.follow().await.is(200);
        look::at(page, &self.case, self.language, self.answers);
        let said = look::said(page).join("\n");
        // One bill after the other, where there are several currencies.
        let says = |amount: &Money| said.contains(Words(self.language).money(*amount).plain());
        assert!(
            !to_pay || due.iter().any(says),
            "the pay page does not say {due:?}:\n{said}"
        );
        Outcome {
            shows: seen(self.case.definition(), &journey),
            to_pay,
        }
    }

    /// The boxes are all there, and ticked from now on.
    fn agree(&mut self, form: &Form) {
        let pages = self
            .case
            .definition()
            .form
            .pages
            .iter()
            .filter(|page| is_declaration(page));
        let mut names = BTreeSet::new();
        for page in pages {
            let keys = page.fields.iter().map(|field| field.key.clone());
            names.extend(page.fields.iter().map(|field| field.key.as_str()));
            let sent = Sent {
                raw: keys.clone().map(|key| (key, vec!["true".to_owned()])).collect(),
                shown: keys.collect(),
            };
            self.case.sent.insert(page.key.clone(), sent);
        }
        assert_eq!(form.names(), names, "the boxes of the last page");
    }

    /// The rows of the last page: each visible question and its answer.
    fn expected(&self, state: &State) -> Vec<Row> {
        let pages = self.case.definition().form.pages.iter().zip(&state.journey.pages);
        let asked = pages.filter(|(page, found)| found.visible && !is_declaration(page));
        let fields = asked.flat_map(|(page, found)| page.fields.iter().zip(&found.fields));
        let visible = fields.filter(|(_, found)| found.visible);
        visible
            .flat_map(|(field, found)| said_in(self.language, &state.lists, field, found.value.as_ref()))
            .collect()
    }

    fn says_the_fee(&self, said: &[String], state: &State) {
        let definition = self.case.definition();
        let outlook = fee::outlook(
            &definition.fee,
            &definition.form.pages,
            &state.journey.facts,
            self.case.today,
        );
        let view = outlook.view(self.language, definition.is_indicative());
        for total in view.totals {
            let total = Words(self.language).amount(total);
            let is_said = said.iter().any(|line| line.contains(total.plain()));
            assert!(
                is_said,
                "the last page does not say {}:\n{}",
                total.plain(),
                said.join("\n")
            );
        }
    }

    /// The application as the server keeps it.
    pub(crate) async fn kept(&self, town: &Town) -> ApplicationRow {
        let reference = self.application.rsplit('/').next().unwrap_or_default();
        let reference = reference.parse().expect("a request number");
        let found = store::applications::by_reference(&town.portal.store, &reference).await;
        found.expect("the store").expect("an application")
    }

    /// What was kept is what was typed. Gives the journey the server's own record makes.
    fn is_kept(&self, row: &ApplicationRow) -> Journey {
        let (facts, raw) = (
            row.facts.as_ref().expect("facts"),
            row.raw_answers.clone().expect("answers"),
        );
        let raw = serde_json::from_value(raw).expect("answers");
        let state = self.case.state(None);
        let context = CheckContext {
            today: self.case.today,
            national_id_checksum: true,
            lists: &state.lists,
        };
        let journey = Journey::of(self.case.definition(), &raw, &facts.sources, &context);
        let open: Vec<_> = journey.pages.iter().flat_map(|page| page.problems()).collect();
        assert!(
            journey.is_complete(),
            "what was sent is not complete: {open:?} {:?}",
            journey.refused
        );
        let mut mine = state.journey.facts.answers;
        let mut theirs = facts.answers.clone();
        for field in self.case.definition().fields().filter(|field| holds_files(field)) {
            let both = (mine.remove(&field.key), theirs.remove(&field.key));
            assert_eq!(both.0.is_some(), both.1.is_some(), "{}", field.key);
        }
        assert_eq!(theirs, mine, "what was kept");
        journey
    }

    /// What is due on sending.
    fn due(&self, row: &ApplicationRow) -> Vec<Money> {
        let facts = row.facts.as_ref().expect("facts");
        let lines = fee::lines(self.case.definition(), facts, FeeStage::Submission, self.case.today);
        let totals = fee::totals(&lines.expect("a fee")).into_iter();
        totals
            .filter(|(_, minor)| *minor > 0)
            .map(|(currency, minor)| Money::new(minor, currency))
            .collect()
    }

    /// Whether the fee hangs on what only a register could say, and none speaks for this person.
    fn waits_for_a_register(&self, state: &State) -> bool {
        let facts = &state.journey.facts;
        let lines = fee::lines(self.case.definition(), facts, FeeStage::Submission, self.case.today);
        let unknown = matches!(lines, Err(FeeError::Missing { fact, .. }) if fact.starts_with("registry."));
        assert!(!unknown || !self.case.who.verified, "the registers do not say enough");
        unknown
    }

    /// Lets officers approve until a payment is due. False where it takes more than that.
    pub(crate) async fn approve(&mut self, town: &Town) -> bool {
        for _ in 0..MOST_STEPS {
            let row = self.kept(town).await;
            if row.status == Status::AwaitingPayment {
                return true;
            }
            let definition = self.case.definition();
            let steps = &definition.workflow.steps;
            let Some(step) = steps.iter().find(|step| Some(&step.key) == row.step.as_ref()) else {
                return false;
            };
            if !step.actions.iter().any(|action| action.key == "approve") {
                return false;
            }
            let entity = step.entity.as_deref().unwrap_or(&definition.ministry_id);
            let mut officer = town.officer(entity, &step.role).await;
            let case = citizen::take(&mut officer, &self.application).await;
            citizen::decide(&mut officer, &case, &[("action", "approve")]).await;
        }
        false
    }

    /// Pays until nothing is open; the receipt and the application's page can be read then.
    pub(crate) async fn pay(&mut self, town: &Town) {
        for _ in Currency::ALL {
            let page = format!("{}/pay", self.application);
            let read = self.browser.get(&page).await.is(200);
            look::at(read, &self.case, self.language, self.answers);
            citizen::pay(self.browser, &self.application).await;
            if self.kept(town).await.status != Status::AwaitingPayment {
                for page in ["/receipt", ""] {
                    let page = format!("{}{page}", self.application);
                    let read = self.browser.get(&page).await.is(200);
                    look::at(read, &self.case, self.language, self.answers);
                }
                return;
            }
        }
        panic!("it is paid and still waits for a payment");
    }
}

fn holds_files(field: &Field) -> bool {
    field.kind == FieldKind::File || field.fields.iter().any(holds_files)
}

/// The same questions in the same order, and in each row what was answered.
fn shows_every_answer(html: &str, expected: &[Row]) {
    let found = rows(html);
    let labels = |rows: &[Row]| rows.iter().map(|row| row.0.clone()).collect::<Vec<_>>();
    assert_eq!(labels(&found), labels(expected), "the questions of the last page");
    for ((label, said), (_, wanted)) in found.iter().zip(expected) {
        let said = said.join("\n");
        for text in wanted {
            assert!(
                said.contains(text.as_str()),
                "“{label}” does not say “{text}”, but:\n{said}"
            );
        }
    }
}

/// Question and answer, one for each row of a summary, as they are read.
fn rows(html: &str) -> Vec<Row> {
    let pieces = pieces(html);
    let main = inside(&pieces, "main");
    let (mut rows, mut label, mut from, mut depth) = (Vec::new(), None::<String>, 0, 0);
    let mut end = |label: &mut Option<String>, part: &[Piece]| {
        rows.extend(label.take().map(|label| (label, lines(part))));
    };
    for (at, piece) in main.iter().enumerate() {
        match piece {
            Piece::Open(tag) if tag.name == "dl" && (depth > 0 || tag.get("class") == Some("summary")) => depth += 1,
            Piece::Close(name) if name == "dl" && depth > 0 => {
                depth -= 1;
                end(&mut label, &main[from..at]);
            }
            Piece::Open(tag) if tag.name == "dt" && depth > 0 => {
                end(&mut label, &main[from..at]);
                from = at;
            }
            Piece::Close(name) if name == "dt" && depth > 0 => {
                label = Some(lines(&main[from..at]).join(" "));
                from = at;
            }
            _ => {}
        }
    }
    rows
}
