//! Runs all probes: many hosts at the same time, few requests at once to each, and none while a host rests. If no host
//! answers at all, our own network is down, and no more requests are made.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::probe::{Probe, Step, Verdict};
use super::response::Answer;
use super::{Clock, Environment};

/// Requests at the same time.
const MAX_REQUESTS: usize = 16;
/// Requests at the same time to one host.
const MAX_REQUESTS_PER_HOST: usize = 2;
/// After this many hosts failed to answer, and none answered, we are offline.
const SILENT_HOSTS: usize = 4;

/// What came of all probes.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The verdict on each link, by its index; none at all if we are offline.
    pub verdicts: BTreeMap<usize, Verdict>,
    pub is_offline: bool,
}

type Ask<'a> = &'a (dyn Fn(&Probe) -> Answer + Sync);

/// Runs all probes to their end.
pub fn run(probes: Vec<Probe>, environment: &Environment) -> Outcome {
    let ask = |probe: &Probe| {
        environment
            .client
            .ask(probe.method, &probe.url, &probe.cookies())
    };
    let scheduler = Scheduler {
        ask: &ask,
        clock: &environment.clock,
        progress: environment.progress,
        queue: Mutex::new(Queue::new(probes)),
        changed: Condvar::new(),
    };
    scheduler.run()
}

struct Scheduler<'s> {
    ask: Ask<'s>,
    clock: &'s Clock<'s>,
    progress: &'s (dyn Fn(usize, usize) + Sync),
    queue: Mutex<Queue>,
    /// Notified after each answer.
    changed: Condvar,
}

/// The probes that wait for their next request, by host, and the verdicts so far.
struct Queue {
    hosts: BTreeMap<String, Host>,
    verdicts: BTreeMap<usize, Verdict>,
    total: usize,
    /// Whether any host has answered.
    is_online: bool,
}

#[derive(Default)]
struct Host {
    waiting: VecDeque<Probe>,
    /// Requests that have no answer yet.
    open_requests: usize,
    rests_until: Duration,
    /// Whether a request failed as it does without a network.
    is_silent: bool,
}

/// What a thread does next.
enum Task {
    Request(Box<Probe>),
    /// Nothing can be requested for this long, or before another answer comes.
    Wait(Option<Duration>),
}

