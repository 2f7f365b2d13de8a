//! Carries out a plan: takes the right to write, sends the files group by group on several threads, removes what is left over,
//! and writes the manifest. The manifest that is written first names all that will be sent and removed, so whatever stops a run,
//! the next one knows what may be there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;

use super::lease::{Lease, wait_for_others};
use super::local_site::LocalSite;
use super::manifest::{Hashes, Manifest, Run};
use super::plan::{Change, Known, Plan, Sent};
use super::retry::Retry;
use super::target::{Conditions, Fault, Listed, Stored, Target};
use crate::base::english::{count, ticked_and};
use crate::output::CancelToken;

/// What surrounds a run.
pub struct Environment<'e> {
    /// When the run began.
    pub now: Timestamp,
    /// The number of the process.
    pub id: u32,
    /// When the site changes by itself.
    pub next_change: Option<Timestamp>,
    /// How long another run may be silent before it is taken for dead.
    pub patience: Duration,
    /// The first pause before something is tried again.
    pub pause: Duration,
    /// How many files are sent at a time.
    pub threads: usize,
    /// Whether files of others are replaced.
    pub replaces: bool,
    /// Whether nothing is written at the target.
    pub is_rehearsal: bool,
    /// True once somebody stops the run.
    pub stop: &'e CancelToken,
    /// Is told how many files of how many are sent.
    pub progress: &'e (dyn Fn(usize, usize) + Sync),
}

/// What a run did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The files sent, in their order.
    pub sent: Vec<(String, Change)>,
    /// The files removed.
    pub removed: Vec<String>,
    /// The files that left the site and stay for pages that are open.
    pub kept: Vec<String>,
    /// How many files were there already.
    pub unchanged: usize,
    /// The bytes sent.
    pub bytes: u64,
    /// False if the target cannot make sure that two runs do not write at the same moment.
    pub is_guarded: bool,
}

impl Environment<'_> {
    fn retry(&self) -> Retry<'_> {
        Retry {
            pause: self.pause,
            stop: self.stop,
        }
    }
}

/// The manifest at a target, if the site was ever published there.
///
/// # Errors
/// If the target cannot be read.
pub fn published(
    target: &dyn Target,
    environment: &Environment,
) -> Result<Option<Manifest>, Fault> {
    let stored = environment.retry().run(|| target.read_manifest())?;
    let parsed = stored.map(|stored| Manifest::parse(&stored.text));
    parsed.transpose().map_err(Fault::Final)
}

/// Makes the target hold the site.
///
/// # Errors
/// Why it does not; the next run makes up for what is missing.
pub fn send(
    site: &LocalSite,
    target: &dyn Target,
    environment: &Environment,
) -> Result<Report, Fault> {
    let job = Job {
        site,
        target,
        environment,
        retry: environment.retry(),
    };
    let (known, version) = job.look()?;
    let plan = Plan::new(site, &known, environment.now);
    if !environment.replaces {
        refuse_to_replace(&plan, &target.place())?;
    }
    let mut report = report(&plan, site);
    report.is_guarded = known.manifest.conditional != Some(false);
    let is_current = plan.is_empty()
        && known.manifest.run.is_none()
        && known.manifest.next_change() == environment.next_change
        && version.is_some();
    if environment.is_rehearsal || is_current {
        return Ok(report);
    }
    report.is_guarded = job.carry_out(&plan, &known, version)?;
    Ok(report)
}

/// Refuses a plan that would replace files of others.
///
/// # Errors
/// A sentence that names them.
pub fn refuse_to_replace(plan: &Plan, place: &str) -> Result<(), Fault> {
    let named: Vec<&String> = plan.replaced.iter().take(3).collect();
    let more = plan.replaced.len().saturating_sub(named.len());
    let named = ticked_and(&named);
    let files = match (plan.replaced.len(), more) {
        (0, _) => return Ok(()),
        (1, _) => format!("{named} is at {place} already, and copublish did not write it"),
        (_, 0) => format!("{named} are at {place} already, and copublish did not write them"),
        _ => {
            let more = count(more, "other file");
            format!("{named} and {more} are at {place} already, and copublish did not write them")
        }
    };
    Err(Fault::Final(format!(
        "{files}; publish with --replace if the site may take their place"
    )))
}

