//! In which order fields are checked: as they stand in the file, except that what a condition looks at comes first.
//!
//! The catalogue does look ahead: whether a partner's identity number is asked for depends on the nationality, which
//! is asked after it.

use std::collections::BTreeMap;

use crate::service::Document;
use crate::service::field::Field;

/// One thing to be checked, and the names of what it looks at.
pub(crate) struct Node<'a> {
    pub(crate) key: &'a str,
    pub(crate) needs: Vec<&'a str>,
}

/// Every position once, each after those it needs. Where needs go in a circle, the circle is cut where it was entered.
pub(crate) fn order(nodes: &[Node<'_>]) -> Vec<usize> {
    let positions: BTreeMap<&str, usize> = nodes.iter().map(|node| node.key).zip(0..).collect();
    let position = |name: &str| {
        let head = || name.split_once('.').map_or(name, |(head, _)| head);
        positions.get(name).or_else(|| positions.get(head())).copied()
    };
    let mut entered = vec![false; nodes.len()];
    let mut ordered = Vec::with_capacity(nodes.len());
    for start in 0..nodes.len() {
        let mut path = if entered[start] { vec![] } else { vec![(start, 0)] };
        entered[start] = true;
        while let Some((at, next)) = path.last_mut() {
            let Some(need) = nodes[*at].needs.get(*next) else {
                ordered.push(*at);
                path.pop();
                continue;
            };
            *next += 1;
            if let Some(needed) = position(need).filter(|needed| !entered[*needed]) {
                entered[needed] = true;
                path.push((needed, 0));
            }
        }
    }
    ordered
}

/// The names a field looks at: to be shown, to be asked for, to be right.
pub(crate) fn needs<'a>(field: &'a Field, documents: &'a [Document]) -> Vec<&'a str> {
    let mut names = Vec::new();
    if let Some(when) = &field.visible_when {
        when.names(&mut |name| names.push(name));
    }
    let document = field
        .document
        .as_ref()
        .and_then(|key| documents.iter().find(|document| document.key == *key));
    if let Some(when) = document.and_then(|document| document.required_when.as_ref()) {
        when.names(&mut |name| names.push(name));
    }
    if let Some(rule) = field.validation.as_ref().and_then(|limits| limits.group_rule.as_ref()) {
        names.push(&rule.equals_field);
    }
    names.extend(field.fields.iter().flat_map(|inner| needs(inner, documents)));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(nodes: &[(&str, &[&str])]) -> Vec<usize> {
        let nodes: Vec<Node<'_>> = nodes
            .iter()
            .map(|(key, needs)| Node {
                key,
                needs: needs.to_vec(),
            })
            .collect();
        order(&nodes)
    }

    #[test]
    fn needs_come_first_and_the_rest_stays() {
        assert_eq!(ordered(&[("a", &[]), ("b", &["a"]), ("c", &["registry.x"])]), [0, 1, 2]);
        assert_eq!(ordered(&[("a", &["c.part"]), ("b", &[]), ("c", &["b"])]), [1, 2, 0]);
    }

    #[test]
    fn circles_end() {
        assert_eq!(ordered(&[("a", &["b"]), ("b", &["a", "b"]), ("c", &[])]), [1, 0, 2]);
    }
}
