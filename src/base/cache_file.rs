//! The file of the cache: a line that names the program that wrote it, a table of digests, the values. It is read as one
//! buffer, and nothing in it is copied.

use std::collections::BTreeMap;

use super::Hash;

/// The start of the first line. Another version of copublish may make other values, so it starts afresh.
const FIRST: &str = concat!("copublish ", env!("CARGO_PKG_VERSION"), " cache 1 ");

/// The bytes of a number in the file.
const NUMBER: usize = size_of::<u32>();
/// The bytes of a row of the table: the digest of an entry, where it starts and where it ends.
const ROW: usize = 16 + 2 * NUMBER;

/// The values that an earlier build saved.
#[derive(Debug, Default)]
pub(super) struct CacheFile {
    bytes: Vec<u8>,
    /// Where the table starts, and where the entries do.
    table: usize,
    entries: usize,
}

impl CacheFile {
    /// Reads the bytes of the file. A file that is damaged, or of another version, holds nothing.
    pub fn read(bytes: Vec<u8>) -> CacheFile {
        match places(&bytes) {
            Some((table, entries)) => CacheFile {
                bytes,
                table,
                entries,
            },
            None => CacheFile::default(),
        }
    }

    /// The value of a digest.
    pub fn get(&self, digest: Hash) -> Option<&[u8]> {
        let rows = self.rows();
        let at = rows
            .binary_search_by(|row| row[..16].cmp(&digest.bytes()))
            .ok()?;
        self.entry(rows.get(at)?)
    }

    /// All values.
    pub fn entries(&self) -> impl Iterator<Item = (Hash, &[u8])> {
        self.rows()
            .iter()
            .filter_map(|row| Some((Hash::from_bytes(*row.first_chunk()?), self.entry(row)?)))
    }

    /// The bytes of a file with these values, or as many of them as it can hold.
    pub fn write(entries: &BTreeMap<Hash, &[u8]>) -> Vec<u8> {
        let (mut table, mut texts, mut count) = (Vec::new(), Vec::new(), 0u32);
        for (digest, bytes) in entries {
            let start = texts.len();
            let (Ok(from), Ok(to)) = (u32::try_from(start), u32::try_from(start + bytes.len()))
            else {
                break;
            };
            table.extend(digest.bytes());
            table.extend(from.to_le_bytes());
            table.extend(to.to_le_bytes());
            texts.extend_from_slice(bytes);
            count += 1;
        }
        let rest = [&count.to_le_bytes(), table.as_slice(), &texts].concat();
        [format!("{}{}\n", FIRST, Hash::of(&rest)).as_bytes(), &rest].concat()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        let keys: Vec<Hash> = (0..9u8).map(|name| Hash::of(&[name])).collect();
        let texts: Vec<Vec<u8>> = (0..9u8).map(|length| vec![length; length.into()]).collect();
        CacheFile::write(
            &keys
                .iter()
                .copied()
                .zip(texts.iter().map(Vec::as_slice))
                .collect(),
        )
    }

    fn is_nothing(kept: &CacheFile) -> bool {
        kept.entries().next().is_none()
    }

    #[test]
    fn what_is_kept_comes_back() {
        let kept = CacheFile::read(file());
        assert_eq!(kept.entries().count(), 9);
        for name in 0..9u8 {
            assert_eq!(
                kept.get(Hash::of(&[name])),
                Some(vec![name; name.into()].as_slice())
            );
        }
        assert_eq!(kept.get(Hash::of(&[9])), None);
        assert_eq!(CacheFile::write(&kept.entries().collect()), file());
        assert!(is_nothing(&CacheFile::read(CacheFile::write(
            &BTreeMap::new()
        ))));
    }

    #[test]
    fn what_is_damaged_is_nothing() {
        let file = file();
        for end in 0..file.len() {
            assert!(
                is_nothing(&CacheFile::read(file[..end].to_vec())),
                "cut at {end}"
            );
            assert!(
                is_nothing(&CacheFile::read(file[end + 1..].to_vec())),
                "cut before {end}"
            );
            for bit in 0..8 {
                let mut flipped = file.clone();
                flipped[end] ^= 1 << bit;
                assert!(is_nothing(&CacheFile::read(flipped)), "bit {bit} of {end}");
            }
        }
        assert!(is_nothing(&CacheFile::read(
            [file, b"\n".to_vec()].concat()
        )));
    }

    #[test]
    fn a_table_that_says_too_much_is_no_danger() {
        for count in [1u32, 2, u32::MAX] {
            let rest = [&count.to_le_bytes()[..], &[0xff; ROW]].concat();
            let file = [format!("{}{}\n", FIRST, Hash::of(&rest)).as_bytes(), &rest].concat();
            assert!(is_nothing(&CacheFile::read(file)), "{count}");
        }
    }
}
