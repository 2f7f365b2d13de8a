//! All journeys at once: many hosts side by side, few questions at each, and none where a host rests. Where no host
//! answers at all, our own network is missing, and nobody is asked any more.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::answer::Answer;
use super::journey::{Journey, Step, Verdict};
use super::{Pace, Surroundings};

/// Questions at the same moment.
const AT_ONCE: usize = 16;
/// Questions at the same moment at one host.
const AT_ONE_HOST: usize = 2;
/// After this many hosts without a sign of life, and none with one, there is no network.
const LOST: usize = 4;

/// What came of all journeys.
#[derive(Debug, Default)]
pub struct Visited {
    /// The verdicts, in the order of the journeys; none where nobody was asked any more.
    pub verdicts: Vec<Option<Verdict>>,
    /// True where no other site could be reached at all.
    pub is_offline: bool,
}

/// Travels all journeys.
pub fn all(journeys: Vec<Journey>, surroundings: &Surroundings) -> Visited {
    let client = |journey: &Journey| surroundings.client.ask(journey.method, &journey.at);
    let clock = Clock {
        pace: surroundings.pace,
        now: surroundings.now,
        elapsed: surroundings.elapsed,
    };
    travel(journeys, &client, (&clock, surroundings.progress))
}

type Ask<'a> = &'a (dyn Fn(&Journey) -> Answer + Sync);
type Progress<'p> = &'p (dyn Fn(usize, usize) + Sync);

/// What time it is, and what there is of it.
struct Clock<'c> {
    pace: Pace,
    now: Timestamp,
    elapsed: &'c (dyn Fn() -> Duration + Sync),
}

fn travel(journeys: Vec<Journey>, ask: Ask, (clock, progress): (&Clock, Progress)) -> Visited {
    let total = journeys.len();
    let travel = Travel {
        state: Mutex::new(State::of(journeys)),
        changed: Condvar::new(),
        ask,
        clock,
        progress,
    };
    std::thread::scope(|scope| {
        for _ in 0..total.min(AT_ONCE) {
            scope.spawn(|| travel.work());
        }
    });
    let state = travel
        .state
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    let is_offline = state.is_offline();
    let verdicts = if is_offline {
        vec![None; total]
    } else {
        state.verdicts
    };
    Visited {
        verdicts,
        is_offline,
    }
}

struct Travel<'t> {
    state: Mutex<State>,
    /// Told whenever a question has come back.
    changed: Condvar,
    ask: Ask<'t>,
    clock: &'t Clock<'t>,
    progress: Progress<'t>,
}

/// A journey with its number, and when it may go on.
struct Waiting {
    number: usize,
    journey: Journey,
    from: Duration,
}

#[derive(Default)]
struct Host {
    waiting: VecDeque<Waiting>,
    /// Questions on their way.
    busy: usize,
    /// Asked for a rest until then.
    rests_until: Duration,
    /// Whether nothing was ever heard of it.
    is_lost: bool,
}

struct State {
    hosts: BTreeMap<String, Host>,
    verdicts: Vec<Option<Verdict>>,
    arrived: usize,
    /// Whether any host gave a sign of life.
    is_answered: bool,
}

