//! Blocks of code in the cache: a block that is on several pages, or that an earlier build has met, is highlighted once.
//! What is cached are the lengths and classes of its runs, neither text nor HTML.

use std::collections::BTreeSet;

use super::highlight::CLASSES;
use super::runs::Runs;
use super::{code, highlight, runs};
use crate::base::cache::CacheKey;
use crate::base::{Cache, Hash};
use crate::document::markdown::escape;
use crate::document::{Filling, Fragment};

/// The syntaxes are those of this version of syntect.
const SYNTECT: &str = "5.3.0";

/// All that the runs of a block are made of.
#[derive(Hash)]
struct CodeBlock<'c> {
    /// The word that the highlighter is asked for.
    token: &'c str,
    text: &'c str,
}

impl CacheKey for CodeBlock<'_> {
    type Stage = (
        &'static str,
        &'static str,
        &'static [(&'static str, &'static str)],
    );

    const STAGE: Self::Stage = ("highlighted code", SYNTECT, &CLASSES);

    fn accepts(&self, value: &[u8]) -> bool {
        runs::are_of(self.text, value)
    }
}

/// Writes a code, highlighted if `token` names a syntax. False if it does not.
pub(super) fn write(out: &mut String, cache: &Cache, token: &str, text: &str) -> bool {
    let make = || highlight::runs(token, text).map(Runs::into_bytes);
    match cache.get_or(&CodeBlock { token, text }, make) {
        Some(runs) => runs::write(out, text, &runs),
        None => {
            escape::text(out, text);
            false
        }
    }
}

/// Adds the digests of all blocks of code in a text: what the cache has to keep for it.
pub fn add_digests(digests: &mut BTreeSet<Hash>, fragment: &Fragment) {
    for slot in &fragment.slots {
        match &slot.filling {
            Filling::Code(code) => {
                let text = code.text.as_str();
                let block = |token: &str| CodeBlock { token, text }.digest();
                digests.extend(code::token(&code.language).map(|token| block(&token)));
            }
            Filling::Block(call) => add_digests(digests, &call.body),
            Filling::Table(table) => add_digests(digests, &table.fragment),
            // A cell holds no block of code.
            Filling::Cell(_)
            | Filling::Href(_)
            | Filling::Title(_)
            | Filling::PictureStart(_)
            | Filling::Dimensions(_)
            | Filling::PictureEnd(_)
            | Filling::FileFacts(_)
            | Filling::TargetLanguage(_)
            | Filling::Word(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::document::{Code, Slot};

    const TEXT: &str = "let a = \"<b>\"; // é\n";

    fn written(cache: &Cache, text: &str) -> String {
        let mut out = String::new();
        assert!(write(&mut out, cache, "rust", text));
        out
    }

    /// A text with these blocks.
    fn fragment(texts: &[&str]) -> Fragment {
        let code = |text: &&str| Code {
            language: "Rust".to_owned(),
            span: Span::default(),
            text: (*text).to_owned(),
        };
        let slots = texts.iter().map(|text| Slot {
            at: 0,
            filling: Filling::Code(Box::new(code(text))),
        });
        Fragment::new(String::new(), slots.collect())
    }

    fn digests(texts: &[&str]) -> BTreeSet<Hash> {
        let mut digests = BTreeSet::new();
        add_digests(&mut digests, &fragment(texts));
        digests
    }

    #[test]
    fn a_block_that_an_earlier_build_has_met_looks_the_same() {
        let first = Cache::default();
        let html = written(&first, TEXT);
        assert!(
            html.contains("<span class=\"hl-comment\">// é\n</span>"),
            "{html}"
        );
        let bytes = first.to_save(|| digests(&[TEXT])).unwrap();
        let later = Cache::new(move || bytes.clone());
        assert_eq!(written(&later, TEXT), html);
        assert_eq!(later.to_save(|| digests(&[TEXT])), None, "made again");
    }

    #[test]
    fn code_in_an_unknown_language_is_not_saved() {
        let cache = Cache::default();
        let mut out = String::new();
        assert!(!write(&mut out, &cache, "pyhton", TEXT));
        assert_eq!(out, "let a = \"&lt;b&gt;\"; // é\n");
        let block = CodeBlock {
            token: "pyhton",
            text: TEXT,
        };
        assert_eq!(cache.to_save(|| BTreeSet::from([block.digest()])), None);
    }

    #[test]
    fn a_block_is_found_by_its_language_and_its_text() {
        let digests = digests(&["a", "b", "a"]);
        let block = |token, text| CodeBlock { token, text }.digest();
        assert_eq!(
            digests,
            BTreeSet::from([block("rust", "a"), block("rust", "b")])
        );
        assert!(!digests.contains(&block("sh", "a")));
        assert_ne!(block("ab", "c"), block("a", "bc"));
    }

    #[test]
    fn runs_of_another_text_are_not_accepted() {
        let block = CodeBlock {
            token: "rust",
            text: TEXT,
        };
        for runs in [&[][..], &[0x21], &[0xff; 3], b"<script>alert(1)</script>"] {
            assert!(!block.accepts(runs), "{runs:?}");
        }
    }

    #[test]
    fn the_version_of_the_syntaxes_is_the_one_in_use() {
        let lock = include_str!("../../Cargo.lock");
        assert!(
            lock.contains(&format!("name = \"syntect\"\nversion = \"{SYNTECT}\"\n")),
            "raise `SYNTECT`"
        );
    }
}
