//! The words for what is wrong with an answer: how to put it right, naming the question. The same words stand above the
//! input and in the summary.

use domain::answer::Problem;
use domain::service::FieldKind;
use domain::view::outcome::FormProblem;

use crate::words::{Isolated, Message, Words};

/// A problem with an answer that is written.
pub fn problem(words: Words, label: &str, problem: &Problem) -> Message {
    problem_with(words, FieldKind::Text, label, problem)
}

/// A problem with an answer of that kind: what is missing is entered, chosen, attached or added.
pub fn problem_with(words: Words, kind: FieldKind, label: &str, problem: &Problem) -> Message {
    match problem {
        Problem::Required => missing(words, kind, label),
        Problem::NotAnOption => words.problem_not_an_option(label),
        Problem::NationalId => words.problem_national_id(label),
        Problem::Phone => words.problem_phone(Isolated::code("02 298 0000"), label),
        Problem::Mobile => words.problem_mobile(label),
        Problem::Email => words.problem_email(Isolated::code("name@example.ps"), label),
        Problem::Iban => words.problem_iban(label, Isolated::code("PS")),
        Problem::NotANumber => words.problem_whole_number(label),
        Problem::TooSmall { min } => words.problem_too_small(label, *min),
        Problem::TooLarge { max } => words.problem_too_large(label, *max),
        Problem::TooLong { max } => words.problem_too_long((*max).into(), label),
        Problem::DateIncomplete => words.problem_date_incomplete(label),
        Problem::NotADate => words.problem_date_not_real(Isolated::code("14 3 1990"), label),
        Problem::TooEarly { earliest } => words.problem_date_too_early(words.date(*earliest), label),
        Problem::TooLate { latest } => words.problem_date_too_late(label, words.date(*latest)),
        Problem::Pattern => words.problem_pattern(label),
        Problem::Postcode => words.problem_postcode(Isolated::code("P3000000"), label),
        Problem::MustAccept => words.problem_must_accept(label),
        Problem::Amount => words.problem_amount(Isolated::code("1,250.00"), label),
        Problem::Currency => words.problem_currency(label),
        Problem::TooManyFiles { max } => words.problem_too_many_files((*max).into(), label),
        Problem::Custom { message } => Isolated::words(message.get(words.0).to_owned()).into(),
        Problem::TooFewItems { min } => words.problem_too_few_items((*min).into(), label),
        Problem::TooManyItems { max } => words.problem_too_many_items((*max).into(), label),
        Problem::Duplicate => words.problem_repeated(label),
    }
}

fn missing(words: Words, kind: FieldKind, label: &str) -> Message {
    match kind {
        FieldKind::Radio | FieldKind::Select | FieldKind::Checkbox => words.problem_required_choice(label),
        FieldKind::Date => words.problem_required_date(label),
        FieldKind::File => words.problem_required_file(label),
        FieldKind::RepeatingGroup => words.problem_required_item(label),
        FieldKind::Text
        | FieldKind::Textarea
        | FieldKind::NationalId
        | FieldKind::Phone
        | FieldKind::Email
        | FieldKind::Number
        | FieldKind::Money
        | FieldKind::Iban
        | FieldKind::Address => words.problem_required_text(label),
    }
}

/// A problem of one of the portal's own forms, where no question needs to be named.
pub fn form_problem(words: Words, problem: &FormProblem) -> Message {
    form_problem_with(words, FieldKind::Text, "", problem)
}

/// A problem of one of the portal's own forms, with the question it concerns.
pub fn form_problem_with(words: Words, kind: FieldKind, label: &str, problem: &FormProblem) -> Message {
    match problem {
        FormProblem::Answer { problem } => problem_with(words, kind, label, problem),
        FormProblem::WrongCredentials => words.sign_in_wrong().into(),
        FormProblem::TooManyTries { minutes } => words.too_many_tries((*minutes).into()),
        FormProblem::CannotRegister => words.cannot_register().into(),
        FormProblem::PasswordTooShort { min } => words.password_too_short((*min).into()),
        FormProblem::PasswordTooLong { .. } => words.password_too_long().into(),
        FormProblem::PasswordGuessable => words.password_guessable().into(),
        FormProblem::PasswordsDiffer => words.passwords_differ().into(),
        FormProblem::NoteRequired => words.problem_decision_note().into(),
        FormProblem::ChooseAction => words.problem_decision().into(),
        FormProblem::ChooseReason => words.problem_decision_reason().into(),
        FormProblem::ChooseBody => words.problem_opinion_body().into(),
        FormProblem::AskedAlready => words.problem_opinion_asked().into(),
        FormProblem::EnoughWritten { .. } => words.problem_enough_written().into(),
        FormProblem::TakenMeanwhile => words.taken_meanwhile().into(),
        FormProblem::ReasonRequired => words.problem_hand_over_reason().into(),
        FormProblem::ChooseColleague => words.problem_colleague().into(),
        FormProblem::ChooseCases => words.problem_choose_cases().into(),
        FormProblem::ViewNameRequired => words.problem_view_name().into(),
        FormProblem::TooManyViews { max } => words.problem_too_many_views(i64::from(*max)),
        FormProblem::TooLate => words.problem_too_late().into(),
        FormProblem::ChooseConsent => words.problem_consent().into(),
        FormProblem::DayUnknown => words.problem_day_unknown().into(),
        FormProblem::DayTaken => words.problem_day_taken().into(),
        FormProblem::NameRequired => words.problem_name_required().into(),
        FormProblem::ChooseGovernorate => words.problem_choose_governorate().into(),
        FormProblem::ChooseTime => words.problem_choose_time().into(),
        FormProblem::SlotTaken => words.problem_slot_taken().into(),
        FormProblem::FormExpired => words.form_expired_text().into(),
        FormProblem::Incomplete => words.answers_incomplete().into(),
        FormProblem::ServiceClosed => words.service_closed().into(),
        FormProblem::FeeUnknown => words.fee_unknown().into(),
        FormProblem::FileEmpty => words.problem_file_empty(label),
        FormProblem::FileTooLarge { max_mb } => {
            words.problem_file_too_large(label, words.file_size(u64::from(*max_mb) * 1_000_000))
        }
        FormProblem::FilesTooLarge { max_mb } => {
            words.problem_files_too_large(label, words.file_size(u64::from(*max_mb) * 1_000_000))
        }
        FormProblem::FileBroken => words.problem_file_broken(label),
        FormProblem::FilePixels => words.problem_file_pixels(label),
        FormProblem::FileLocked => words.problem_file_locked(label),
        FormProblem::FileActive => words.problem_file_active(label),
        FormProblem::FileHarmful => words.problem_file_unsafe(label),
        FormProblem::FileType => {
            let kinds = words.list([words.file_kind_image(), words.file_kind_pdf()]);
            words.problem_file_type(kinds, label)
        }
        FormProblem::TooManyFiles { max } => words.problem_too_many_files((*max).into(), label),
    }
}
