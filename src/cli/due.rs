//! The moment at which a site changes by itself, as its documents become public or expire: waited for by
//! a clock that may be set, on a machine that may sleep. And the moment at which to try again what failed.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::args::Now;
use super::clock;

/// The clock is looked at this often at least. One that stands still while the machine sleeps, as the stopwatch
/// does, would be late by the time slept; and a clock that is put forward or back tells nobody.
const LOOK: Duration = Duration::from_secs(5);
/// The clock is not looked at more often: it may stand still just before the moment.
const REST: Duration = Duration::from_millis(1);
/// When to try again what failed. A document may have expired meanwhile, and still be there.
const AGAIN: Duration = Duration::from_secs(30);

/// When to make a site again although no file has changed.
#[derive(Clone, Copy, Debug, Default)]
pub enum Due {
    /// Never.
    #[default]
    Never,
    /// When the clock leaves the time for which it was made.
    Outside {
        /// The moment it was made for.
        made: Timestamp,
        /// The next moment at which it changes, if there is one.
        next: Option<Timestamp>,
    },
    /// When some time has passed.
    Again(Instant),
}

/// Why a site is to be made again although no file has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Come {
    /// This moment has come.
    Moment(Timestamp),
    /// The clock was put back: what is public by now may have to wait again.
    Back,
    /// It could not be made before.
    Again,
}

impl Due {
    /// When a site that was made for the moment `made` changes, the next time at `next`; never where it is looked at as at
    /// a moment that somebody typed.
    pub fn at((made, next): (Timestamp, Option<Timestamp>), typed: Option<&Now>) -> Due {
        if typed.is_some() {
            Due::Never
        } else {
            Due::Outside { made, next }
        }
    }

    /// Some time from now.
    pub fn again() -> Due {
        Due::Again(Instant::now() + AGAIN)
    }

    /// Until when to wait at most, before asking whether it `has_come`.
    pub fn until(self) -> Option<Instant> {
        match self {
            Due::Never => None,
            Due::Again(at) => Some(at),
            Due::Outside { next, .. } => {
                let rest = next.map_or(LOOK, |next| rest(next, clock()).clamp(REST, LOOK));
                Some(Instant::now() + rest)
            }
        }
    }

    /// Why it has come, where it has.
    pub fn has_come(self) -> Option<Come> {
        match self {
            Due::Never => None,
            Due::Again(at) => (at <= Instant::now()).then_some(Come::Again),
            Due::Outside { made, next } => come(made, next, clock()),
        }
    }
}

fn come(made: Timestamp, next: Option<Timestamp>, now: Timestamp) -> Option<Come> {
    let moment = next.filter(|next| *next <= now).map(Come::Moment);
    if now < made { Some(Come::Back) } else { moment }
}

fn rest(next: Timestamp, now: Timestamp) -> Duration {
    next.duration_since(now)
        .max(SignedDuration::ZERO)
        .unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_comes_when_its_moment_has_come() {
        let now = clock();
        let at = |seconds: i64| now + SignedDuration::from_secs(seconds);
        let due = |made: i64, next: i64| Due::at((at(made), Some(at(next))), None);
        assert_eq!(due(-9, -1).has_come(), Some(Come::Moment(at(-1))));
        assert_eq!(due(-9, 600).has_come(), None);
        assert_eq!(due(600, 700).has_come(), Some(Come::Back));
        assert_eq!(Due::at((at(600), None), None).has_come(), Some(Come::Back));
        assert_eq!(Due::at((at(-1), None), None).has_come(), None);
        let until = due(-9, 600).until().unwrap();
        assert!(until <= Instant::now() + LOOK);
        assert_eq!(
            (rest(at(30), now), rest(at(-30), now)),
            (Duration::from_secs(30), Duration::ZERO)
        );
        let typed = Now::read("2012-10-01").unwrap();
        let never = Due::at((at(600), Some(at(-1))), Some(&typed));
        assert!(never.has_come().is_none() && never.until().is_none());
    }

    #[test]
    fn what_failed_is_tried_again_after_a_while() {
        assert!(Due::again().has_come().is_none() && Due::again().until().is_some());
        assert_eq!(Due::Again(Instant::now()).has_come(), Some(Come::Again));
    }
}
