//! What other sites answered before: a small text that may be lost at any time. Neither read nor written here, only
//! made of bytes and into bytes.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::journey::Verdict;
use super::web_url::WebUrl;

/// Verdicts by address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// Another version of copublish may judge otherwise, and starts afresh.
    version: String,
    answers: BTreeMap<String, Remembered>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Remembered {
    /// When, in seconds since 1970.
    at: i64,
    verdict: Verdict,
}

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " 1");
/// What was gone may come back: it counts for a day at most.
const LONGEST_DEAD: Duration = Duration::from_secs(24 * 60 * 60);
/// What was not looked at for so long is forgotten.
const FORGOTTEN: Duration = Duration::from_secs(90 * 24 * 60 * 60);

impl Memory {
    /// The file's name in the folder of what is kept.
    pub const NAME: &'static str = "external-links.json";

    /// Reads what was kept. What is damaged, or of another version, is nothing.
    pub fn read(bytes: &[u8]) -> Memory {
        let memory = serde_json::from_slice(bytes).unwrap_or_else(|_| Memory::default());
        if memory.version == VERSION {
            memory
        } else {
            Memory {
                version: VERSION.to_owned(),
                ..Memory::default()
            }
        }
    }

    /// The bytes to keep, without what nobody asked for in a long time.
    pub fn write(&self, now: Timestamp) -> Vec<u8> {
        let mut memory = self.clone();
        memory
            .answers
            .retain(|_, known| known.is_younger(FORGOTTEN, now));
        let mut bytes = serde_json::to_vec_pretty(&memory).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// What is known of an address, where that is not too old.
    pub(super) fn recall(
        &self,
        url: &WebUrl,
        now: Timestamp,
        max_age: Duration,
    ) -> Option<Verdict> {
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

    /// Remembers a verdict. That nobody answered is none, and places on a page are looked for anew each time.
    pub(super) fn note(&mut self, url: &WebUrl, now: Timestamp, verdict: &Verdict) {
        let url = url.to_string();
        match verdict {
            Verdict::Unreachable(_) => drop(self.answers.remove(&url)),
            Verdict::Without(_) => self.put(url, now, Verdict::Fine),
            verdict => self.put(url, now, verdict.clone()),
        }
    }

    fn put(&mut self, url: String, at: Timestamp, verdict: Verdict) {
        self.answers.insert(
            url,
            Remembered {
                at: at.as_second(),
                verdict,
            },
        );
    }
}

impl Remembered {
    /// False for what comes from the future: a clock was wrong, then or now.
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
    fn answers_come_back_as_long_as_they_are_fresh() {
        let url = |text: &str| WebUrl::parse(text).unwrap();
        let (fine, dead, lost) = (
            url("https://a.org/"),
            url("https://b.org/"),
            url("https://c.org/"),
        );
        let mut memory = Memory::read(b"");
        memory.note(&fine, at(100), &Verdict::Moved("https://d.org/".to_owned()));
        memory.note(&dead, at(100), &Verdict::Dead(410));
        memory.note(&lost, at(100), &Verdict::Unreachable("late".to_owned()));
        let bytes = memory.write(at(100));
        let memory = Memory::read(&bytes);
        let week = Duration::from_secs(7 * 24 * 60 * 60);
        let recall = |url: &WebUrl, hours: i64| memory.recall(url, at(hours), week);
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
            assert_eq!(Memory::read(damaged), Memory::read(b""));
        }
    }
}
