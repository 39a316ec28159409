//! Names that meet often and numbers at every edge: a bill is right or refused, and nothing panics.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::check::check;
use domain::condition::{Comparison, Condition, Operator};
use domain::facts::CaseFacts;
use domain::fee::{FeeError, FeeLine, FeeLineKind, lines, summary, totals};
use domain::money::Currency;
use domain::service::fee::{
    ConstQuantity, CountQuantity, ExemptItems, Exemption, FeeKind, FeeModel, FeeRow, FieldQuantity, MaxQuantity,
    ProductQuantity, Quantity, SubtractQuantity, SumQuantity,
};
use domain::service::{Basis, FeeItem, ServiceDefinition};
use domain::value::Value;
use proptest::prelude::*;

use crate::{STAGES, day, services};

/// Read once: a property looks at them thousands of times.
fn all() -> &'static [ServiceDefinition] {
    static ALL: LazyLock<Vec<ServiceDefinition>> = LazyLock::new(services);
    &ALL
}

fn company() -> &'static ServiceDefinition {
    all()
        .iter()
        .find(|service| service.id == "company-registration")
        .expect("a service")
}

fn name() -> impl Strategy<Value = String> {
    let names = [
        "copies",
        "urgency",
        "exemption_category",
        "certificates",
        "certificates.copies",
        "capital",
        "period_months",
        "partners",
        "dependants",
        "relation",
        "delivery_method",
        "registry.vehicle.months_expired",
        "case.amount",
        "",
        ".",
        "a.b.c",
    ];
    prop::sample::select(names.to_vec()).prop_map(str::to_owned)
}

fn number() -> impl Strategy<Value = i64> {
    prop_oneof![
        -3..20_i64,
        Just(0),
        Just(i64::MIN),
        Just(i64::MAX),
        Just(3_037_000_500),
        any::<i64>()
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => number().prop_map(Value::Int),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => Just(Value::Null),
        2 => prop::sample::select(&["", "none", "exempt", "post", "ILS", "JOD", "12", "-7", "9223372036854775808"][..])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let key = prop::sample::select(&["copies", "relation", "amount_minor", "currency"][..]).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::btree_map(key, inner, 0..4).prop_map(Value::Map),
        ]
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    let op = prop::sample::select(
        &[
            Operator::Eq,
            Operator::Neq,
            Operator::In,
            Operator::Gt,
            Operator::Lte,
            Operator::Contains,
            Operator::Empty,
        ][..],
    );
    (name(), op, prop::option::of(value()))
        .prop_map(|(field, op, value)| Condition::Leaf(Comparison { field, op, value }))
}

fn quantity() -> impl Strategy<Value = Quantity> {
    let leaf = prop_oneof![
        name().prop_map(|field| Quantity::Field(FieldQuantity { field })),
        number().prop_map(|number| Quantity::Const(ConstQuantity { number })),
        (name(), prop::option::of(condition()))
            .prop_map(|(count, only)| Quantity::Count(CountQuantity { count, only })),
        name().prop_map(|sum| Quantity::Sum(SumQuantity { sum })),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3)
                .prop_map(|product| Quantity::Product(ProductQuantity { product })),
            prop::collection::vec(inner.clone(), 0..3).prop_map(|max| Quantity::Max(MaxQuantity { max })),
            (inner.clone(), inner).prop_map(|(a, b)| Quantity::Subtract(SubtractQuantity {
                subtract: [a.into(), b.into()]
            })),
        ]
    })
}

fn item() -> impl Strategy<Value = FeeItem> {
    let kinds = [
        FeeKind::Fixed,
        FeeKind::PerUnit,
        FeeKind::Lookup,
        FeeKind::Percentage,
        FeeKind::Assessed,
    ];
    let shape = (
        prop::sample::select(&["one", "two", "three"][..]),
        prop::sample::select(kinds.to_vec()),
        prop::sample::select(&Currency::ALL[..]),
        prop::sample::select(&STAGES[..]),
        any::<bool>(),
    );
    let row = (condition(), number()).prop_map(|(when, amount_minor)| FeeRow {
        when,
        amount_minor,
        basis: None,
        sources: Vec::new(),
    });
    let amounts = (
        prop::option::weighted(0.9, number()),
        prop::option::weighted(0.3, condition()),
        prop::option::weighted(0.9, quantity()),
        prop::collection::vec(row, 0..3),
        prop::option::of(number()),
    );
    let share = (
        prop::option::weighted(0.9, number()),
        prop::option::of(quantity()),
        prop::option::of(number()),
        prop::collection::vec(prop::sample::select(&["one", "two"][..]).prop_map(str::to_owned), 0..3),
        prop::option::weighted(0.3, name()),
    );
    (shape, amounts, share).prop_map(|(shape, amounts, share)| {
        let (key, kind, currency, stage, exemptible) = shape;
        let (amount_minor, when, quantity, table, divide) = amounts;
        let (rate_bp, times, max_rate_bp, of_items, of_answer) = share;
        let mut item = company().fee.items[0].clone();
        item.key = key.to_owned();
        (item.kind, item.currency, item.stage, item.exemptible) = (kind, currency, stage, exemptible);
        (item.amount_minor, item.when, item.table, item.divide) = (amount_minor, when, table, divide);
        (item.multiply, item.quantity) = (quantity.clone(), quantity);
        (item.rate_bp, item.times, item.max_rate_bp) = (rate_bp, times, max_rate_bp);
        (item.of_items, item.of_answer, item.from_case) = (of_items, of_answer, Some("amount".to_owned()));
        item
    })
}

