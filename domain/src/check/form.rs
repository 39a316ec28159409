//! Pages and the rules over several answers. Single questions are in [`super::field`].

use std::collections::BTreeMap;

use super::{Checker, path};
use crate::answer::{MOST_INPUTS, Node, circles, most_inputs, node};
use crate::condition::Condition;
use crate::service::field::Page;

/// Has an address of its own beside the pages: `…/form/check`.
const CHECK_PAGE: &str = "check";

impl<'a> Checker<'a> {
    pub(super) fn form(&mut self) {
        let form = &self.definition.form;
        if form.pages.is_empty() {
            self.error("form.pages", "a form needs a page", "add a page with a question");
        }
        self.unique("form.pages", form.pages.iter().map(|page| page.key.as_str()));
        let mut order = BTreeMap::new();
        for (path, page) in path::each("form.pages", &form.pages) {
            for (path, field) in path::each(&format!("{path}.fields"), &page.fields) {
                let next = order.len();
                if order.insert(field.key.as_str(), next).is_some() {
                    self.error(
                        format!("{path}.key"),
                        format!("the key {} is used twice", field.key),
                        "give one of the two another key; keys are unique over the whole form",
                    );
                }
            }
        }
        for (path, page) in path::each("form.pages", &form.pages) {
            self.page(&path, page, &order);
        }
        self.circles();
        for (path, rule) in path::each("form.cross_field_rules", &form.cross_field_rules) {
            self.condition(&format!("{path}.when"), &rule.when, None);
            self.text(&format!("{path}.message"), &rule.message);
        }
    }

    /// Questions that decide over each other: one is asked without knowing the other, so that what is required in the
    /// end may never have been asked.
    fn circles(&mut self) {
        let definition = self.definition;
        let documents = &definition.documents;
        let mut questions = Vec::new();
        for (path, page) in path::each("form.pages", &definition.form.pages) {
            for (path, field) in path::each(&format!("{path}.fields"), &page.fields) {
                let inside = path::each(&format!("{path}.fields"), &field.fields);
                self.circles_among(inside.map(|(path, inner)| (path, node(inner, None, documents))));
                questions.push((path, node(field, page.visible_when.as_ref(), documents)));
            }
        }
        self.circles_among(questions.into_iter());
    }

    fn circles_among<'n>(&mut self, questions: impl Iterator<Item = (String, Node<'n>)>) {
        let (paths, nodes): (Vec<String>, Vec<Node<'_>>) = questions.unzip();
        for at in circles(&nodes) {
            self.error(
                paths[at].as_str(),
                "hangs on an answer that hangs on it in turn",
                "let conditions and rules look only at what is asked before",
            );
        }
    }

    fn page(&mut self, path: &str, page: &'a Page, order: &BTreeMap<&str, usize>) {
        self.key(path, &page.key);
        if page.key == CHECK_PAGE {
            self.error(
                format!("{path}.key"),
                "check is the address of the page of answers",
                "choose another key for the page",
            );
        }
        self.text(&format!("{path}.title"), &page.title);
        self.optional_text(&format!("{path}.intro"), page.intro.as_ref());
        if page.fields.is_empty() {
            self.error(
                format!("{path}.fields"),
                "a page needs a question",
                "add a question, or leave the page out",
            );
        }
        let inputs = most_inputs(&page.fields);
        if inputs > MOST_INPUTS {
            self.error(
                format!("{path}.fields"),
                format!("up to {inputs} inputs on one page, of {MOST_INPUTS} that can be sent"),
                "lower max_items, or spread the questions over several pages",
            );
        }
        let at = |key: &str| order.get(key).copied().unwrap_or(usize::MAX);
        let places = page.fields.iter().map(|field| at(&field.key));
        let whole = places.clone().min().zip(places.max());
        self.visible_when(path, page.visible_when.as_ref(), order, whole);
        for (path, field) in path::each(&format!("{path}.fields"), &page.fields) {
            let place = at(&field.key);
            self.visible_when(&path, field.visible_when.as_ref(), order, Some((place, place)));
            self.field(&path, field, None);
        }
    }

    /// A condition for being shown, of something from the first to the last of these places in the order of
    /// questions. What looks at itself stays hidden for ever; what looks ahead changes behind the citizen's back.
    fn visible_when(
        &mut self,
        path: &str,
        when: Option<&Condition>,
        order: &BTreeMap<&str, usize>,
        places: Option<(usize, usize)>,
    ) {
        let Some(when) = when else { return };
        let path = format!("{path}.visible_when");
        self.condition(&path, when, None);
        when.names(&mut |name| {
            let asked = order.get(name.split('.').next().unwrap_or(name));
            let Some((asked, (first, last))) = asked.zip(places) else {
                return;
            };
            if (first..=last).contains(asked) {
                self.error(
                    path.as_str(),
                    format!("hidden by {name}, which is only asked inside"),
                    format!("ask {name} on an earlier page, or take it out of the condition"),
                );
            } else if *asked > last {
                self.warning(
                    path.as_str(),
                    format!("{name} is only asked after this"),
                    format!("ask {name} first, so that nothing appears behind the reader's back"),
                );
            }
        });
    }
}
