//! The moment at which a site changes by itself, as its documents become public or expire: waited for by
//! a clock that may be set, on a machine that may sleep.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::args::Now;
use super::clock;

/// The clock is looked at this often at least. One that stands still while the machine sleeps, as the stopwatch
/// does, would be late by the time slept.
const LOOK: Duration = Duration::from_secs(60);

/// The next moment at which a site changes by itself, if there is one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Due(Option<Timestamp>);

impl Due {
    /// The moment `next`; never where the site is looked at as at a moment that somebody typed.
    pub fn at(next: Option<Timestamp>, typed: Option<&Now>) -> Due {
        Due(next.filter(|_| typed.is_none()))
    }

    /// Until when to wait at most, before asking whether it `has_come`.
    pub fn until(self) -> Option<Instant> {
        let rest = self.rest(clock())?.min(LOOK);
        Some(Instant::now() + rest)
    }

    /// The moment, where it has come.
    pub fn has_come(self) -> Option<Timestamp> {
        self.0.filter(|_| self.rest(clock()) == Some(Duration::ZERO))
    }

    fn rest(self, now: Timestamp) -> Option<Duration> {
        let rest = self.0?.duration_since(now).max(SignedDuration::ZERO);
        Some(rest.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_comes_when_its_moment_has_come() {
        let now = clock();
        let at = |seconds: i64| now + SignedDuration::from_secs(seconds);
        assert_eq!(Due::at(Some(at(-1)), None).has_come(), Some(at(-1)));
        assert_eq!(Due::at(Some(at(600)), None).has_come(), None);
        assert_eq!(Due::default().has_come(), None);
        assert!(Due::default().until().is_none());
        let until = Due::at(Some(at(600)), None).until().unwrap();
        assert!(until <= Instant::now() + LOOK);
        assert_eq!(Due(Some(at(30))).rest(now), Some(Duration::from_secs(30)));
        assert_eq!(Due(Some(at(-30))).rest(now), Some(Duration::ZERO));
        let typed = Now::read("2012-10-01").unwrap();
        assert!(Due::at(Some(at(-1)), Some(&typed)).has_come().is_none());
    }
}
