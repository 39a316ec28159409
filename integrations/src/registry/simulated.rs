//! The registries of the twelve services, simulated over invented people: one module for each register.
//!
//! Deterministic: the same question on the same day has the same reply. Days of expiry are kept as months from the
//! day of asking, so that the demonstration does not grow old. What is told, by data set:
//!
//! | Data set | Facts | Lists |
//! |---|---|---|
//! | `registry.population` | `registered`, `record_found`, `relation_confirmed`, `exact_match`, `record`, `household` | `minor_children` |
//! | `registry.exemption_confirmed` | itself: the person is in the programme of `exemption_category` | |
//! | `registry.social` | `assistance`, `programmes` | |
//! | `registry.driving` | `licence_found`, `licence_number`, `categories`, `expiry_date`, `months_expired`, `professional_category`, `unpaid_fines`, `court_ban`, `medical_flag` | |
//! | `registry.vehicle` | `applicant_is_owner`, and to the owner `make_model`, `engine_cc`, `fuel`, `expiry_date`, `months_expired`, `inspection_required`, `inspection_passed`, `insurance_valid`, `court_hold` | |
//! | `registry.company` | `licensed_operator_number`, `name_ar`, `name_en`, `applicant_is_owner` | |
//! | `registry.land` | `found`, `name_match` | |
//! | `registry.tax` | `registered`, `file_number`, `balance_due` | |
//! | `registry.passport` | `exists`, `number`, `name_en`, `expiry_date`, `months_to_expiry` | |
//! | `registry.health_insurance` | `active`, `number`, `expiry_date`, `months_to_expiry` | |
//! | `registry.education` | `certificates` | |
//! | `registry.judicial` | `result`: `clear`, or `record` | |
//!
//! Nobody learns a stranger's data by typing a number: of a vehicle, a child or a record that is not the applicant's
//! only that is told.

mod company;
mod driving;
mod education;
mod exemption;
mod health_insurance;
mod judicial;
mod land;
mod passport;
mod people;
mod population;
mod records;
mod relation;
mod social;
mod tax;
mod vehicle;

use async_trait::async_trait;
use domain::value::Value;

use super::{Question, Registry, RegistryError, Reply};

pub use people::{
    ADULT_AGE, DemoAccount, DemoAddress, DemoCompany, DemoPart, DemoPerson, Sex, demo_people, demo_person,
};

/// The simulated registries.
#[derive(Clone, Copy, Debug, Default)]
pub struct SimulatedRegistry;

#[async_trait]
impl Registry for SimulatedRegistry {
    async fn ask(&self, question: &Question) -> Result<Reply, RegistryError> {
        let mut told = Told {
            data_set: &question.data_set,
            reply: Reply::default(),
        };
        let register: fn(&Question, &mut Told<'_>) = match question.data_set.as_str() {
            "registry.population" => population::tell,
            "registry.exemption_confirmed" => exemption::tell,
            "registry.social" => social::tell,
            "registry.driving" => driving::tell,
            "registry.vehicle" => vehicle::tell,
            "registry.company" => company::tell,
            "registry.land" => land::tell,
            "registry.tax" => tax::tell,
            "registry.passport" => passport::tell,
            "registry.health_insurance" => health_insurance::tell,
            "registry.education" => education::tell,
            "registry.judicial" => judicial::tell,
            _ => return Err(RegistryError::Away),
        };
        register(question, &mut told);
        Ok(told.reply)
    }
}

/// A reply while it is made.
struct Told<'a> {
    data_set: &'a str,
    reply: Reply,
}

impl Told<'_> {
    /// A fact of the data set, by its last part.
    fn fact(&mut self, name: &str, value: impl Into<Value>) {
        self.reply
            .facts
            .insert(format!("{}.{name}", self.data_set), value.into());
    }
}

fn find(national_id: &str) -> Option<&'static DemoPerson> {
    demo_people().iter().find(|person| person.national_id == national_id)
}
