//! In which order fields are checked: as they stand in the file, except that what a condition looks at comes first.
//!
//! The catalogue does look ahead: whether a partner's identity number is asked for depends on the nationality, which
//! is asked after it.

use std::collections::BTreeMap;
use std::mem::replace;

use crate::condition::Condition;
use crate::service::Document;
use crate::service::field::Field;

/// One thing to be checked, and the names of what it looks at.
pub(crate) struct Node<'a> {
    pub(crate) key: &'a str,
    pub(crate) needs: Vec<&'a str>,
}

/// A question and what it looks at; `page` says when its page is shown.
pub(crate) fn node<'a>(field: &'a Field, page: Option<&'a Condition>, documents: &'a [Document]) -> Node<'a> {
    let mut needs = needs(field, documents);
    if let Some(when) = page {
        when.names(&mut |name| needs.push(name));
    }
    Node { key: &field.key, needs }
}

/// Where what a name means stands: an answer, or a part of one.
fn positions<'a>(nodes: &[Node<'a>]) -> impl Fn(&str) -> Option<usize> + use<'a> {
    let positions: BTreeMap<&str, usize> = nodes.iter().map(|node| node.key).zip(0..).collect();
    move |name| {
        let head = || name.split_once('.').map_or(name, |(head, _)| head);
        positions.get(name).or_else(|| positions.get(head())).copied()
    }
}

/// Those that look at themselves, by way of what they look at.
pub(crate) fn circles(nodes: &[Node<'_>]) -> Vec<usize> {
    let position = positions(nodes);
    let comes_back = |start: &usize| {
        let mut reached = vec![false; nodes.len()];
        let mut open = vec![*start];
        while let Some(at) = open.pop() {
            let needed = nodes[at].needs.iter().filter_map(|need| position(need));
            open.extend(needed.filter(|needed| !replace(&mut reached[*needed], true)));
        }
        reached[*start]
    };
    (0..nodes.len()).filter(comes_back).collect()
}

/// Every position once, each after those it needs. Where needs go in a circle, the circle is cut where it was entered.
pub(crate) fn order(nodes: &[Node<'_>]) -> Vec<usize> {
    let position = positions(nodes);
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

    fn nodes<'a>(nodes: &[(&'a str, &[&'a str])]) -> Vec<Node<'a>> {
        let node = |(key, needs): &(&'a str, &[&'a str])| Node {
            key,
            needs: needs.to_vec(),
        };
        nodes.iter().map(node).collect()
    }

    fn ordered(given: &[(&str, &[&str])]) -> Vec<usize> {
        order(&nodes(given))
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
    #[test]
    fn circles_are_found() {
        let given = nodes(&[
            ("a", &["b.part"]),
            ("b", &["c"]),
            ("c", &["a"]),
            ("d", &["a", "x"]),
            ("e", &["e"]),
        ]);
        assert_eq!(circles(&given), [0, 1, 2, 4]);
    }
}
