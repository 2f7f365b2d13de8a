//! The part of a file that a request asks for: one range of bytes.

use std::ops::Range;

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RangeRequest {
    /// Everything; also if it asks for several ranges, or for something unknown.
    All,
    /// These bytes, at least one.
    Part(Range<u64>),
    /// Bytes that the file does not have.
    Nothing,
}

/// Parses the header `Range` for a file of `size` bytes.
pub fn parse_range(header: &str, size: u64) -> RangeRequest {
    let Some(ranges) = header.trim().strip_prefix("bytes=") else {
        return RangeRequest::All;
    };
    let Some((first, last)) = ranges.split_once('-') else {
        return RangeRequest::All;
    };
    match (first.trim(), last.trim()) {
        ("", count) => match number(count) {
            Some(0) => RangeRequest::Nothing,
            Some(count) => part(size.saturating_sub(count), size, size),
            None => RangeRequest::All,
        },
        (first, "") => number(first).map_or(RangeRequest::All, |first| part(first, size, size)),
        (first, last) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => part(first, last.saturating_add(1), size),
            _ => RangeRequest::All,
        },
    }
}

fn part(start: u64, end: u64, size: u64) -> RangeRequest {
    if start < size {
        RangeRequest::Part(start..end.min(size))
    } else {
        RangeRequest::Nothing
    }
}

/// Digits only; a number that is too large becomes the largest one.
fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood() {
        assert_eq!(parse_range("bytes=0-0", 10), RangeRequest::Part(0..1));
        assert_eq!(parse_range("bytes=2-5", 10), RangeRequest::Part(2..6));
        assert_eq!(parse_range("bytes=2-", 10), RangeRequest::Part(2..10));
        assert_eq!(parse_range("bytes=-3", 10), RangeRequest::Part(7..10));
        assert_eq!(parse_range("bytes=-30", 10), RangeRequest::Part(0..10));
        assert_eq!(parse_range("bytes=9-100", 10), RangeRequest::Part(9..10));
        assert_eq!(
            parse_range("bytes=0-99999999999999999999", 10),
            RangeRequest::Part(0..10)
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
            assert_eq!(parse_range(header, 10), RangeRequest::Nothing, "{header}");
        }
        assert_eq!(parse_range("bytes=0-", 0), RangeRequest::Nothing);
        assert_eq!(parse_range("bytes=-1", 0), RangeRequest::Nothing);
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
            assert_eq!(parse_range(header, 10), RangeRequest::All, "{header}");
        }
        assert_eq!(parse_range("bytes=+1-2", 10), RangeRequest::All);
    }
}
