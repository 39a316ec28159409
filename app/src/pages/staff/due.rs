//! A deadline as people say it: "late by 3 working days". The colour only repeats the words.

use domain::view::casework::Due;
use leptos::prelude::*;

use crate::words::{Message, Words};

/// What is left of it, in words.
pub(super) fn left(words: Words, due: Due) -> Message {
    if due.days_left == 0 {
        words.today().into()
    } else {
        words.due(due.days_left)
    }
}

/// The class that repeats it: late; today or tomorrow; neither.
const fn tone(due: Due) -> Option<&'static str> {
    match due.days_left {
        ..0 => Some("due-late"),
        0..=1 => Some("due-soon"),
        _ => None,
    }
}

/// What is left of it, and the day under it; that there is none.
pub(super) fn view(words: Words, due: Option<Due>) -> AnyView {
    let Some(due) = due else {
        return view! { <span class="quiet">{words.due_none()}</span> }.into_any();
    };
    view! {
        <span>
            <span class=tone(due)>{left(words, due)}</span>
            <span class="sub">{words.date(due.on)}</span>
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use domain::language::Language;

    use super::*;

    #[test]
    fn a_deadline_is_said_in_words() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let said = |language, days_left| left(Words(language), Due { on, days_left }).plain();
        assert_eq!(
            [-3, -1, 0, 1, 2].map(|days| said(Language::Ar, days)),
            [
                "متأخر 3 أيام عمل",
                "متأخر يوم عمل واحد",
                "اليوم",
                "بقي يوم عمل واحد",
                "بقي يوما عمل"
            ]
        );
        assert_eq!(
            [-1, 0, 2].map(|days| said(Language::En, days)),
            ["1 working day late", "Today", "2 working days left"]
        );
    }

    #[test]
    fn colour_follows_the_words() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let tones = [-1, 0, 1, 2].map(|days_left| tone(Due { on, days_left }));
        assert_eq!(tones, [Some("due-late"), Some("due-soon"), Some("due-soon"), None]);
    }
}
