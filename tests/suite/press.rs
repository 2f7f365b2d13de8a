//! A program in place of `copublish-press` whose files hold all that it was given: what is stale in a file, or not public, can be
//! found there.

use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;

use copublish::engine::EditionPress;

use crate::site::Site;

/// Answers each job with its own text as a file.
#[cfg(unix)]
const ECHO: &str = r#"#!/bin/sh
while read -r line; do
  printf '{"pages":1,"pdf":"%s"}\n' "$(printf '%%PDF %s' "$line" | base64 | tr -d '\n')"
done
"#;

/// Such a program, for the site in `root`.
#[cfg(unix)]
pub fn echo(root: &Path) -> EditionPress {
    use std::time::Duration;

    use copublish::engine::PressProgram;

    let program = PressProgram {
        path: written(root),
        version: "1".to_owned(),
        patience: Duration::from_secs(60),
    };
    EditionPress::new(Some(program), root)
}

/// A site whose builds find such a program.
#[cfg(unix)]
pub fn beside(site: Site) -> Site {
    let program = written(site.root());
    let folder = program.parent().expect("a folder").display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    site.variable("PATH", &format!("{folder}:{path}"))
}

#[cfg(unix)]
fn written(root: &Path) -> PathBuf {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    let folder = root.join(".press");
    let path = folder.join("copublish-press");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(&path, ECHO).expect("a script");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a program");
    path
}

/// None: it is a script of a shell.
#[cfg(not(unix))]
pub fn echo(root: &Path) -> EditionPress {
    EditionPress::new(None, root)
}

/// The same site.
#[cfg(not(unix))]
pub fn beside(site: Site) -> Site {
    site
}
