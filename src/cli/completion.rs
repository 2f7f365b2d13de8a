//! What a shell completes: commands and options as `args` declares them, and the kinds and files of the site. The script
//! that a shell reads once asks this program at each press of Tab. Reads no document.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Command, CommandFactory};
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{CompleteEnv, EnvCompleter, Shells};

use super::args::{Args, Shell};
use crate::base::Code;
use crate::base::site_layout::CONTENT;
use crate::content::disk;
use crate::engine::{Project, read_project, schemas};

/// Set by the scripts when they ask.
const VARIABLE: &str = "COPUBLISH_COMPLETE";

/// Answers a shell that asks what can be typed; `None` for any other run.
pub fn answer(args: &[OsString], current_folder: Option<&Path>) -> Option<ExitCode> {
    let root = root_in(args);
    let command = || with_targets(with_site(Args::command(), &root), &root);
    let environment = CompleteEnv::with_factory(command).var(VARIABLE);
    match environment.try_complete(args, current_folder) {
        Ok(false) => None,
        Ok(true) => Some(ExitCode::SUCCESS),
        Err(_) => Some(ExitCode::from(2)),
    }
}

/// The script that a shell reads once.
///
/// # Errors
/// As the writer says.
pub fn script(shell: Shell) -> std::io::Result<Vec<u8>> {
    let mut script = Vec::new();
    let shells = Shells::builtins();
    if let Some(completer) = shells.completer(shell.name()) {
        write_script(completer, &mut script)?;
    }
    Ok(script)
}

fn write_script(completer: &dyn EnvCompleter, script: &mut dyn Write) -> std::io::Result<()> {
    let name = "copublish";
    completer.write_registration(VARIABLE, name, name, name, script)
}

/// The site that a line being typed is about: after `--root`, or the current folder.
fn root_in(args: &[OsString]) -> PathBuf {
    let mut args = args.iter().filter_map(|arg| arg.to_str());
    let mut root = None;
    while let Some(arg) = args.next() {
        if arg == "--root" {
            root = args.next();
        } else if let Some(folder) = arg.strip_prefix("--root=") {
            root = Some(folder);
        }
    }
    root.unwrap_or(".").into()
}

/// Adds what only the site knows.
fn with_site(command: Command, root: &Path) -> Command {
    let kinds = || ArgValueCandidates::new(of_site(root, kinds));
    let schemas = ArgValueCandidates::new(of_site(root, schema_names));
    let owners = ArgValueCompleter::new(of_folder(root, ""));
    let explained = ArgValueCompleter::new(explained(root));
    command
        .mut_subcommand("new", |new| {
            // An argument that is changed goes behind the others, unless it says which one it is.
            new.mut_arg("kind", |kind| kind.add(kinds()).index(1))
                .mut_arg("title", |title| title.index(2))
                .mut_arg("inside", |inside| inside.add(owners))
        })
        .mut_subcommand("list", |list| {
            list.mut_arg("kind", |kind| kind.add(kinds()))
        })
        .mut_subcommand("schema", |schema| {
            schema.mut_arg("name", |name| name.add(schemas))
        })
        .mut_subcommand("explain", |explain| {
            explain.mut_arg("what", |what| what.add(explained))
        })
}

/// Adds the targets to publish to.
fn with_targets(command: Command, root: &Path) -> Command {
    let targets = ArgValueCandidates::new(of_site(root, targets));
    command.mut_subcommand("publish", |publish| {
        publish.mut_arg("target", |target| target.add(targets))
    })
}

/// What can be explained: messages, and documents by their files.
fn explained(root: &Path) -> impl Fn(&OsStr) -> Vec<CompletionCandidate> + Send + Sync + use<> {
    let files = of_folder(root, "content/");
    move |typed| {
        let codes = Code::ALL
            .iter()
            .map(|code| CompletionCandidate::new(code.id()));
        let codes = codes.filter(|code| is_start(typed, code.get_value()));
        files(typed).into_iter().chain(codes).collect()
    }
}

fn is_start(typed: &OsStr, candidate: &OsStr) -> bool {
    candidate
        .as_encoded_bytes()
        .starts_with(typed.as_encoded_bytes())
}

/// What a site declares, read when it is asked for; nothing where there is no site.
fn of_site(
    root: &Path,
    list: fn(&Project) -> Vec<CompletionCandidate>,
) -> impl Fn() -> Vec<CompletionCandidate> + Send + Sync + use<> {
    let root = root.to_owned();
    move || {
        read_project(&root)
            .map(|project| list(&project))
            .unwrap_or_default()
    }
}

fn kinds(project: &Project) -> Vec<CompletionCandidate> {
    let kinds = project.kinds.iter();
    kinds.map(|kind| named(&kind.name, &kind.label)).collect()
}

/// The targets that have names.
fn targets(project: &Project) -> Vec<CompletionCandidate> {
    let targets = project.site.publish.iter();
    let names = targets.map(|target| target.name.as_str());
    let names = names.filter(|name| !name.is_empty());
    names.map(CompletionCandidate::new).collect()
}

fn schema_names(project: &Project) -> Vec<CompletionCandidate> {
    let schemas = schemas(project);
    schemas
        .iter()
        .map(|schema| named(&schema.name, &schema.about))
        .collect()
}

fn named(name: &str, about: &str) -> CompletionCandidate {
    CompletionCandidate::new(name).help(Some(about.to_owned().into()))
}

/// The documents and folders of a folder of `content/`, as far as it is typed: only that folder is listed, however many
/// documents a site has. `before` is what a path starts with.
fn of_folder(
    root: &Path,
    before: &'static str,
) -> impl Fn(&OsStr) -> Vec<CompletionCandidate> + Send + Sync + use<> {
    let root = root.to_owned();
    move |typed| {
        let typed = typed.to_str().unwrap_or_default();
        let Some(below) = typed.strip_prefix(before) else {
            return Vec::from_iter(
                before
                    .starts_with(typed)
                    .then(|| CompletionCandidate::new(before)),
            );
        };
        let folder = below.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut paths = names_in(&root, folder);
        paths.retain(|path| path.starts_with(below));
        let paths = paths.into_iter().map(|path| format!("{before}{path}"));
        paths.map(CompletionCandidate::new).collect()
    }
}

/// The paths in a folder of `content/`: folders with a slash at their end, and Markdown files.
fn names_in(root: &Path, folder: &str) -> Vec<String> {
    if folder.split('/').any(|part| part == "..") {
        return Vec::new();
    }
    let listed = disk::list(root, &format!("{CONTENT}/{folder}"));
    let paths = listed.unwrap_or_default();
    let content = root.join(CONTENT);
    let names = paths.iter().filter_map(|path| {
        let name = path
            .strip_prefix(&content)
            .ok()?
            .to_str()?
            .replace('\\', "/");
        if disk::is_folder(path) {
            Some(format!("{name}/"))
        } else {
            name.ends_with(".md").then_some(name)
        }
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_is_that_of_the_line() {
        let root = |line: &str| root_in(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(root("copublish -- copublish new b"), PathBuf::from("."));
        assert_eq!(
            root("copublish -- copublish --root a new b"),
            PathBuf::from("a")
        );
        assert_eq!(
            root("copublish -- copublish new b --root=c"),
            PathBuf::from("c")
        );
    }
}
