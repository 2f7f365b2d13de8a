//! A part of a file, as a request asks for it: one range of bytes.

use std::ops::Range;

/// What a request wants of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All of it; also where several ranges are asked for, or something we do not understand.
    All,
    /// These bytes of it, at least one.
    Part(Range<u64>),
    /// Bytes that it has not.
    Nothing,
}

/// Reads the header `Range` for a file of `size` bytes.
pub fn wanted(header: &str, size: u64) -> Wanted {
    let Some(ranges) = header.trim().strip_prefix("bytes=") else {
        return Wanted::All;
    };
    let Some((first, last)) = ranges.split_once('-') else {
        return Wanted::All;
    };
    match (first.trim(), last.trim()) {
        ("", count) => match number(count) {
            Some(0) => Wanted::Nothing,
            Some(count) => part(size.saturating_sub(count), size, size),
            None => Wanted::All,
        },
        (first, "") => number(first).map_or(Wanted::All, |first| part(first, size, size)),
        (first, last) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => part(first, last.saturating_add(1), size),
            _ => Wanted::All,
        },
    }
}

fn part(start: u64, end: u64, size: u64) -> Wanted {
    if start < size {
        Wanted::Part(start..end.min(size))
    } else {
        Wanted::Nothing
    }
}

/// Digits only; a number beyond all files is the largest there is.
fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood() {
        assert_eq!(wanted("bytes=0-0", 10), Wanted::Part(0..1));
        assert_eq!(wanted("bytes=2-5", 10), Wanted::Part(2..6));
        assert_eq!(wanted("bytes=2-", 10), Wanted::Part(2..10));
        assert_eq!(wanted("bytes=-3", 10), Wanted::Part(7..10));
        assert_eq!(wanted("bytes=-30", 10), Wanted::Part(0..10));
        assert_eq!(wanted("bytes=9-100", 10), Wanted::Part(9..10));
        assert_eq!(
            wanted("bytes=0-99999999999999999999", 10),
            Wanted::Part(0..10)
        );
    }

    #[test]
    fn what_is_not_there_is_nothing() {
        for header in [
            "bytes=10-",
            "bytes=10-12",
            "bytes=-0",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(wanted(header, 10), Wanted::Nothing, "{header}");
        }
        assert_eq!(wanted("bytes=0-", 0), Wanted::Nothing);
        assert_eq!(wanted("bytes=-1", 0), Wanted::Nothing);
    }

    #[test]
    fn anything_else_is_all_of_it() {
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=5-2",
            "lines=0-1",
            "bytes=0-1,4-5",
        ] {
            assert_eq!(wanted(header, 10), Wanted::All, "{header}");
        }
        assert_eq!(wanted("bytes=+1-2", 10), Wanted::All);
    }
}
