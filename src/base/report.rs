//! A stage's result together with everything it has to say about its input.

use super::{Diagnostic, Severity};

/// A value *and* diagnostics: stages never fail, they report.
#[derive(Clone, Debug)]
pub struct Reported<T, D = Diagnostic> {
    /// The result, as complete as the input allows.
    pub value: T,
    /// Everything found on the way, in the order found.
    pub diagnostics: Vec<D>,
}

impl<T: Default, D> Default for Reported<T, D> {
    fn default() -> Reported<T, D> {
        Reported::clean(T::default())
    }
}

impl<T, D> Reported<T, D> {
    /// A result with nothing to report.
    pub fn clean(value: T) -> Reported<T, D> {
        Reported {
            value,
            diagnostics: Vec::new(),
        }
    }

    /// Moves the diagnostics into `sink` and gives the value.
    pub fn into_value(self, sink: &mut Vec<D>) -> T {
        sink.extend(self.diagnostics);
        self.value
    }
}

/// True where at least one of them is an error.
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}
