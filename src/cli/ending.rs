//! How a build ends before it is done: by Ctrl-C, or as systems ask for it (SIGTERM). Nothing is left half done, but for
//! those who ask twice.

use crate::output::CancelToken;

/// How the program ends when it is asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// As whoever asked expects of a program that was not done: by the signal, for shells and make.
    BySignal,
    /// Well: to be asked is the ordinary way to end what goes on for ever.
    Well,
}

#[cfg(unix)]
pub use self::unix::Ending;

#[cfg(unix)]
mod unix {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI32, Ordering};
    use std::thread;

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use super::{CancelToken, How};
    use crate::output::ExitTime;

    /// The end of the program, once it is asked for.
    pub struct Ending {
        how: How,
        stop: CancelToken,
        /// The signal that asked for it.
        signal: Arc<AtomicI32>,
    }

    impl Ending {
        /// Waits beside everything else for somebody to ask. Where the system does not let us, a signal ends the program
        /// as it does any other.
        pub fn awaited(how: How) -> Ending {
            let ending = Ending {
                how,
                stop: CancelToken::default(),
                signal: Arc::default(),
            };
            if let Ok(signals) = Signals::new([SIGINT, SIGTERM]) {
                let asked = Ending {
                    how,
                    stop: ending.stop.clone(),
                    signal: Arc::clone(&ending.signal),
                };
                thread::spawn(move || asked.wait(signals));
            }
            ending
        }

        fn wait(&self, mut signals: Signals) {
            for (times, signal) in signals.forever().enumerate() {
                self.signal.store(signal, Ordering::Release);
                if self.stop.cancel() == ExitTime::Now || times > 0 {
                    self.end();
                }
            }
        }

        /// What builds are to look at.
        pub fn stop(&self) -> &CancelToken {
            &self.stop
        }

        /// Ends the program where somebody has asked for that.
        pub fn end_if_asked(&self) {
            if self.stop.is_cancelled() {
                self.end();
            }
        }

        #[expect(
            clippy::disallowed_methods,
            reason = "the end of the program belongs to this room"
        )]
        fn end(&self) {
            let signal = self.signal.load(Ordering::Acquire);
            if self.how == How::BySignal {
                // It does not come back, unless the system refuses.
                let _ = emulate_default_handler(signal);
                std::process::exit(128 + signal);
            }
            std::process::exit(0);
        }
    }
}

/// Elsewhere the system ends the program; the next build clears away what was left.
#[cfg(not(unix))]
#[derive(Default)]
pub struct Ending(CancelToken);

#[cfg(not(unix))]
impl Ending {
    /// Waits for nobody.
    pub fn awaited(_: How) -> Ending {
        Ending::default()
    }

    /// What builds are to look at.
    pub fn stop(&self) -> &CancelToken {
        &self.0
    }

    /// Never asked.
    pub fn end_if_asked(&self) {}
}
