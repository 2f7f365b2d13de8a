//! The program: hands its arguments to `cli` and returns what it answers. Decides nothing itself.

use std::process::ExitCode;

/// Rendering makes and drops many small strings on all cores; mimalloc is made for that, and is the same
/// on every system.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[expect(
    clippy::disallowed_methods,
    reason = "the arguments come from nowhere else"
)]
fn main() -> ExitCode {
    copublish::cli::run(std::env::args_os())
}
