//! Which answers a fee hangs on.

use super::EXEMPTION_CATEGORY;
use crate::service::ServiceDefinition;
use crate::service::fee::{Fee, Quantity};

/// Whether changing this answer could change what is due: after payment such answers stay as they were paid for.
pub fn depends_on(definition: &ServiceDefinition, answer: &str) -> bool {
    let mut found = false;
    names(&definition.fee, &mut |name| {
        found |= name.split('.').next() == Some(answer)
    });
    found
}

/// Tells every answer and fact the fee looks at; one in a group by `group.field`.
pub fn names(fee: &Fee, tell: &mut dyn FnMut(&str)) {
    if !fee.exemptions.is_empty() {
        tell(EXEMPTION_CATEGORY);
    }
    for item in &fee.items {
        for condition in item.when.iter().chain(item.table.iter().map(|row| &row.when)) {
            condition.names(tell);
        }
        if let Some(answer) = &item.of_answer {
            tell(answer);
        }
        for quantity in [&item.quantity, &item.multiply, &item.times].into_iter().flatten() {
            counted(quantity, tell);
        }
    }
}

fn counted(quantity: &Quantity, tell: &mut dyn FnMut(&str)) {
    match quantity {
        Quantity::Field(field) => tell(&field.field),
        Quantity::Const(_) => {}
        Quantity::Count(count) => tell(&count.count),
        Quantity::Sum(sum) => tell(&sum.sum),
        Quantity::Product(product) => product.product.iter().for_each(|part| counted(part, tell)),
        Quantity::Subtract(subtract) => subtract.subtract.iter().for_each(|part| counted(part, tell)),
        Quantity::Max(max) => max.max.iter().for_each(|part| counted(part, tell)),
    }
}
