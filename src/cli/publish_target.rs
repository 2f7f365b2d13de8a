//! The target that is meant, opened with what the environment says of it. Secrets come from there and go nowhere else.

use std::path::Path;

use crate::base::english::{ticked_and, ticked_or};
use crate::base::suggest::did_you_mean;
use crate::config::publishing::Host;
use crate::config::publishing::{Means, PublishTarget};
use crate::publish::{BranchTarget, Destination, FolderTarget, HeaderRules, SshOfGit, SshTarget};

/// How many files are sent to a store at a time: each waits for its answer most of the time.
const STORE_THREADS: usize = 24;
/// How many files are written to a folder, or sent over connections of their own, at a time.
const FOLDER_THREADS: usize = 4;

/// What a site without targets is to say.
const HELP: &str = "add to site.yaml where the site is to be sent, such as:

publish:
  to: folder
  folder: /srv/www/site

the manual page on publishing shows the others";

/// A target that is ready.
pub struct Opened {
    pub destination: Destination,
    /// What it does with headers.
    pub rules: HeaderRules,
}

/// The target of this name, or the only one.
///
/// # Errors
/// A sentence that names those that there are.
pub fn choose<'t>(
    targets: &'t [PublishTarget],
    name: Option<&str>,
) -> Result<&'t PublishTarget, String> {
    match (targets, name) {
        ([], _) => Err(format!("nothing was sent: {HELP}")),
        ([only], None) => Ok(only),
        ([only], Some(name)) if only.name.is_empty() => Err(format!(
            "the target in site.yaml has no name, so leave out `{name}`: `copublish publish`"
        )),
        (_, Some(name)) => by_name(targets, name),
        ([first, ..], None) => Err(format!(
            "site.yaml has the targets {}; write which one, as in `copublish publish {}`",
            ticked_and(&names(targets)),
            first.name
        )),
    }
}

fn by_name<'t>(targets: &'t [PublishTarget], name: &str) -> Result<&'t PublishTarget, String> {
    let found = targets.iter().find(|target| target.name == name);
    found.ok_or_else(|| {
        let names = names(targets);
        let near = did_you_mean(name, names.iter().copied());
        let help = near.unwrap_or_else(|| format!("write {}", ticked_or(&names)));
        format!("site.yaml has no target called `{name}`; {help}")
    })
}

fn names(targets: &[PublishTarget]) -> Vec<&str> {
    targets.iter().map(|target| target.name.as_str()).collect()
}

/// Opens a target.
///
/// # Errors
/// A sentence, if something that it needs is not in the environment.
pub fn open(root: &Path, target: &PublishTarget, address: Option<&str>) -> Result<Opened, String> {
    match &target.means {
        Means::Folder(folder) => Ok(Opened {
            destination: Destination::Files(Box::new(FolderTarget::new(&root.join(folder)))),
            rules: HeaderRules::default(),
        }),
        Means::Ssh(ssh) => Ok(Opened {
            destination: Destination::Files(Box::new(SshTarget::new(ssh))),
            rules: HeaderRules::default(),
        }),
        Means::Store(store) => super::publish_store::open(store),
        Means::Branch(branch) => {
            let host = own_host(target.host, address);
            Ok(Opened {
                destination: Destination::Branch(BranchTarget::new(
                    root,
                    branch,
                    host,
                    ssh_of_git(),
                )),
                rules: HeaderRules::default(),
            })
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the environment says how git calls ssh, and is no input of a site"
)]
fn ssh_of_git() -> SshOfGit {
    match (
        std::env::var("GIT_SSH_COMMAND"),
        std::env::var_os("GIT_SSH"),
    ) {
        (Ok(command), _) => SshOfGit::Command(command),
        (Err(_), Some(_)) => SshOfGit::Program,
        (Err(_), None) => SshOfGit::Unset,
    }
}

/// The host of a site on GitHub Pages that has a name of its own.
fn own_host(host: Option<Host>, address: Option<&str>) -> Option<String> {
    if host != Some(Host::Github) {
        return None;
    }
    let (_, rest) = address?.split_once("://")?;
    let name = rest.split(['/', ':']).next()?;
    (!name.ends_with(".github.io")).then(|| name.to_owned())
}

/// How many files are sent to a target at a time.
pub fn threads(target: &PublishTarget) -> usize {
    match target.means {
        Means::Folder(_) | Means::Ssh(_) | Means::Branch(_) => FOLDER_THREADS,
        Means::Store(_) => STORE_THREADS,
    }
}