impl Travel<'_> {
    /// Asks one address after the other until all have arrived.
    fn work(&self) {
        let mut state = self.lock();
        loop {
            if state.arrived == state.verdicts.len() || state.gives_up() {
                self.changed.notify_all();
                return;
            }
            match state.next((self.clock.elapsed)()) {
                Ok(waiting) => {
                    drop(state);
                    let host = waiting.journey.at.host().to_owned();
                    let answer = (self.ask)(&waiting.journey);
                    state = self.lock();
                    self.take(&mut state, (waiting, &host), &answer);
                    self.changed.notify_all();
                }
                Err(Some(wait)) => {
                    let waited = self.changed.wait_timeout(state, wait);
                    state = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
                Err(None) => {
                    state = self
                        .changed
                        .wait(state)
                        .unwrap_or_else(PoisonError::into_inner)
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A question that panicked has changed nothing here.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, state: &mut State, (mut waiting, host): (Waiting, &str), answer: &Answer) {
        let elapsed = (self.clock.elapsed)();
        let passed = SignedDuration::try_from(elapsed).unwrap_or_default();
        let now = self.clock.now.checked_add(passed).unwrap_or(self.clock.now);
        state.hear(host, answer);
        let step = waiting.journey.take(answer, (&self.clock.pace, now));
        if let (Step::Rest(rest), Some(host)) = (&step, state.hosts.get_mut(host)) {
            host.rests_until = elapsed + *rest;
        }
        match step {
            Step::Arrived(verdict) => {
                if let Some(known) = state.verdicts.get_mut(waiting.number) {
                    *known = Some(verdict);
                }
                state.arrived += 1;
                (self.progress)(state.arrived, state.verdicts.len());
            }
            Step::Again(wait) | Step::Rest(wait) => {
                waiting.from = elapsed + wait;
                let next = waiting.journey.at.host().to_owned();
                state
                    .hosts
                    .entry(next)
                    .or_default()
                    .waiting
                    .push_back(waiting);
            }
        }
    }
}

impl State {
    fn of(journeys: Vec<Journey>) -> State {
        let mut hosts: BTreeMap<String, Host> = BTreeMap::new();
        let total = journeys.len();
        for (number, journey) in journeys.into_iter().enumerate() {
            let host = hosts.entry(journey.at.host().to_owned()).or_default();
            host.waiting.push_back(Waiting {
                number,
                journey,
                from: Duration::ZERO,
            });
        }
        State {
            hosts,
            verdicts: vec![None; total],
            arrived: 0,
            is_answered: false,
        }
    }

    /// The next journey that may go on; else how long until one may, where that is known.
    fn next(&mut self, now: Duration) -> Result<Waiting, Option<Duration>> {
        let mut soonest: Option<Duration> = None;
        for host in self
            .hosts
            .values_mut()
            .filter(|host| host.busy < AT_ONE_HOST)
        {
            let Some((place, from)) = host.first() else {
                continue;
            };
            if from <= now
                && let Some(waiting) = host.waiting.remove(place)
            {
                host.busy += 1;
                return Ok(waiting);
            }
            soonest = Some(soonest.map_or(from, |known| known.min(from)));
        }
        Err(soonest.map(|from| from.saturating_sub(now)))
    }

    /// Takes note of what an answer says of its host.
    fn hear(&mut self, host: &str, answer: &Answer) {
        let is_lost = matches!(answer, Answer::Trouble(trouble) if trouble.may_be_ours());
        self.is_answered |= !is_lost;
        if let Some(host) = self.hosts.get_mut(host) {
            host.busy = host.busy.saturating_sub(1);
            host.is_lost |= is_lost;
        }
    }

    fn lost(&self) -> usize {
        self.hosts.values().filter(|host| host.is_lost).count()
    }

    /// True once asking on is of no use.
    fn gives_up(&self) -> bool {
        !self.is_answered && self.lost() >= LOST
    }

    /// True where no host gave a sign of life; a single host that is not there is no proof of that.
    fn is_offline(&self) -> bool {
        !self.is_answered && self.lost() > 1 && self.lost() >= self.hosts.len().min(LOST)
    }
}

impl Host {
    /// Which journey may go on first, and when.
    fn first(&self) -> Option<(usize, Duration)> {
        // Most may go on at once; the first of them is taken without looking at the others.
        let is_ready = self
            .waiting
            .front()
            .is_some_and(|waiting| waiting.from.is_zero());
        let first = if is_ready {
            self.waiting.front().map(|waiting| (0, waiting.from))
        } else {
            self.waiting
                .iter()
                .enumerate()
                .map(|(at, waiting)| (at, waiting.from))
                .min_by_key(|(_, from)| *from)
        };
        first.map(|(at, from)| (at, from.max(self.rests_until)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::answer::{Said, Trouble};
    use super::super::web_url::WebUrl;
    use super::*;

    fn journeys(urls: &[String]) -> Vec<Journey> {
        urls.iter()
            .map(|text| Journey::to(WebUrl::parse(text).unwrap(), Vec::new()))
            .collect()
    }

    fn travelled(urls: &[String], ask: Ask) -> Visited {
        // A clock that goes on whenever it is looked at: no test waits.
        let ticks = AtomicUsize::new(0);
        let elapsed = || Duration::from_secs(ticks.fetch_add(1, Ordering::Relaxed) as u64);
        let pace = Pace {
            timeout: Duration::ZERO,
            back_off: Duration::ZERO,
            longest_rest: Duration::ZERO,
        };
        let clock = Clock {
            pace,
            now: Timestamp::UNIX_EPOCH,
            elapsed: &elapsed,
        };
        travel(journeys(urls), ask, (&clock, &|_, _| {}))
    }

    fn fine() -> Answer {
        Answer::Said(Said {
            status: 200,
            ..Said::default()
        })
    }

    #[test]
    fn no_host_is_asked_more_than_two_things_at_once() {
        let (busy, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let urls: Vec<String> = (0..60)
            .map(|number| format!("http://a.org/{number}"))
            .collect();
        let visited = travelled(&urls, &|_| {
            most.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::yield_now();
            busy.fetch_sub(1, Ordering::SeqCst);
            fine()
        });
        assert!(
            visited
                .verdicts
                .iter()
                .all(|verdict| *verdict == Some(Verdict::Fine))
        );
        assert!(most.load(Ordering::SeqCst) <= AT_ONE_HOST);
    }

    #[test]
    fn without_a_network_few_are_asked() {
        let asked = AtomicUsize::new(0);
        let urls: Vec<String> = (0..500)
            .map(|number| format!("http://a{number}.org/"))
            .collect();
        let visited = travelled(&urls, &|_| {
            asked.fetch_add(1, Ordering::SeqCst);
            Answer::Trouble(Trouble::NoSuchHost)
        });
        assert!(visited.is_offline && visited.verdicts.iter().all(Option::is_none));
        assert!(asked.load(Ordering::SeqCst) <= LOST + AT_ONCE);
    }

    #[test]
    fn one_sign_of_life_is_enough_for_a_network() {
        let urls: Vec<String> = ["a", "b", "c"]
            .map(|name| format!("http://{name}.org/"))
            .into();
        let visited = travelled(&urls, &|journey| match journey.at.host() {
            "a.org" => fine(),
            _ => Answer::Trouble(Trouble::NoSuchHost),
        });
        assert!(!visited.is_offline);
        assert!(matches!(
            visited.verdicts[..],
            [Some(Verdict::Fine), Some(Verdict::Unreachable(_)), Some(_)]
        ));
        let one = travelled(&urls[..1], &|_| Answer::Trouble(Trouble::NoSuchHost));
        assert!(!one.is_offline && one.verdicts[0].is_some());
    }
}