/// What a run does that carries out a plan.
pub fn report(plan: &Plan, site: &LocalSite) -> Report {
    let sent = plan.groups.iter().flatten();
    let sent = sent.map(|sent| (site.files[sent.index].path.clone(), sent.change));
    Report {
        sent: sent.collect(),
        removed: plan.removed.concat(),
        kept: plan.kept.keys().cloned().collect(),
        unchanged: plan.unchanged,
        bytes: plan.bytes,
        is_guarded: true,
    }
}

/// The manifest of a target that holds the site, and what the plan keeps there.
pub fn finished(site: &LocalSite, plan: &Plan, next_change: Option<Timestamp>) -> Manifest {
    let files = site.files.iter();
    let hashes = files.map(|file| (file.path.clone(), file.hash().to_string()));
    let kept = plan.kept.iter();
    let kept = kept.map(|(path, kept)| (path.clone(), kept.hash.clone()));
    let left = plan.kept.iter();
    let left = left.map(|(path, kept)| (path.clone(), kept.left.to_string()));
    let mut manifest = Manifest::default();
    manifest.files = hashes.chain(kept).collect();
    manifest.left = left.collect();
    manifest.set_next_change(next_change);
    manifest
}

/// A run.
struct Job<'j> {
    site: &'j LocalSite,
    target: &'j dyn Target,
    environment: &'j Environment<'j>,
    retry: Retry<'j>,
}

