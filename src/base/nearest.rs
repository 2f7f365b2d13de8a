//! "Did you mean": the candidates closest to what was written.

use std::collections::BTreeMap;

/// At most three of `candidates`, nearest first, that a person may have meant by `written`.
///
/// Compared without regard to case and to the difference between spaces, hyphens and underscores;
/// near is an edit distance (Damerau-Levenshtein) of at most a third of the length.
pub fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let wanted = fold(written);
    let limit = (wanted.chars().count() / 3).max(1);
    let mut found: BTreeMap<(usize, &'c str), ()> = BTreeMap::new();
    for candidate in candidates {
        let folded = fold(candidate);
        if folded.chars().count().abs_diff(wanted.chars().count()) > limit {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&wanted, &folded);
        if distance <= limit {
            found.insert((distance, candidate), ());
        }
    }
    found.into_keys().take(3).map(|(_, candidate)| candidate).collect()
}

/// "did you mean `a` or `b`?", or nothing where nothing is near.
pub fn did_you_mean<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    let near = nearest(written, candidates);
    if near.is_empty() {
        return None;
    }
    Some(format!("did you mean {}?", super::wording::ticked_or(&near)))
}

fn fold(text: &str) -> String {
    text.chars().map(|c| if matches!(c, ' ' | '_') { '-' } else { c }).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_near_names_only() {
        let ids = ["john-mclaughlin", "sam-lee", "sam-leigh"];
        assert_eq!(nearest("john-mclaughln", ids), ["john-mclaughlin"]);
        assert_eq!(nearest("Sam Lee", ids), ["sam-lee"]);
        assert!(nearest("zebra", ids).is_empty());
        assert_eq!(did_you_mean("samlee", ids).as_deref(), Some("did you mean `sam-lee`?"));
    }
}
