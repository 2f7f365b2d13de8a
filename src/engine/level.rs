//! The levels of site.yaml, laid over what the stages and the rules found. Finds nothing itself.

use std::collections::BTreeMap;

use crate::base::{Code, Diagnostic, Level, Severity};

/// The diagnostics as the site wants them counted: `allow` drops one, `warn` and `deny` set its
/// severity, and a code without a level keeps its own; advice is dropped then. The order stays as it was.
pub fn apply(levels: &BTreeMap<Code, Level>, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics
        .into_iter()
        .filter_map(|diagnostic| at_level(levels, diagnostic))
        .collect()
}

/// True if it counts as an error on a site with these levels.
pub fn is_error(levels: &BTreeMap<Code, Level>, diagnostic: &Diagnostic) -> bool {
    match levels.get(&diagnostic.code) {
        None => diagnostic.severity == Severity::Error,
        Some(level) => *level == Level::Deny,
    }
}

fn at_level(levels: &BTreeMap<Code, Level>, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
    match levels.get(&diagnostic.code) {
        None if diagnostic.code.level() == Level::Allow => return None,
        None => {}
        Some(Level::Allow) => return None,
        Some(Level::Warn) => diagnostic.severity = Severity::Warning,
        Some(Level::Deny) => diagnostic.severity = Severity::Error,
    }
    Some(diagnostic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_lowers_and_raises() {
        let found = [
            Code::BrokenLink,
            Code::UnknownField,
            Code::LinkOutside,
            Code::WrongValue,
        ]
        .map(|code| Diagnostic::new(code, "x"));
        let levels = BTreeMap::from([
            (Code::BrokenLink, Level::Warn),
            (Code::UnknownField, Level::Deny),
            (Code::LinkOutside, Level::Allow),
        ]);
        let left: Vec<_> = apply(&levels, found.to_vec())
            .into_iter()
            .map(|found| (found.code, found.severity))
            .collect();
        assert_eq!(
            left,
            [
                (Code::BrokenLink, Severity::Warning),
                (Code::UnknownField, Severity::Error),
                (Code::WrongValue, Severity::Error),
            ]
        );
        assert_eq!(apply(&BTreeMap::new(), found.to_vec()), found);
    }
}
