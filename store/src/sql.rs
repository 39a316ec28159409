//! A statement: text fixed when the program is built.

/// One SQL statement, the same for both engines. Only this crate can make one, and only with `sql!("…")`; a test
/// finds every one of them and prepares it on both engines.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    pub(crate) text: &'static str,
    pub(crate) module: &'static str,
}

impl Sql {
    pub(crate) const fn new(text: &'static str, module: &'static str) -> Self {
        Self { text, module }
    }

    /// Names the statement's home in an error: `people` for `store::people`.
    pub(crate) fn home(self) -> &'static str {
        self.module.rsplit("::").next().unwrap_or(self.module)
    }
}

/// A statement from a literal. Text that is put together at run time cannot be passed, so nothing typed by anyone can
/// become part of one.
macro_rules! sql {
    ($text:literal) => {
        $crate::sql::Sql::new($text, module_path!())
    };
}
pub(crate) use sql;