impl Scheduler<'_> {
    fn run(self) -> Outcome {
        let total = self.lock().total;
        std::thread::scope(|scope| {
            for _ in 0..total.min(MAX_REQUESTS) {
                scope.spawn(|| self.work());
            }
        });
        let queue = self.queue.into_inner();
        let queue = queue.unwrap_or_else(PoisonError::into_inner);
        if queue.is_offline() {
            return Outcome {
                is_offline: true,
                ..Outcome::default()
            };
        }
        Outcome {
            verdicts: queue.verdicts,
            is_offline: false,
        }
    }

    /// Makes one request after the other until every probe has a verdict.
    fn work(&self) {
        let mut queue = self.lock();
        while !queue.is_done() {
            match queue.next((self.clock.elapsed)()) {
                Task::Request(probe) => {
                    drop(queue);
                    let answer = (self.ask)(&probe);
                    queue = self.lock();
                    self.record(&mut queue, *probe, &answer);
                    self.changed.notify_all();
                }
                Task::Wait(Some(wait)) => {
                    let waited = self.changed.wait_timeout(queue, wait);
                    queue = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
                Task::Wait(None) => {
                    let waited = self.changed.wait(queue);
                    queue = waited.unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        // A request that panicked has changed nothing here.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the answer to a probe's request: the probe has its verdict, or waits for its next request.
    fn record(&self, queue: &mut Queue, mut probe: Probe, answer: &Answer) {
        let elapsed = (self.clock.elapsed)();
        let host = probe.url.host().to_owned();
        let step = probe.advance(answer, &self.clock.timing, self.clock.at(elapsed));
        queue.record_host(&host, answer);
        match step {
            Step::Done(verdict) => {
                queue.verdicts.insert(probe.index, verdict);
                (self.progress)(queue.verdicts.len(), queue.total);
            }
            Step::Retry(wait) => queue.add(probe, elapsed + wait),
            Step::Rest(rest) => {
                queue.host(&host).rests_until = elapsed + rest;
                queue.add(probe, elapsed + rest);
            }
        }
    }
}

impl Clock<'_> {
    /// The moment this long after the start.
    fn at(&self, elapsed: Duration) -> Timestamp {
        let elapsed = SignedDuration::try_from(elapsed).unwrap_or_default();
        self.now.checked_add(elapsed).unwrap_or(self.now)
    }
}

impl Queue {
    fn new(probes: Vec<Probe>) -> Queue {
        let mut queue = Queue {
            hosts: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            total: probes.len(),
            is_online: false,
        };
        for probe in probes {
            queue.add(probe, Duration::ZERO);
        }
        queue
    }

    fn host(&mut self, name: &str) -> &mut Host {
        self.hosts.entry(name.to_owned()).or_default()
    }

    fn add(&mut self, mut probe: Probe, not_before: Duration) {
        probe.not_before = not_before;
        let host = probe.url.host().to_owned();
        self.host(&host).waiting.push_back(probe);
    }

    fn next(&mut self, now: Duration) -> Task {
        let mut earliest: Option<Duration> = None;
        for host in self.hosts.values_mut() {
            if host.open_requests >= MAX_REQUESTS_PER_HOST {
                continue;
            }
            let Some(first) = host.first() else { continue };
            if first.at <= now
                && let Some(probe) = host.waiting.remove(first.index)
            {
                host.open_requests += 1;
                return Task::Request(Box::new(probe));
            }
            earliest = Some(earliest.map_or(first.at, |known| known.min(first.at)));
        }
        Task::Wait(earliest.map(|at| at.saturating_sub(now)))
    }

    /// Notes what an answer says about its host.
    fn record_host(&mut self, name: &str, answer: &Answer) {
        let is_silent = answer.as_ref().is_err_and(|failure| failure.may_be_ours());
        self.is_online |= !is_silent;
        let host = self.host(name);
        host.open_requests = host.open_requests.saturating_sub(1);
        host.is_silent |= is_silent;
    }

    /// True if every probe has its verdict, or further requests are of no use.
    fn is_done(&self) -> bool {
        let is_hopeless = !self.is_online && self.silent_hosts() >= SILENT_HOSTS;
        self.verdicts.len() == self.total || is_hopeless
    }

    /// True if no host answered. A single host that does not answer proves nothing.
    fn is_offline(&self) -> bool {
        let silent = self.silent_hosts();
        !self.is_online && silent > 1 && silent >= self.hosts.len().min(SILENT_HOSTS)
    }

    fn silent_hosts(&self) -> usize {
        self.hosts.values().filter(|host| host.is_silent).count()
    }
}

/// The probe of a host that may make its request first.
struct First {
    /// Its place in the queue of the host.
    index: usize,
    at: Duration,
}

impl Host {
    fn first(&self) -> Option<First> {
        let front = self.waiting.front()?;
        // Most probes may start at once; then the others need not be compared.
        let (index, not_before) = if front.not_before.is_zero() {
            (0, Duration::ZERO)
        } else {
            let times = self.waiting.iter().map(|probe| probe.not_before);
            times.enumerate().min_by_key(|(_, at)| *at)?
        };
        Some(First {
            index,
            at: not_before.max(self.rests_until),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::Timing;
    use super::super::response::{Failure, Response};
    use super::super::web_url::WebUrl;
    use super::*;

    fn run(urls: &[String], ask: Ask) -> Outcome {
        // A clock that goes on whenever it is read: no test waits.
        let ticks = AtomicUsize::new(0);
        let elapsed = || Duration::from_secs(ticks.fetch_add(1, Ordering::Relaxed) as u64);
        let timing = Timing {
            timeout: Duration::ZERO,
            back_off: Duration::ZERO,
            longest_rest: Duration::ZERO,
        };
        let clock = Clock {
            timing,
            now: Timestamp::UNIX_EPOCH,
            elapsed: &elapsed,
        };
        let url = |index: usize| WebUrl::parse(&urls[index]).unwrap();
        let probes = (0..urls.len()).map(|index| Probe::new(index, url(index), Vec::new()));
        let scheduler = Scheduler {
            ask,
            clock: &clock,
            progress: &|_, _| {},
            queue: Mutex::new(Queue::new(probes.collect())),
            changed: Condvar::new(),
        };
        scheduler.run()
    }

    fn fine() -> Answer {
        Ok(Response {
            status: 200,
            ..Response::default()
        })
    }

    #[test]
    fn no_host_gets_more_than_two_requests_at_once() {
        let (busy, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let urls: Vec<String> = (0..60)
            .map(|number| format!("http://a.org/{number}"))
            .collect();
        let outcome = run(&urls, &|_| {
            most.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::yield_now();
            busy.fetch_sub(1, Ordering::SeqCst);
            fine()
        });
        assert!(
            outcome
                .verdicts
                .values()
                .all(|verdict| *verdict == Verdict::Fine)
        );
        assert_eq!(outcome.verdicts.len(), 60);
        assert!(most.load(Ordering::SeqCst) <= MAX_REQUESTS_PER_HOST);
    }

    #[test]
    fn few_requests_are_made_without_a_network() {
        let asked = AtomicUsize::new(0);
        let urls: Vec<String> = (0..500)
            .map(|number| format!("http://a{number}.org/"))
            .collect();
        let outcome = run(&urls, &|_| {
            asked.fetch_add(1, Ordering::SeqCst);
            Err(Failure::NoSuchHost)
        });
        assert!(outcome.is_offline && outcome.verdicts.is_empty());
        assert!(asked.load(Ordering::SeqCst) <= SILENT_HOSTS + MAX_REQUESTS);
    }

    #[test]
    fn one_answer_proves_the_network() {
        let urls: Vec<String> = ["a", "b", "c"]
            .map(|name| format!("http://{name}.org/"))
            .into();
        let outcome = run(&urls, &|probe| match probe.url.host() {
            "a.org" => fine(),
            _ => Err(Failure::NoSuchHost),
        });
        assert!(!outcome.is_offline);
        assert_eq!(outcome.verdicts[&0], Verdict::Fine);
        assert!(matches!(outcome.verdicts[&1], Verdict::Unreachable(_)));
        assert!(outcome.verdicts.contains_key(&2));
        let one = run(&urls[..1], &|_| Err(Failure::NoSuchHost));
        assert!(!one.is_offline && one.verdicts.contains_key(&0));
    }
}
