//! Where `copublish-press` is: beside `copublish`, or else on the PATH.

use std::env;
use std::path::PathBuf;

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
    let found = path.metadata().ok().filter(|found| found.is_file())?;
    let version = format!("{} {:?}", found.len(), found.modified().ok());
    Some(PressProgram { path, version })
}
