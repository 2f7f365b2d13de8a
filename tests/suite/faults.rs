//! Faults: whatever fails, and whenever, the last good site is whole or a complete new one, and what is said tells what
//! to do.
//!
//! 1. `disk`: a disk on which any chosen call fails, made by `shim.c`
//! 2. `two`: two sites that are built over one another, and what has to hold after each build
//! 3. `writing`, `reading`: every call in turn fails, or is the last one before the program is killed
//! 4. `signals`: who asks a program to end
//! 5. `authors`: the files that authors keep, at `fix`, in the ledger and in a baseline
//! 6. `machines`: small disks, folders of somebody else, drives that lack things
//! 7. `meanwhile`: files that change while they are read, several builds at once, odd times
//! 8. `watching`: a watch that is killed, and whose disk, settings or folders fail for a while
//! 9. `clocks`: clocks that are put forward and back while a watch or a server goes on
//!
//! `FAULTS=all` makes each call fail in each way; without it the ways take turns, and some calls are left out.

mod authors;
mod clocks;
mod disk;
mod machines;
mod meanwhile;
mod reading;
mod signals;
mod two;
mod watching;
mod writing;

/// Whether each call is tried in each way.
fn is_all() -> bool {
    std::env::var("FAULTS").is_ok_and(|faults| faults == "all")
}
