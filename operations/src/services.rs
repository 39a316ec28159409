//! The catalogue as people read it.

use domain::application::Status;
use domain::fee::{self, FeeSummary};
use domain::language::Language;
use domain::money::Money;
use domain::person::Actor;
use domain::service::fee::{FeeItem, FeeKind};
use domain::service::field::Field;
use domain::service::output::{Validity, ValidityUnit};
use domain::service::workflow::{FeeStage, StepKind};
use domain::service::{FieldKind, Requirement, ServiceDefinition};
use domain::view::service::{
    CatalogueView, ExemptionRow, FeeAmount, FeeRow, MinistryCount, Opening, PaperRow, PriceTag, ServiceCard,
    ServiceView,
};

use crate::applications::render::is_declaration;
use crate::catalogue::Service;
use crate::{OperationError, Portal, pilot};

/// How many of the latest applications are looked through for a draft of the same service.
const RECENT: i64 = 50;
/// Longest search text looked at, in characters.
const MAX_QUERY: usize = 100;

/// The services, or those a search and a ministry leave.
///
/// # Errors
/// None today; the signature is that of every reading operation.
pub fn catalogue(
    portal: &Portal,
    language: Language,
    query: &str,
    ministry: Option<&str>,
) -> Result<CatalogueView, OperationError> {
    let query: String = query.chars().take(MAX_QUERY).collect();
    let all = portal.catalogue.services();
    let mut cards: Vec<ServiceCard> = all
        .iter()
        .filter(|service| ministry.is_none_or(|key| service.definition.ministry_id == key))
        .filter(|service| service.matches(&query))
        .map(|service| card(service, language))
        .collect();
    cards.sort_by(|a, b| (&a.ministry, &a.title).cmp(&(&b.ministry, &b.title)));
    let mut ministries: Vec<MinistryCount> = Vec::new();
    for service in all {
        let id = &service.definition.ministry_id;
        match ministries.iter_mut().find(|ministry| ministry.id == *id) {
            Some(found) => found.count += 1,
            None => ministries.push(MinistryCount {
                id: id.clone(),
                name: service.definition.ministry.get(language).to_owned(),
                count: 1,
            }),
        }
    }
    ministries.sort_by(|a, b| a.name.cmp(&b.name));
    let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
    Ok(CatalogueView {
        query,
        ministry: ministry.map(str::to_owned),
        cards,
        total,
        ministries,
    })
}

/// The page of one service.
///
/// # Errors
/// [`OperationError::NotFound`] when there is none of that name.
pub async fn service(
    portal: &Portal,
    actor: &Actor,
    language: Language,
    id: &str,
) -> Result<ServiceView, OperationError> {
    let service = portal.catalogue.find(id).ok_or(OperationError::NotFound)?;
    let definition = &service.definition;
    Ok(ServiceView {
        card: card(service, language),
        summary: definition.summary.get(language).to_owned(),
        audience: definition.audience,
        min_age: definition.eligibility.min_age,
        residency: definition.eligibility.residency.clone(),
        conditions: definition
            .eligibility
            .rules
            .iter()
            .map(|rule| rule.message.get(language).to_owned())
            .collect(),
        fees: definition
            .fee
            .items
            .iter()
            .map(|item| fee_row(item, language))
            .collect(),
        exemptions: exemptions(portal, definition, language),
        indicative: definition.is_indicative(),
        urgent_working_days: definition.processing_time.urgent_working_days,
        starts_on: definition.processing_time.starts_on,
        papers: papers(definition, language),
        questions: definition
            .form
            .pages
            .iter()
            .filter(|page| !is_declaration(page))
            .map(|page| page.title.get(language).to_owned())
            .collect(),
        steps: steps(definition, language),
        output: definition.output.title.get(language).to_owned(),
        valid_for: definition.output.valid_for.as_ref().and_then(validity),
        verifiable: definition.output.verifiable,
        delivery: definition
            .delivery
            .iter()
            .map(|way| (way.method, way.label.get(language).to_owned()))
            .collect(),
        opening: opening(portal, actor, definition).await?,
    })
}

async fn opening(portal: &Portal, actor: &Actor, definition: &ServiceDefinition) -> Result<Opening, OperationError> {
    if !portal.catalogue.is_online(definition) {
        return Ok(Opening::NotOnline);
    }
    let Some(person) = actor.person() else {
        return Ok(Opening::SignIn);
    };
    if !pilot::is_open(portal, person).await? {
        return Ok(Opening::Pilot {
            opens: portal.settings.opens_on,
        });
    }
    if pilot::age(portal, person)
        .await?
        .is_some_and(|age| age < definition.eligibility.min_age)
    {
        return Ok(Opening::TooYoung {
            min_age: definition.eligibility.min_age,
        });
    }
    if !pilot::is_for(portal, person, &definition.eligibility).await? {
        return Ok(Opening::NotForYou);
    }
    let mine = store::applications::list_for_person(&portal.store, person.id, None, RECENT).await?;
    let mine = mine.into_iter().filter(|row| row.service_id == definition.id);
    let (drafts, sent): (Vec<_>, Vec<_>) = mine.partition(|row| row.status == Status::Draft);
    let newest = |rows: Vec<store::applications::ApplicationSummary>| Some(rows.first()?.reference.to_string());
    let start_key = portal.random.key(portal.clock.now()).to_string();
    Ok(Opening::Open {
        start_key,
        draft: newest(drafts),
        earlier: newest(sent),
    })
}

