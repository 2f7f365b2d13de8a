//! Ends a build early: on Ctrl-C or SIGTERM. Nothing is left half done, unless the signal comes twice.

use crate::output::CancelToken;

/// How the program exits after a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitAs {
    /// By the signal, as shells and make expect of a program that did not finish.
    Signal,
    /// With code 0: a signal is the ordinary way to stop `--watch`.
    Success,
}

#[cfg(unix)]
pub use self::unix::Shutdown;

#[cfg(unix)]
mod unix {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI32, Ordering};
    use std::thread;

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use super::{CancelToken, ExitAs};
    use crate::output::ExitTime;

    /// Listens for signals that end the program.
    pub struct Shutdown {
        exit_as: ExitAs,
        token: CancelToken,
        signal: Arc<AtomicI32>,
    }

    impl Shutdown {
        /// Starts a thread that waits for signals. If the system does not allow that, signals end the program as usual.
        pub fn listen(exit_as: ExitAs) -> Shutdown {
            let shutdown = Shutdown {
                exit_as,
                token: CancelToken::default(),
                signal: Arc::default(),
            };
            if let Ok(signals) = Signals::new([SIGINT, SIGTERM]) {
                let listener = Shutdown {
                    exit_as,
                    token: shutdown.token.clone(),
                    signal: Arc::clone(&shutdown.signal),
                };
                thread::spawn(move || listener.wait(signals));
            }
            shutdown
        }

        fn wait(&self, mut signals: Signals) {
            for (times, signal) in signals.forever().enumerate() {
                self.signal.store(signal, Ordering::Release);
                if self.token.cancel() == ExitTime::Now || times > 0 {
                    self.exit();
                }
            }
        }

        /// Tells builds to stop.
        pub fn token(&self) -> &CancelToken {
            &self.token
        }

        /// Exits if a signal has come.
        pub fn exit_if_requested(&self) {
            if self.token.is_cancelled() {
                self.exit();
            }
        }

        #[expect(clippy::disallowed_methods, reason = "exiting is the job of this room")]
        fn exit(&self) {
            let signal = self.signal.load(Ordering::Acquire);
            if self.exit_as == ExitAs::Signal {
                // This returns only if the system refuses.
                let _ = emulate_default_handler(signal);
                std::process::exit(128 + signal);
            }
            std::process::exit(0);
        }
    }
}

/// On other systems a signal ends the program, and the next build cleans up.
#[cfg(not(unix))]
#[derive(Default)]
pub struct Shutdown(CancelToken);

#[cfg(not(unix))]
impl Shutdown {
    /// Listens for nothing.
    pub fn listen(_: ExitAs) -> Shutdown {
        Shutdown::default()
    }

    /// Tells builds to stop.
    pub fn token(&self) -> &CancelToken {
        &self.0
    }

    /// Does nothing: no signal is seen.
    pub fn exit_if_requested(&self) {}
}
