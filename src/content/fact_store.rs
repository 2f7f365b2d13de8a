//! What earlier builds found out about files, by the hash of their bytes: a small text that may be lost at
//! any time. Neither read nor written here, only made of bytes and into bytes.

use std::collections::BTreeMap;

use super::pdf::Pdf;
use crate::base::Hash;

/// Known facts by content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactStore(BTreeMap<Hash, Pdf>);

/// The first line. Another version of copublish may read a file differently, so it starts afresh.
const FIRST: &str = concat!("copublish ", env!("CARGO_PKG_VERSION"), " facts 1");
/// The last line: without it, something was lost.
const LAST: &str = "end";

impl FactStore {
    /// The file's name in the folder of what builds keep.
    pub const NAME: &'static str = "facts";

    /// Reads what an earlier build kept. What is damaged, or of another version, is nothing.
    pub fn read(bytes: &[u8]) -> FactStore {
        std::str::from_utf8(bytes)
            .ok()
            .and_then(parse)
            .unwrap_or_default()
    }

    /// The bytes to keep.
    pub fn write(&self) -> String {
        let mut text = format!("{FIRST}\n");
        for (hash, pdf) in &self.0 {
            let word = match pdf {
                Pdf::Pages(pages) => pages.to_string(),
                Pdf::Damaged => "damaged".to_owned(),
                Pdf::Locked => "locked".to_owned(),
                Pdf::TooLarge => continue,
            };
            text.push_str(&format!("{hash} {word}\n"));
        }
        text.push_str(LAST);
        text.push('\n');
        text
    }

    /// What is known of a content.
    pub fn get(&self, hash: Hash) -> Option<Pdf> {
        self.0.get(&hash).copied()
    }

    /// Remembers what is known of a content.
    pub fn insert(&mut self, hash: Hash, pdf: Pdf) {
        self.0.insert(hash, pdf);
    }

    /// True where there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn parse(text: &str) -> Option<FactStore> {
    let text = text.strip_prefix(FIRST)?.strip_prefix('\n')?;
    let text = text.strip_suffix('\n')?;
    let rows = if text == LAST {
        ""
    } else {
        text.strip_suffix(LAST)?.strip_suffix('\n')?
    };
    let row = |row: &str| {
        let (hash, word) = row.split_once(' ')?;
        let pdf = match word {
            "damaged" => Pdf::Damaged,
            "locked" => Pdf::Locked,
            pages => Pdf::Pages(pages.parse().ok()?),
        };
        Some((Hash::parse(hash)?, pdf))
    };
    rows.lines()
        .map(row)
        .collect::<Option<BTreeMap<Hash, Pdf>>>()
        .map(FactStore)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back() {
        let mut store = FactStore::default();
        assert_eq!(FactStore::read(store.write().as_bytes()), store);
        for (name, pdf) in [
            ("a", Pdf::Pages(24)),
            ("b", Pdf::Damaged),
            ("c", Pdf::Locked),
        ] {
            store.insert(Hash::of(name.as_bytes()), pdf);
        }
        assert_eq!(FactStore::read(store.write().as_bytes()), store);
    }

    #[test]
    fn what_is_damaged_is_nothing() {
        let mut store = FactStore::default();
        store.insert(Hash::of(b"a"), Pdf::Pages(2));
        store.insert(Hash::of(b"b"), Pdf::Pages(3));
        let text = store.write();
        for end in 0..text.len() {
            assert!(
                FactStore::read(&text.as_bytes()[..end]).is_empty(),
                "cut at {end}"
            );
        }
        for damaged in [
            text.replace(" 2", " x"),
            text.replace("facts 1", "facts 2"),
            text.replace(' ', ""),
        ] {
            assert!(FactStore::read(damaged.as_bytes()).is_empty(), "{damaged}");
        }
        assert!(FactStore::read(b"\xff").is_empty());
    }
}