fn card(service: &Service, language: Language) -> ServiceCard {
    let definition = &service.definition;
    ServiceCard {
        id: definition.id.clone(),
        title: definition.title.get(language).to_owned(),
        ministry: definition.ministry.get(language).to_owned(),
        ministry_id: definition.ministry_id.clone(),
        working_days: definition.processing_time.working_days,
        price: match fee::summary(definition) {
            FeeSummary::Free => PriceTag::Free,
            FeeSummary::Exact(amount) | FeeSummary::Each(amount) => PriceTag::Exactly { amount },
            FeeSummary::From(amount) => PriceTag::From { amount },
            FeeSummary::FreeOrFrom(amount) => PriceTag::FreeOrFrom { amount },
            FeeSummary::AfterAssessment => PriceTag::Assessed,
        },
    }
}

fn fee_row(item: &FeeItem, language: Language) -> FeeRow {
    let fixed = Money::new(item.amount_minor.unwrap_or_default(), item.currency);
    let amount = match item.kind {
        FeeKind::Fixed => FeeAmount::Fixed { amount: fixed },
        FeeKind::PerUnit => FeeAmount::PerUnit { amount: fixed },
        FeeKind::Lookup => {
            let amounts = || item.table.iter().map(|row| row.amount_minor);
            FeeAmount::Between {
                least: Money::new(amounts().min().unwrap_or_default(), item.currency),
                most: Money::new(amounts().max().unwrap_or_default(), item.currency),
            }
        }
        FeeKind::Percentage => FeeAmount::Share {
            rate_bp: item
                .rate_bp
                .and_then(|rate| u32::try_from(rate).ok())
                .unwrap_or_default(),
        },
        FeeKind::Assessed => FeeAmount::Assessed,
    };
    FeeRow {
        label: item.label.get(language).to_owned(),
        amount,
        conditional: item.when.is_some(),
        later: item.stage == FeeStage::AfterAssessment,
    }
}

fn exemptions(portal: &Portal, definition: &ServiceDefinition, language: Language) -> Vec<ExemptionRow> {
    definition
        .fee
        .exemptions
        .iter()
        .map(|exemption| ExemptionRow {
            category: portal.catalogue.exemption(definition, &exemption.category, language),
            percent: exemption.percent.into(),
            fees: definition
                .fee
                .items
                .iter()
                .filter(|item| exemption.covers(item))
                .map(|item| item.label.get(language).to_owned())
                .collect(),
        })
        .collect()
}

fn papers(definition: &ServiceDefinition, language: Language) -> Vec<PaperRow> {
    let asking = |key: &str| -> Option<&Field> {
        definition
            .fields()
            .find(|field| field.kind == FieldKind::File && field.document.as_deref() == Some(key))
    };
    definition
        .documents
        .iter()
        .map(|document| {
            let hidden_sometimes = asking(&document.key).is_some_and(|field| field.visible_when.is_some());
            PaperRow {
                label: document.label.get(language).to_owned(),
                hint: document.hint.as_ref().map(|hint| hint.get(language).to_owned()),
                conditional: document.required == Requirement::Conditional
                    || (document.required == Requirement::Always && hidden_sometimes),
                optional: document.required == Requirement::Never,
            }
        })
        .collect()
}

fn steps(definition: &ServiceDefinition, language: Language) -> Vec<String> {
    let seen = definition
        .workflow
        .steps
        .iter()
        .filter(|step| step.kind != StepKind::System);
    seen.map(|step| step.title.get(language).to_owned()).collect()
}

fn validity(validity: &Validity) -> Option<(u32, String)> {
    let named = |number: u32, unit: &str| Some((number, unit.to_owned()));
    match (validity.days, validity.months, validity.years, validity.unit) {
        (Some(days), ..) => named(days, "days"),
        (_, Some(months), ..) => named(months, "months"),
        (_, _, Some(years), _) => named(years, "years"),
        // Taken from an answer: the page says so.
        (_, _, _, Some(ValidityUnit::Days)) => named(0, "days"),
        (_, _, _, Some(ValidityUnit::Months)) => named(0, "months"),
        (_, _, _, Some(ValidityUnit::Years)) => named(0, "years"),
        _ => None,
    }
}
