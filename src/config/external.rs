//! `external` of site.yaml: which addresses of other sites are asked whether they still lead somewhere, and how.

use std::time::Duration;

use super::settings::{Settings, SettingsFile, replace};
use crate::yaml::Node;

/// What a site says of links that leave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// Only addresses that one of these covers are asked; all where there are none. `*` stands for anything.
    pub allow: Vec<String>,
    /// Addresses that one of these covers are not asked, even where they are allowed.
    pub ignore: Vec<String>,
    /// How long an answer counts.
    pub max_age: Duration,
    /// How long an answer is waited for.
    pub timeout: Duration,
}

const DAY: u64 = 24 * 60 * 60;

impl Default for External {
    fn default() -> External {
        External {
            allow: Vec::new(),
            ignore: Vec::new(),
            max_age: Duration::from_secs(7 * DAY),
            timeout: Duration::from_secs(20),
        }
    }
}

fn times(number: usize, unit: u64) -> Duration {
    Duration::from_secs(unit.saturating_mul(number as u64))
}

impl External {
    /// Reads the group.
    pub fn read(file: &SettingsFile, node: &Node) -> External {
        let settings = Settings::new(file, node, "`external`", "external");
        let mut external = External::default();
        replace(&mut external.allow, settings.texts("allow"));
        replace(&mut external.ignore, settings.texts("ignore"));
        replace(
            &mut external.max_age,
            settings.number("max_age").map(|days| times(days, DAY)),
        );
        replace(
            &mut external.timeout,
            settings
                .number("timeout")
                .map(|seconds| times(seconds.max(1), 1)),
        );
        settings.done();
        external
    }

    /// True for an address that is to be asked.
    pub fn wants(&self, url: &str) -> bool {
        let is_covered = |patterns: &[String]| patterns.iter().any(|pattern| covers(pattern, url));
        (self.allow.is_empty() || is_covered(&self.allow)) && !is_covered(&self.ignore)
    }
}

/// True where a pattern covers all of a text; `*` stands for anything. Takes at most the product of their lengths.
fn covers(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, text) in [
            ("https://a.org/*", "https://a.org/x/y"),
            ("*://a.org/*.pdf", "http://a.org/b.pdf"),
            ("https://a.org/x", "https://a.org/x"),
            ("*", ""),
            ("a**b", "ab"),
        ] {
            assert!(covers(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("https://a.org/*", "https://b.org/"),
            ("https://a.org", "https://a.org/"),
            ("*.pdf", "a.pdf?x"),
            ("ab*b", "ab"),
        ] {
            assert!(!covers(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn what_is_ignored_is_not_asked_even_where_it_is_allowed() {
        let external = External {
            allow: vec!["https://a.org/*".to_owned()],
            ignore: vec!["*/login".to_owned()],
            ..External::default()
        };
        assert!(external.wants("https://a.org/x") && !external.wants("https://a.org/login"));
        assert!(!external.wants("https://b.org/") && External::default().wants("https://b.org/"));
    }
}
