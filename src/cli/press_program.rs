//! Where `copublish-press` is: beside `copublish`, or else on the PATH.
#![expect(
    clippy::disallowed_methods,
    reason = "a program is found by the environment, and is no file of the site"
)]

use std::env;
use std::path::PathBuf;

use crate::content::disk;
use crate::engine::PressProgram;

/// The program that sets PDFs, if it is installed.
pub fn press_program() -> Option<PressProgram> {
    let name = format!("copublish-press{}", env::consts::EXE_SUFFIX);
    let own = env::current_exe().ok();
    let beside = own.and_then(|program| Some(program.parent()?.join(&name)));
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path).filter(|folder| folder.is_absolute());
    let on_path = on_path.map(|folder| folder.join(&name));
    beside.into_iter().chain(on_path).find_map(found_at)
}

fn found_at(path: PathBuf) -> Option<PressProgram> {
    let version = disk::version(&path)?;
    Some(PressProgram {
        path,
        version,
        patience: PressProgram::PATIENCE,
    })
}
