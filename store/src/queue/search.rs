//! Finding cases by what people know of them: a number, an identity number, a name.

use domain::fold;
use domain::id::PersonId;
use uuid::Uuid;

use super::{Filter, Order, QueueRow, View, desk};
use crate::database::Queries;
use crate::error::StoreError;
use crate::people::without_article;
use crate::row::Only;
use crate::sql::sql;
use crate::value::{FIRST_DAY, Value, values};

/// Words of a search that count; more narrow nothing down.
const WORDS: usize = 3;

/// A search that finds no more people or numbers than this starts from them.
const FEW: i64 = 500;

/// After every text that begins with what stands before it.
const AFTER_ALL: char = '\u{10FFFF}';

/// What was typed, folded.
pub(super) struct Needle {
    /// The beginning of a request number, or a whole identity number; empty when letters were typed.
    number: String,
    /// The beginnings of words, the longest first; it is likely the rarest.
    words: Vec<String>,
}

impl Needle {
    /// None when nothing was typed that could be found.
    pub(super) fn new(text: &str) -> Option<Self> {
        let folded = fold::search_key(text);
        let digits: String = folded.chars().filter(|c| *c != ' ').collect();
        if digits.is_empty() {
            return None;
        }
        if digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self {
                number: digits,
                words: Vec::new(),
            });
        }
        let words = folded.split(' ').map(|word| without_article(word).unwrap_or(word));
        let mut words: Vec<String> = words.map(str::to_owned).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.truncate(WORDS);
        Some(Self {
            number: String::new(),
            words,
        })
    }

    /// For reading along the queue: the pattern of the request number, the identity number, the patterns of three words.
    pub(super) fn patterns(needle: Option<&Self>) -> Vec<Value> {
        let Some(needle) = needle else {
            return values!["%", "", "%", "%", "%"];
        };
        if needle.words.is_empty() {
            return values![format!("{}%", needle.number), needle.number, "", "", ""];
        }
        let mut words = needle.words.iter().map(|word| format!("% {word}%"));
        let mut patterns = values!["", ""];
        for _ in 0..WORDS {
            patterns.extend(values![words.next().unwrap_or_else(|| "%".to_owned())]);
        }
        patterns
    }

    /// From where to where each part lies in its index: the number, and three words. An empty stretch finds nothing,
    /// so a part that was not typed is left out; a second and third word that were not typed are everywhere.
    fn stretches(&self) -> Vec<Value> {
        let beginning = |text: &str| values![text, format!("{text}{AFTER_ALL}")];
        let everything = AFTER_ALL.to_string();
        let mut stretches = if self.number.is_empty() {
            values!["", ""]
        } else {
            beginning(&self.number)
        };
        let mut words = self.words.iter();
        stretches.extend(words.next().map_or_else(|| values!["", ""], |word| beginning(word)));
        for _ in 1..WORDS {
            let word = words.next().map(|word| beginning(word));
            stretches.extend(word.unwrap_or_else(|| values!["", everything]));
        }
        stretches
    }
}

/// Whether it finds few enough people and numbers to start from them.
pub(super) async fn is_narrow(mut on: impl Queries, needle: &Needle) -> Result<bool, StoreError> {
    let select = sql!(
        "select count(*) as value from (
             select id from applications where reference >= $1 and reference < $2
             union all
             select id from people where national_id = $1
             union all
             select first.person_id from person_names first
              where first.word >= $3 and first.word < $4
                and exists (select 1 from person_names second
                             where second.person_id = first.person_id
                               and second.word >= $5 and second.word < $6)
                and exists (select 1 from person_names third
                             where third.person_id = first.person_id
                               and third.word >= $7 and third.word < $8)
             limit $9) found"
    );
    let mut values = needle.stretches();
    values.extend(values![FEW + 1]);
    let Only(found): Only<i64> = on.one(select, values).await?;
    Ok(found <= FEW)
}

/// The page of the queue that is about them.
pub(super) async fn list(
    mut on: impl Queries,
    filter: &Filter<'_>,
    needle: &Needle,
) -> Result<Vec<QueueRow>, StoreError> {
    let select = sql!(
        "with found as (
             select id from applications where reference >= $1 and reference < $2
             union
             select a.id from people p cross join applications a
              where p.national_id = $1 and a.applicant_id = p.id
             union
             select a.id from person_names first cross join applications a
              where first.word >= $3 and first.word < $4 and a.applicant_id = first.person_id
                and exists (select 1 from person_names second
                             where second.person_id = first.person_id
                               and second.word >= $5 and second.word < $6)
                and exists (select 1 from person_names third
                             where third.person_id = first.person_id
                               and third.word >= $7 and third.word < $8)
         )
         select t.id, t.application_id, t.step, t.entity, t.role, t.assignee_id, t.assignee_ar, t.assignee_en,
                t.opened_at, t.due_on, t.version, t.reference, t.service_id, t.definition_hash, t.submitted_at,
                t.urgent, t.applicant_id, t.applicant_ar, t.applicant_en, t.due_order, t.sent_at, t.resent
           from found cross join open_tasks t
          where t.application_id = found.id
            and exists (select 1 from jsonb_each($9) duty
                         where duty.value ->> 'entity' = t.entity and duty.value ->> 'role' = t.role)
            and ($10 or t.assignee_id = $11 or ($12 and t.assignee_id is null))
            and t.due_order >= $13 and t.due_order <= $14
            and (cast($15 as text) is null or t.service_id = $15) and (cast($16 as text) is null or t.step = $16)
            and ($17 or t.urgent) and ($18 or t.resent)
            and (($19 and (t.due_order, t.id) > ($20, $22)) or (not $19 and (t.sent_at, t.id) > ($21, $22)))
          order by case when $19 then t.due_order end, case when $19 then null else t.sent_at end, t.id limit $23"
    );
    let theirs = filter.assignee.is_some();
    let whoever = !theirs && matches!(filter.view, View::Overdue | View::All);
    let free = !theirs && matches!(filter.view, View::Open | View::Available);
    let reader = match filter.view {
        _ if theirs => filter.assignee.unwrap_or(filter.reader),
        View::Open | View::Mine => filter.reader,
        View::Available | View::Overdue | View::All => PersonId(Uuid::nil()),
    };
    let ((day, due_id), (at, age_id)) = (filter.due_start(), filter.age_start());
    let by_due = filter.order == Order::Due;
    let mut values = needle.stretches();
    values.extend(values![desk(filter.duties), whoever, reader, free]);
    values.extend(values![filter.due_from.unwrap_or(FIRST_DAY), filter.until()]);
    values.extend(values![filter.service, filter.step, !filter.urgent, !filter.resent]);
    values.extend(values![
        by_due,
        day,
        at,
        if by_due { due_id } else { age_id },
        filter.limit
    ]);
    on.all(select, values).await
}
