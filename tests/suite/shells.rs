//! What shells complete, by the scripts that copublish prints; and the pages that `man` shows.

use std::process::Command;

use crate::site::{Site, binary};

fn site() -> Site {
    Site::new()
        .site_yaml("title: A\nkinds: {recipe: {folder: recipes}}\n")
        .file("content/reports/index.md", "---\ntitle: Reports\n---\n")
        .file(
            "content/reports/progress/index.md",
            "---\ntitle: Progress\ndate: 2012-01-01\n---\n",
        )
}

/// True if a shell is there; says so if it is not.
fn has(shell: &str) -> bool {
    let is_there = Command::new(shell).arg("--version").output().is_ok();
    if !is_there {
        eprintln!("SKIPPED: completions of {shell}, which is not installed");
    }
    is_there
}

/// Runs a script of `tests/shells` in its shell.
fn run(shell: &str, script: &str) {
    if !has(shell) {
        return;
    }
    let site = site();
    let folder = binary().parent().expect("a folder").to_owned();
    let script = format!("{}/tests/shells/{script}", env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(shell);
    command.arg(script).arg(folder).arg(site.root());
    let output = command.output().expect("the shell starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

#[test]
#[cfg(unix)]
fn bash_completes_kinds_and_files() {
    run("bash", "completions.bash");
}

#[test]
#[cfg(unix)]
fn zsh_completes_kinds_and_files() {
    run("zsh", "completions.zsh");
}

#[test]
#[cfg(unix)]
fn fish_completes_kinds_and_files() {
    run("fish", "completions.fish");
}

#[test]
#[cfg(unix)]
fn elvish_completes_kinds_and_files() {
    run("elvish", "completions.elv");
}

/// The names of all commands that are shown to people.
pub fn commands(site: &Site) -> Vec<String> {
    let help = site.run(&["--help"]).stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names: Vec<String> = commands
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !["", "help"].contains(name))
        .map(ToString::to_string)
        .collect();
    assert!(
        names.iter().any(|name| name == "schema") && names.len() > 10,
        "{names:?}"
    );
    names
}

/// A page for the program and for each command, each with its examples; none for what is hidden.
#[test]
fn there_is_a_manual_page_for_each_command() {
    let site = site();
    let pages = site.root().join("man1");
    std::fs::create_dir(&pages).expect("a folder");
    site.run(&["man", "man1"]).assert_exit(0);
    let names = commands(&site);
    for name in &names {
        let file = pages.join(format!("copublish-{name}.1"));
        let page =
            std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("no {}", file.display()));
        assert!(
            page.contains(".SH NAME") && page.contains("EXAMPLES"),
            "{name}: {page}"
        );
    }
    let written = std::fs::read_dir(&pages).expect("the pages").count();
    assert_eq!(written, names.len() + 1);
    let first = site.run(&["man"]).stdout;
    assert!(
        first.starts_with(".ie") && first.contains("copublish\\-new(1)"),
        "{first}"
    );
}
