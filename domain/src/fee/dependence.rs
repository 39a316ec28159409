//! Which answers a fee hangs on.

use super::EXEMPTION_CATEGORY;
use crate::service::ServiceDefinition;
use crate::service::fee::Quantity;

/// Whether changing this answer could change what is due: after payment such answers stay as they were paid for.
pub fn depends_on(definition: &ServiceDefinition, answer: &str) -> bool {
    let fee = &definition.fee;
    if answer == EXEMPTION_CATEGORY && !fee.exemptions.is_empty() {
        return true;
    }
    let named = |name: &str| name.split('.').next() == Some(answer);
    fee.items.iter().any(|item| {
        let conditions = item.when.iter().chain(item.table.iter().map(|row| &row.when));
        let mut found = false;
        for condition in conditions {
            condition.names(&mut |name| found |= named(name));
        }
        let quantities = [&item.quantity, &item.multiply, &item.times];
        found
            || item.of_answer.as_deref().is_some_and(named)
            || quantities
                .into_iter()
                .flatten()
                .any(|quantity| counts(quantity, &named))
    })
}

fn counts(quantity: &Quantity, named: &dyn Fn(&str) -> bool) -> bool {
    match quantity {
        Quantity::Field(field) => named(&field.field),
        Quantity::Const(_) => false,
        Quantity::Count(count) => named(&count.count),
        Quantity::Sum(sum) => named(&sum.sum),
        Quantity::Product(product) => product.product.iter().any(|part| counts(part, named)),
        Quantity::Subtract(subtract) => subtract.subtract.iter().any(|part| counts(part, named)),
        Quantity::Max(max) => max.max.iter().any(|part| counts(part, named)),
    }
}
