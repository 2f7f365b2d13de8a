//! When to rebuild a site although no file changed: documents become public or expire, or a failed build is retried.
//! The clock may be set, and the machine may sleep.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::args::Now;
use super::clock;

/// The longest time between two looks at the clock. `Instant` may stop while the machine sleeps, and no event tells us
/// when the clock is set.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// The shortest time between two looks: the clock may stop just before the moment.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);
/// When to retry a failed build. A document that has expired meanwhile may still be on the site.
const RETRY_AFTER: Duration = Duration::from_secs(30);

/// When to rebuild a site although no file changed.
#[derive(Clone, Copy, Debug, Default)]
pub enum Schedule {
    /// Never.
    #[default]
    Never,
    /// When the clock leaves the time for which the site was built.
    Span {
        /// The moment for which it was built.
        built_for: Timestamp,
        /// The next moment at which it changes.
        next: Option<Timestamp>,
    },
    /// At this instant.
    Retry(Instant),
}

/// Why a site is rebuilt although no file changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// This moment has come.
    Scheduled(Timestamp),
    /// Documents that are public now may have to wait again.
    ClockSetBack,
    /// The last build failed.
    Retry,
}

impl Schedule {
    /// The schedule of a site built for one moment that changes at the `next`. With `--now` it never changes.
    pub fn new(built_for: Timestamp, next: Option<Timestamp>, typed: Option<&Now>) -> Schedule {
        if typed.is_some() {
            Schedule::Never
        } else {
            Schedule::Span { built_for, next }
        }
    }

    /// The schedule after a failed build.
    pub fn retry() -> Schedule {
        Schedule::Retry(Instant::now() + RETRY_AFTER)
    }

    /// How long to wait at most before asking for a `wake`.
    pub fn deadline(self) -> Option<Instant> {
        match self {
            Schedule::Never => None,
            Schedule::Retry(at) => Some(at),
            Schedule::Span { next, .. } => {
                let rest = next.map_or(LONGEST_WAIT, |next| time_until(next, clock()));
                Some(Instant::now() + rest.clamp(SHORTEST_WAIT, LONGEST_WAIT))
            }
        }
    }

    /// The reason to rebuild now, if there is one.
    pub fn wake(self) -> Option<Wake> {
        match self {
            Schedule::Never => None,
            Schedule::Retry(at) => (at <= Instant::now()).then_some(Wake::Retry),
            Schedule::Span { built_for, next } => wake_at(clock(), built_for, next),
        }
    }
}

fn wake_at(now: Timestamp, built_for: Timestamp, next: Option<Timestamp>) -> Option<Wake> {
    if now < built_for {
        return Some(Wake::ClockSetBack);
    }
    next.filter(|next| *next <= now).map(Wake::Scheduled)
}

fn time_until(next: Timestamp, now: Timestamp) -> Duration {
    next.duration_since(now)
        .max(SignedDuration::ZERO)
        .unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_wakes_at_its_moment_and_after_the_clock_is_set_back() {
        let now = clock();
        let at = |seconds: i64| now + SignedDuration::from_secs(seconds);
        let schedule =
            |built_for: i64, next: i64| Schedule::new(at(built_for), Some(at(next)), None);
        assert_eq!(schedule(-9, -1).wake(), Some(Wake::Scheduled(at(-1))));
        assert_eq!(schedule(-9, 600).wake(), None);
        assert_eq!(schedule(600, 700).wake(), Some(Wake::ClockSetBack));
        assert_eq!(
            Schedule::new(at(600), None, None).wake(),
            Some(Wake::ClockSetBack)
        );
        assert_eq!(Schedule::new(at(-1), None, None).wake(), None);
        let deadline = schedule(-9, 600).deadline().unwrap();
        assert!(deadline <= Instant::now() + LONGEST_WAIT);
        assert_eq!(
            (time_until(at(30), now), time_until(at(-30), now)),
            (Duration::from_secs(30), Duration::ZERO)
        );
        let typed = Now::read("2012-10-01").unwrap();
        let never = Schedule::new(at(600), Some(at(-1)), Some(&typed));
        assert!(never.wake().is_none() && never.deadline().is_none());
    }

    #[test]
    fn a_failed_build_is_retried_after_a_while() {
        assert!(Schedule::retry().wake().is_none() && Schedule::retry().deadline().is_some());
        assert_eq!(Schedule::Retry(Instant::now()).wake(), Some(Wake::Retry));
    }
}
