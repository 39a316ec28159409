//! Where an answer comes from, or why it is asked although a registry should know it.

use domain::view::form::{SourceState, SourceView};

use crate::words::{Isolated, Message, Words};

/// One sentence, with the register's name and the day.
pub fn source(words: Words, source: &SourceView) -> Message {
    let title = Isolated::words(source.title.clone());
    match source.state {
        SourceState::Told { on } => words.source_told(title, words.date(on)),
        SourceState::Away => words.source_away(title),
        SourceState::Unknown => words.source_unknown(title),
        SourceState::Waiting => words.source_waiting(title),
    }
}