impl Job<'_> {
    /// Looks what is at the target, and waits for another run that is there. Returns the version of the manifest too.
    fn look(&self) -> Result<(Known, Option<String>), Fault> {
        let stored = self.retry.run(|| self.target.read_manifest())?;
        let Some(Stored { text, version }) = stored else {
            let listed = self.retry.run(|| self.target.list())?.into_iter();
            let listed = listed.map(|file| file.path).collect();
            let known = Known {
                listed,
                ..Known::default()
            };
            return Ok((known, None));
        };
        let first = (Manifest::parse(&text).map_err(Fault::Final)?, version);
        let patience = self.environment.patience;
        let (manifest, version) = wait_for_others(self.target, self.retry, patience, first)?;
        if let Some(minds) = manifest.conditional {
            self.target.remember(if minds {
                Conditions::Minded
            } else {
                Conditions::Ignored
            });
        }
        Ok((self.known(manifest)?, Some(version)))
    }

    /// What is at the target by its manifest, and by its list after a run that was stopped.
    fn known(&self, manifest: Manifest) -> Result<Known, Fault> {
        let mut known = Known::default();
        if let Some(run) = &manifest.run {
            let listed = self.retry.run(|| self.target.list())?;
            known.arrived = self.arrived(&manifest, &run.sending, &listed);
            known.listed = listed.into_iter().map(|file| file.path).collect();
        }
        known.manifest = manifest;
        Ok(known)
    }

    /// New files that a stopped run has sent: what is there now was not there before it, and holds what it sent.
    fn arrived(
        &self,
        manifest: &Manifest,
        sending: &Hashes,
        listed: &[Listed],
    ) -> BTreeSet<String> {
        let listed: BTreeMap<&str, &str> = listed
            .iter()
            .map(|file| (file.path.as_str(), file.digest.as_str()))
            .collect();
        let is_there = |file: &&super::local_site::SiteFile| {
            let is_same = sending.get(&file.path) == Some(&file.hash().to_string());
            let digest = listed.get(file.path.as_str());
            is_same
                && !manifest.files.contains_key(&file.path)
                && digest.is_some_and(|digest| {
                    let body = self.site.body(file);
                    body.is_ok_and(|body| self.target.digest(&body) == *digest)
                })
        };
        let files = self.site.files.iter().filter(is_there);
        files.map(|file| file.path.clone()).collect()
    }

    /// Returns whether the target minds conditions.
    fn carry_out(
        &self,
        plan: &Plan,
        known: &Known,
        version: Option<String>,
    ) -> Result<bool, Fault> {
        let is_first = version.is_none();
        let mut manifest = known.manifest.clone();
        if plan.is_empty() && !is_first {
            self.finish(plan, &mut manifest);
            let minds = manifest.conditional != Some(false);
            self.lease(manifest, version)?;
            return Ok(minds);
        }
        manifest.run = Some(self.intent(plan, known));
        let lease = self.lease(manifest, version)?;
        let done = self.send_all(plan, &lease);
        if !matches!(done, Ok(_) | Err(Fault::Conflict)) {
            // The next run need not wait for a sign of life.
            let _ = lease.write(|manifest| {
                if let Some(run) = &mut manifest.run {
                    run.ended = true;
                }
            });
        }
        done
    }

    fn lease(&self, manifest: Manifest, version: Option<String>) -> Result<Lease<'_>, Fault> {
        let patience = self.environment.patience;
        Lease::take(self.target, self.retry, patience, manifest, version)
    }

    /// What the run is about to do. What a stopped run may have left stays named until it is made up for.
    fn intent(&self, plan: &Plan, known: &Known) -> Run {
        let mut sending: Hashes = plan
            .groups
            .iter()
            .flatten()
            .map(|sent| &self.site.files[sent.index])
            .map(|file| (file.path.clone(), file.hash().to_string()))
            .collect();
        if let Some(stopped) = &known.manifest.run {
            let is_kept = |path: &&String| known.arrived.contains(*path);
            let arrived = stopped.sending.keys().filter(is_kept);
            sending.extend(arrived.map(|path| (path.clone(), stopped.sending[path].clone())));
        }
        Run {
            id: format!("{}-{}", self.environment.now, self.environment.id),
            began: self
                .environment
                .now
                .strftime("%Y-%m-%d %H:%M:%S UTC")
                .to_string(),
            beat: 0,
            ended: false,
            sending,
            removing: plan.removed.concat(),
        }
    }

    fn send_all(&self, plan: &Plan, lease: &Lease) -> Result<bool, Fault> {
        if lease.is_untried() {
            let text = lease.text();
            let conditions = self.retry.run(|| self.target.try_conditions(&text))?;
            self.target.remember(conditions);
            lease.note(conditions);
        }
        let (done, total) = (AtomicUsize::new(0), plan.sent());
        for group in &plan.groups {
            self.in_parallel(group, lease, |sent| {
                self.send_file(*sent)?;
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                (self.environment.progress)(done, total);
                Ok(())
            })?;
        }
        for group in &plan.removed {
            self.in_parallel(group, lease, |path| {
                self.retry.run(|| self.target.remove(path))
            })?;
        }
        lease.write(|manifest| self.finish(plan, manifest))?;
        Ok(lease.minds_conditions())
    }

    fn send_file(&self, sent: Sent) -> Result<(), Fault> {
        let file = &self.site.files[sent.index];
        let body = self.site.body(file).map_err(Fault::Final)?;
        self.retry.run(|| self.target.put(file, &body))
    }

    /// The manifest of a finished run.
    fn finish(&self, plan: &Plan, manifest: &mut Manifest) {
        let mut finished = finished(self.site, plan, self.environment.next_change);
        finished.conditional = manifest.conditional;
        *manifest = finished;
    }

    /// Does something with each item, on several threads, until one fails.
    fn in_parallel<T: Sync>(
        &self,
        items: &[T],
        lease: &Lease,
        work: impl Fn(&T) -> Result<(), Fault> + Sync,
    ) -> Result<(), Fault> {
        let queue = Queue::of(items);
        let worker = || {
            while let Some(item) = queue.next() {
                let result = self.check(lease).and_then(|()| work(item));
                result.unwrap_or_else(|fault| queue.stop(fault));
            }
        };
        let threads = self.environment.threads.clamp(1, items.len().max(1));
        thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(worker);
            }
            worker();
        });
        queue.result()
    }

    fn check(&self, lease: &Lease) -> Result<(), Fault> {
        if self.environment.stop.is_cancelled() {
            return Err(Fault::Cancelled);
        }
        lease.keep()
    }
}

/// Items that several threads take one by one, until one of them fails.
struct Queue<'q, T> {
    items: &'q [T],
    next: AtomicUsize,
    failure: Mutex<Option<Fault>>,
}

impl<'q, T> Queue<'q, T> {
    fn of(items: &'q [T]) -> Queue<'q, T> {
        Queue {
            items,
            next: AtomicUsize::new(0),
            failure: Mutex::new(None),
        }
    }

    fn next(&self) -> Option<&'q T> {
        self.items.get(self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// Nothing is taken any more. The first fault counts.
    fn stop(&self, fault: Fault) {
        self.next.store(self.items.len(), Ordering::Relaxed);
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.get_or_insert(fault);
    }

    fn result(self) -> Result<(), Fault> {
        let failure = self.failure.into_inner();
        let failure = failure.unwrap_or_else(PoisonError::into_inner);
        failure.map_or(Ok(()), Err)
    }
}
