//! Earlier verdicts: a small file that may be lost at any time. This module turns bytes into verdicts and back; it
//! neither reads nor writes the file.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::probe::Verdict;
use super::web_url::WebUrl;

/// Verdicts by URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictCache {
    /// Another version of copublish may judge differently, and starts with an empty cache.
    version: String,
    answers: BTreeMap<String, CachedVerdict>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct CachedVerdict {
    /// In seconds since 1970.
    at: i64,
    verdict: Verdict,
}

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " 2");
/// A dead page may come back: that it is dead counts for a day at most.
const LONGEST_DEAD: Duration = Duration::from_secs(24 * 60 * 60);
/// Older verdicts are removed from the file.
const LONGEST_KEPT: Duration = Duration::from_secs(90 * 24 * 60 * 60);

impl VerdictCache {
    /// The name of the file in `.copublish/`.
    pub const NAME: &'static str = "external-links.json";

    /// Reads the file. If it is damaged, or of another version, the cache is empty.
    pub fn parse(bytes: &[u8]) -> VerdictCache {
        let cache: VerdictCache = serde_json::from_slice(bytes).unwrap_or_default();
        if cache.version == VERSION {
            cache
        } else {
            VerdictCache {
                version: VERSION.to_owned(),
                ..VerdictCache::default()
            }
        }
    }

    /// The content of the file, without verdicts that are too old to be of use.
    pub fn to_bytes(&self, now: Timestamp) -> Vec<u8> {
        let mut cache = self.clone();
        cache
            .answers
            .retain(|_, known| known.is_younger(LONGEST_KEPT, now));
        let mut bytes = serde_json::to_vec_pretty(&cache).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// The verdict on a URL, if it is not too old.
    pub(super) fn get(&self, url: &WebUrl, now: Timestamp, max_age: Duration) -> Option<Verdict> {
        let known = self.answers.get(&url.to_string())?;
        let max_age = if matches!(known.verdict, Verdict::Dead(_)) {
            max_age.min(LONGEST_DEAD)
        } else {
            max_age
        };
        known
            .is_younger(max_age, now)
            .then(|| known.verdict.clone())
    }

    /// Keeps a verdict. That a host did not answer is not kept, and anchors are checked anew each time.
    pub(super) fn put(&mut self, url: &WebUrl, now: Timestamp, verdict: &Verdict) {
        let url = url.to_string();
        match verdict {
            Verdict::Unreachable(_) => drop(self.answers.remove(&url)),
            Verdict::MissingAnchors(_) => self.insert(url, now, Verdict::Fine),
            verdict => self.insert(url, now, verdict.clone()),
        }
    }

    fn insert(&mut self, url: String, at: Timestamp, verdict: Verdict) {
        self.answers.insert(
            url,
            CachedVerdict {
                at: at.as_second(),
                verdict,
            },
        );
    }
}

impl CachedVerdict {
    /// False for a verdict from the future: a clock was wrong, then or now.
    fn is_younger(&self, age: Duration, now: Timestamp) -> bool {
        let passed = u64::try_from(now.as_second().saturating_sub(self.at));
        passed.is_ok_and(|passed| passed < age.as_secs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(hours * 60 * 60).unwrap()
    }

    #[test]
    fn verdicts_are_cached_as_long_as_they_are_fresh() {
        let url = |text: &str| WebUrl::parse(text).unwrap();
        let (fine, dead, lost) = (
            url("https://a.org/"),
            url("https://b.org/"),
            url("https://c.org/"),
        );
        let mut cache = VerdictCache::parse(b"");
        cache.put(&fine, at(100), &Verdict::Moved("https://d.org/".to_owned()));
        cache.put(&dead, at(100), &Verdict::Dead(410));
        cache.put(&lost, at(100), &Verdict::Unreachable("late".to_owned()));
        let bytes = cache.to_bytes(at(100));
        let cache = VerdictCache::parse(&bytes);
        let week = Duration::from_secs(7 * 24 * 60 * 60);
        let recall = |url: &WebUrl, hours: i64| cache.get(url, at(hours), week);
        assert_eq!(
            recall(&fine, 100 + 167),
            Some(Verdict::Moved("https://d.org/".to_owned()))
        );
        assert_eq!((recall(&fine, 100 + 168), recall(&fine, 99)), (None, None));
        assert_eq!(
            (recall(&dead, 123), recall(&dead, 124)),
            (Some(Verdict::Dead(410)), None)
        );
        assert_eq!(recall(&lost, 100), None);
        for damaged in [&bytes[..bytes.len() / 2], b"{}", b"[]", b"\xff"] {
            assert_eq!(VerdictCache::parse(damaged), VerdictCache::parse(b""));
        }
    }
}
