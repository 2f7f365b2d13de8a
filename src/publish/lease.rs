//! Keeps two runs from mixing. A run says in the manifest that it is at the target, and says so again from time to time; each
//! write is refused if another run wrote meanwhile. A run that finds another one there waits whether that gives a sign of life.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::manifest::Manifest;
use super::retry::Retry;
use super::target::{Conditions, Fault, Target};

/// How many signs of life a run gives in the time after which others take it for dead.
const BEATS: u32 = 3;
/// How often it is looked, in that time, whether another run gives one.
const LOOKS: u32 = 6;

/// The right to write to a target.
pub struct Lease<'l> {
    target: &'l dyn Target,
    retry: Retry<'l>,
    beat: Duration,
    held: Mutex<Held>,
}

struct Held {
    manifest: Manifest,
    version: Option<String>,
    written: Instant,
}

impl<'l> Lease<'l> {
    /// Takes the right by writing a manifest over the one of `version`. Others take a run that is silent for longer than
    /// `patience` for dead.
    ///
    /// # Errors
    /// [`Fault::Conflict`] if another run was faster.
    pub fn take(
        target: &'l dyn Target,
        retry: Retry<'l>,
        patience: Duration,
        manifest: Manifest,
        version: Option<String>,
    ) -> Result<Lease<'l>, Fault> {
        let held = Held {
            manifest,
            version,
            written: Instant::now(),
        };
        let lease = Lease {
            target,
            retry,
            beat: patience / BEATS,
            held: Mutex::new(held),
        };
        lease.write(|_| {})?;
        Ok(lease)
    }

    /// Gives a sign of life if the last one was some time ago.
    ///
    /// # Errors
    /// [`Fault::Conflict`] if another run has the right now.
    pub fn keep(&self) -> Result<(), Fault> {
        let mut held = self.lock();
        if held.written.elapsed() < self.beat {
            return Ok(());
        }
        if let Some(run) = &mut held.manifest.run {
            run.beat += 1;
        }
        self.store(&mut held)
    }

    /// Changes the manifest at the target.
    ///
    /// # Errors
    /// The same.
    pub fn write(&self, change: impl FnOnce(&mut Manifest)) -> Result<(), Fault> {
        let mut held = self.lock();
        change(&mut held.manifest);
        self.store(&mut held)
    }

    /// Notes how the target treats conditions; written with the next change.
    pub fn note(&self, conditions: Conditions) {
        self.lock().manifest.conditional = Some(conditions == Conditions::Minded);
    }

    /// True if nobody has tried yet how the target treats conditions.
    pub fn is_untried(&self) -> bool {
        self.lock().manifest.conditional.is_none()
    }

    /// Whether the target minds conditions.
    pub fn minds_conditions(&self) -> bool {
        self.lock().manifest.conditional != Some(false)
    }

    /// The text of the manifest.
    pub fn text(&self) -> String {
        self.lock().manifest.text()
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn store(&self, held: &mut Held) -> Result<(), Fault> {
        let text = held.manifest.text();
        let written = self.retry.run(|| {
            let written = self.target.write_manifest(&text, held.version.as_deref());
            match written {
                // An answer that got lost makes our own manifest look like that of another run.
                Err(Fault::Conflict) => self.own_version(&text),
                written => written,
            }
        });
        held.version = Some(written?);
        held.written = Instant::now();
        Ok(())
    }

    fn own_version(&self, text: &str) -> Result<String, Fault> {
        match self.target.read_manifest()? {
            Some(stored) if stored.text == text.as_bytes() => Ok(stored.version),
            _ => Err(Fault::Conflict),
        }
    }
}

/// Waits until another run that is at the target has ended or has been silent for `patience`, and returns the manifest and its
/// version after that.
///
/// # Errors
/// If the other run goes on.
pub fn wait_for_others(
    target: &dyn Target,
    retry: Retry,
    patience: Duration,
    first: (Manifest, String),
) -> Result<(Manifest, String), Fault> {
    let mut last = first;
    for _ in 0..LOOKS {
        let Some(run) = last.0.run.as_ref().filter(|run| !run.ended) else {
            return Ok(last);
        };
        retry.sleep(patience / LOOKS)?;
        let Some(stored) = retry.run(|| target.read_manifest())? else {
            return Err(Fault::Conflict);
        };
        let now = Manifest::parse(&stored.text).map_err(Fault::Final)?;
        let goes_on = now.run.as_ref().is_some_and(|now| !now.ended);
        if stored.version != last.1 && goes_on {
            let why = format!(
                "another run of `copublish publish` has been sending to {} since {}; wait until it has ended",
                target.place(),
                run.began
            );
            return Err(Fault::Final(why));
        }
        last = (now, stored.version);
    }
    Ok(last)
}
