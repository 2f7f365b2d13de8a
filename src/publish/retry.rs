//! Tries again what may work later, after longer and longer pauses.

use std::thread::sleep;
use std::time::Duration;

use super::target::Fault;
use crate::output::CancelToken;

/// How often something is tried.
const ATTEMPTS: u32 = 5;
/// The longest sleep without looking whether the run is stopped.
const NAP: Duration = Duration::from_millis(50);

/// How to try again.
#[derive(Clone, Copy)]
pub struct Retry<'r> {
    /// The first pause; each is twice as long as the one before.
    pub pause: Duration,
    /// True once somebody stops the run.
    pub stop: &'r CancelToken,
}

impl Retry<'_> {
    /// Tries something until it works or will not.
    ///
    /// # Errors
    /// The last fault.
    pub fn run<T>(&self, mut attempt: impl FnMut() -> Result<T, Fault>) -> Result<T, Fault> {
        let mut pause = self.pause;
        for _ in 1..ATTEMPTS {
            match attempt() {
                Err(Fault::Temporary(_)) => self.sleep(pause)?,
                result => return result,
            }
            pause *= 2;
        }
        attempt().map_err(|fault| match fault {
            Fault::Temporary(why) => Fault::Final(format!("{why} (tried {ATTEMPTS} times)")),
            other => other,
        })
    }

    /// Sleeps, unless the run is stopped.
    ///
    /// # Errors
    /// [`Fault::Cancelled`]
    pub fn sleep(&self, time: Duration) -> Result<(), Fault> {
        let mut left = time;
        loop {
            if self.stop.is_cancelled() {
                return Err(Fault::Cancelled);
            }
            if left.is_zero() {
                return Ok(());
            }
            sleep(left.min(NAP));
            left = left.saturating_sub(NAP);
        }
    }
}
