//! Which form a number asks for.

/// The six forms of Arabic, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArabicForm {
    /// 0
    Zero,
    /// 1
    One,
    /// 2
    Two,
    /// 3 to 10, 103 to 110 …
    Few,
    /// 11 to 99, 111 to 199 …
    Many,
    /// 100, 101, 102, 200 …
    Other,
}

/// The form of an Arabic noun counted by `count`.
pub(super) const fn arabic(count: u64) -> ArabicForm {
    match (count, count % 100) {
        (0, _) => ArabicForm::Zero,
        (1, _) => ArabicForm::One,
        (2, _) => ArabicForm::Two,
        (_, 3..=10) => ArabicForm::Few,
        (_, 11..=99) => ArabicForm::Many,
        _ => ArabicForm::Other,
    }
}

/// The form of an English noun: 0 for one, 1 for any other number.
pub(super) const fn english(count: u64) -> usize {
    if count == 1 { 0 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_counts_in_six_forms() {
        use ArabicForm::{Few, Many, One, Other, Two, Zero};
        for (count, form) in [
            (0, Zero),
            (1, One),
            (2, Two),
            (3, Few),
            (10, Few),
            (11, Many),
            (26, Many),
            (99, Many),
            (100, Other),
            (101, Other),
            (102, Other),
            (103, Few),
            (110, Few),
            (111, Many),
            (200, Other),
            (1000, Other),
            (1002, Other),
        ] {
            assert_eq!(arabic(count), form, "{count}");
        }
    }

    #[test]
    fn english_counts_in_two() {
        assert_eq!([0, 1, 2, 101].map(english), [1, 0, 1, 1]);
    }
}