fn exemption() -> impl Strategy<Value = Exemption> {
    (any::<u8>(), any::<bool>()).prop_map(|(percent, all)| Exemption {
        category: "exempt".to_owned(),
        percent,
        items: if all {
            ExemptItems::All
        } else {
            ExemptItems::Named(vec!["one".to_owned(), "none".to_owned()])
        },
        proof: None,
        basis: Basis::Assumed,
        sources: Vec::new(),
        time_limited: false,
        valid_from: None,
        valid_to: None,
        note: None,
    })
}

fn any_facts() -> impl Strategy<Value = CaseFacts> {
    let table = || prop::collection::btree_map(name(), value(), 0..12);
    (table(), table(), any::<bool>()).prop_map(|(mut answers, sources, exempt)| {
        if exempt {
            answers.insert("exemption_category".to_owned(), Value::from("exempt"));
        }
        CaseFacts { answers, sources }
    })
}

/// What holds for every invoice whatever it was computed from.
fn assert_sound(lines: &[FeeLine]) {
    let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        *sums.entry(line.amount.currency).or_default() += i128::from(line.amount.minor);
        match line.kind {
            FeeLineKind::Fee => {
                assert!(line.amount.minor >= 0 && line.quantity >= 1, "{line:?}");
                let unit = line.unit_minor.map(|unit| i128::from(unit) * i128::from(line.quantity));
                assert!(
                    unit.is_none_or(|product| product == line.amount.minor.into()),
                    "{line:?}"
                );
            }
            FeeLineKind::Exemption => {
                let lowered = &lines[at - 1];
                assert_eq!(line.code, format!("{}.exemption", lowered.code));
                assert_eq!(line.amount.currency, lowered.amount.currency);
                assert!(
                    line.amount.minor < 0 && -line.amount.minor <= lowered.amount.minor,
                    "{line:?}"
                );
            }
        }
    }
    let found = totals(lines)
        .into_iter()
        .map(|(currency, minor)| (currency, i128::from(minor)));
    assert_eq!(found.collect::<BTreeMap<_, _>>(), sums);
    assert!(sums.values().all(|sum| *sum >= 0));
}

proptest! {
    #[test]
    fn hostile_definitions_and_answers_never_break_the_bill(
        items in prop::collection::vec(item(), 0..5),
        exemptions in prop::collection::vec(exemption(), 0..3),
        facts in any_facts(),
    ) {
        let mut definition = company().clone();
        definition.fee.model = if items.is_empty() { FeeModel::Free } else { FeeModel::Computed };
        (definition.fee.items, definition.fee.exemptions) = (items, exemptions);
        definition.fee.examples.clear();
        let findings = check(&definition, &[]);
        let _ = summary(&definition);
        for stage in STAGES {
            match lines(&definition, &facts, stage, day("2026-11-23")) {
                Ok(lines) => assert_sound(&lines),
                Err(FeeError::Definition { item, reason }) => {
                    let found = findings.iter().any(|finding| finding.path.starts_with("fee.items"));
                    prop_assert!(found, "the check did not find: {item}: {reason}");
                }
                Err(_) => {}
            }
        }
    }

    #[test]
    fn hostile_answers_never_break_a_bill_of_the_catalogue(
        at in 0..12_usize,
        numbers in prop::collection::vec(value(), 60),
        registry in any_facts(),
    ) {
        let definition = &all()[at];
        let mut facts = registry;
        for (field, value) in definition.fields().zip(numbers) {
            facts.answers.insert(field.key.clone(), value);
        }
        facts.set("registry.vehicle.fuel", "electric");
        for stage in STAGES {
            match lines(definition, &facts, stage, day("2026-11-23")) {
                Ok(lines) => assert_sound(&lines),
                Err(error) => prop_assert!(!matches!(error, FeeError::Definition { .. }), "{error}"),
            }
        }
    }
}
