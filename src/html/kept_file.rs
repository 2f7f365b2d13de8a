//! The file of highlighted code that builds keep: a line that says whose it is, a table of what its entries are
//! known by, the entries. It is read as one buffer, and nothing in it is copied.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::highlight::CLASSES;
use crate::base::Hash;

/// The syntaxes are those of this version of syntect.
const SYNTECT: &str = "5.3.0";

/// The start of the first line. What another version of copublish, of its classes or of the syntaxes wrote may be
/// other colours, so it is nothing.
static FIRST: LazyLock<String> = LazyLock::new(|| {
    let classes = Hash::of(format!("{CLASSES:?}").as_bytes()).short();
    format!(
        "copublish {} code 1 syntect {SYNTECT} classes {classes} ",
        env!("CARGO_PKG_VERSION")
    )
});

/// The bytes of a number in the file.
const NUMBER: usize = size_of::<u32>();
/// The bytes of a row of the table: what an entry is known by, where it starts and where it ends.
const ROW: usize = 16 + 2 * NUMBER;

/// What was kept.
#[derive(Debug, Default)]
pub(super) struct Kept {
    bytes: Vec<u8>,
    /// Where the table starts, and where the entries do.
    table: usize,
    entries: usize,
}

impl Kept {
    /// Reads what an earlier build kept. What is damaged, or of another version, is nothing.
    pub fn read(bytes: Vec<u8>) -> Kept {
        match places(&bytes) {
            Some((table, entries)) => Kept {
                bytes,
                table,
                entries,
            },
            None => Kept::default(),
        }
    }

    /// An entry by what it is known by.
    pub fn get(&self, key: Hash) -> Option<&[u8]> {
        let rows = self.rows();
        let at = rows
            .binary_search_by(|row| row[..16].cmp(&key.bytes()))
            .ok()?;
        self.entry(rows.get(at)?)
    }

    /// All entries.
    pub fn entries(&self) -> impl Iterator<Item = (Hash, &[u8])> {
        self.rows()
            .iter()
            .filter_map(|row| Some((Hash::from_bytes(*row.first_chunk()?), self.entry(row)?)))
    }

    fn rows(&self) -> &[[u8; ROW]] {
        self.bytes
            .get(self.table..self.entries)
            .unwrap_or_default()
            .as_chunks()
            .0
    }

    fn entry(&self, row: &[u8; ROW]) -> Option<&[u8]> {
        let (start, end) = (number(row.get(16..)?)?, number(row.get(16 + NUMBER..)?)?);
        self.bytes.get(self.entries..)?.get(start..end)
    }
}

/// Where the table and the entries start, in a file that is whole and our own.
fn places(bytes: &[u8]) -> Option<(usize, usize)> {
    let rest = bytes.strip_prefix(FIRST.as_bytes())?;
    let (hash, rest) = rest.split_at_checked(32)?;
    let rest = rest.strip_prefix(b"\n")?;
    if Hash::parse(std::str::from_utf8(hash).ok()?)? != Hash::of(rest) {
        return None;
    }
    let table = bytes.len() - rest.len() + NUMBER;
    let entries = number(rest)?.checked_mul(ROW)?.checked_add(table)?;
    (entries <= bytes.len()).then_some((table, entries))
}

fn number(bytes: &[u8]) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(*bytes.first_chunk()?)).ok()
}

/// The bytes to keep: as many of the entries as the file can hold.
pub(super) fn write(entries: &BTreeMap<Hash, &[u8]>) -> Vec<u8> {
    let (mut table, mut texts, mut count) = (Vec::new(), Vec::new(), 0u32);
    for (key, bytes) in entries {
        let start = texts.len();
        let (Ok(from), Ok(to)) = (u32::try_from(start), u32::try_from(start + bytes.len())) else {
            break;
        };
        table.extend(key.bytes());
        table.extend(from.to_le_bytes());
        table.extend(to.to_le_bytes());
        texts.extend_from_slice(bytes);
        count += 1;
    }
    let rest = [&count.to_le_bytes(), table.as_slice(), &texts].concat();
    [format!("{}{}\n", *FIRST, Hash::of(&rest)).as_bytes(), &rest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        let keys: Vec<Hash> = (0..9u8).map(|name| Hash::of(&[name])).collect();
        let texts: Vec<Vec<u8>> = (0..9u8).map(|length| vec![length; length.into()]).collect();
        write(
            &keys
                .iter()
                .copied()
                .zip(texts.iter().map(Vec::as_slice))
                .collect(),
        )
    }

    fn is_nothing(kept: &Kept) -> bool {
        kept.entries().next().is_none()
    }

    #[test]
    fn what_is_kept_comes_back() {
        let kept = Kept::read(file());
        assert_eq!(kept.entries().count(), 9);
        for name in 0..9u8 {
            assert_eq!(
                kept.get(Hash::of(&[name])),
                Some(vec![name; name.into()].as_slice())
            );
        }
        assert_eq!(kept.get(Hash::of(&[9])), None);
        assert_eq!(write(&kept.entries().collect()), file());
        assert!(is_nothing(&Kept::read(write(&BTreeMap::new()))));
    }

    #[test]
    fn what_is_damaged_is_nothing() {
        let file = file();
        for end in 0..file.len() {
            assert!(
                is_nothing(&Kept::read(file[..end].to_vec())),
                "cut at {end}"
            );
            assert!(
                is_nothing(&Kept::read(file[end + 1..].to_vec())),
                "cut before {end}"
            );
            for bit in 0..8 {
                let mut flipped = file.clone();
                flipped[end] ^= 1 << bit;
                assert!(is_nothing(&Kept::read(flipped)), "bit {bit} of {end}");
            }
        }
        assert!(is_nothing(&Kept::read([file, b"\n".to_vec()].concat())));
    }

    #[test]
    fn a_table_that_says_too_much_is_no_danger() {
        for count in [1u32, 2, u32::MAX] {
            let rest = [&count.to_le_bytes()[..], &[0xff; ROW]].concat();
            let file = [format!("{}{}\n", *FIRST, Hash::of(&rest)).as_bytes(), &rest].concat();
            assert!(is_nothing(&Kept::read(file)), "{count}");
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
