//! Making an account. The fields are checked by the same rules as any answer.

use std::collections::BTreeMap;

use domain::answer::{self, CheckContext, RawAnswers};
use domain::fold;
use domain::id::PersonId;
use domain::language::Text;
use domain::service::field::{Field, FieldKind, Validation};
use domain::value::Value;
use domain::view::outcome::{FormProblem, InputProblem};
use store::people::{AccountType, NewPerson};

use super::password;
use super::session::{self, Opened};
use crate::{OperationError, Portal, write};

/// What was typed.
#[derive(Clone, Default)]
pub struct SignUp {
    /// Every input but the password, by name.
    pub inputs: RawAnswers,
    /// The password.
    pub password: String,
}

/// The fields of the form; the page has the same inputs.
fn fields() -> Vec<Field> {
    let text = |key: &str, required: bool| field(key, FieldKind::Text, required, Some(60));
    let mut mobile = field("mobile", FieldKind::Phone, true, None);
    mobile.mobile_only = true;
    let mut birth = field("birth_date", FieldKind::Date, true, None);
    birth.validation = Some(Validation {
        max_date: Some("today-16y".to_owned()),
        min_date: Some("1900-01-01".to_owned()),
        ..Validation::default()
    });
    vec![
        field("national_id", FieldKind::NationalId, true, None),
        text("name_1", true),
        text("name_2", true),
        text("name_3", true),
        text("name_4", true),
        text("name_en", false),
        birth,
        mobile,
        field("email", FieldKind::Email, false, None),
    ]
}

fn field(key: &str, kind: FieldKind, required: bool, max_length: Option<u32>) -> Field {
    Field {
        key: key.to_owned(),
        kind,
        label: Text::default(),
        required,
        hint: None,
        visible_when: None,
        prefill: None,
        readonly: false,
        mobile_only: false,
        options: Vec::new(),
        options_from: None,
        default: None,
        document: None,
        validation: max_length.map(|max| Validation {
            max_length: Some(max),
            ..Validation::default()
        }),
        fields: Vec::new(),
        item_label: None,
        min_items: None,
        max_items: None,
    }
}

/// The answers that are good, by field, and what is wrong with the others.
fn checked(portal: &Portal, typed: &SignUp) -> (BTreeMap<String, String>, Vec<InputProblem>) {
    let context = CheckContext {
        today: portal.clock.today(),
        national_id_checksum: portal.settings.national_id_checksum,
        lists: portal.catalogue.lists(),
    };
    let mut problems = Vec::new();
    let mut values = BTreeMap::new();
    for field in fields() {
        match answer::check(&field, &typed.inputs, &context) {
            Ok(Some(Value::Text(text))) => {
                values.insert(field.key.clone(), text);
            }
            Ok(_) => {}
            Err(problem) => problems.push(InputProblem {
                input: answer::faulty_input(&field, &problem, &typed.inputs),
                problem: FormProblem::Answer { problem },
            }),
        }
    }
    (values, problems)
}

/// Makes an account and opens a session. Whether the number has an account already is not told to strangers beyond
/// one neutral sentence; what the person claims is not verified by this: that is the identity provider's work.
///
/// # Errors
/// Problems at the form.
pub async fn sign_up(portal: &Portal, typed: SignUp) -> Result<Opened, OperationError> {
    let (values, mut problems) = checked(portal, &typed);
    let take = |key: &str| values.get(key).cloned().unwrap_or_default();
    let names = ["name_1", "name_2", "name_3", "name_4"].map(take);
    let mut known: Vec<&str> = names.iter().map(String::as_str).collect();
    let national_id = take("national_id");
    known.push(&national_id);
    if let Some(problem) = password::problem(&typed.password, &known) {
        problems.push(InputProblem {
            input: "password".to_owned(),
            problem,
        });
    }
    let birth_date = take("birth_date").parse().ok();
    let Some(birth_date) = birth_date.filter(|_| problems.is_empty()) else {
        return Err(OperationError::Problems(problems));
    };
    let now = portal.clock.now();
    let name_ar = names.join(" ");
    let person = NewPerson {
        id: PersonId(portal.random.key(now)),
        national_id,
        name_en: fold::clean(&take("name_en")),
        name_ar,
        birth_date,
        mobile: take("mobile"),
        email: take("email"),
        address: None,
        account_type: AccountType::Citizen,
        password_hash: password::hash(typed.password, &portal.random).await?,
        verified: false,
        created_at: now,
    };
    let portal = portal.clone();
    write(async move {
        let mut tx = portal.store.begin().await?;
        match store::people::insert(&mut tx, &person).await {
            Ok(()) => {}
            Err(store::StoreError::Duplicate(_)) => {
                let problem = InputProblem {
                    input: "national_id".to_owned(),
                    problem: FormProblem::CannotRegister,
                };
                return Err(OperationError::Problems(vec![problem]));
            }
            Err(error) => return Err(error.into()),
        }
        let opened = session::open(&mut tx, &portal, person.id, false).await?;
        tx.commit().await?;
        Ok(opened)
    })
    .await
}
