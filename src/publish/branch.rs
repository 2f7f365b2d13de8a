//! A branch of a git repository as a target, as GitHub Pages and GitLab Pages read it: the site is one commit. The author's
//! checkout and index are not touched. A push is all or nothing, so there is no order and no lease.

use std::path::Path;

use super::git::{Answer, Git, SshOfGit};
use super::local_site::{LocalSite, SiteFile};
use super::manifest::{MANIFEST, Manifest};
use super::plan::{Known, Plan};
use super::sending::{Environment, Report, finished, refuse_to_replace, report};
use super::target::Fault;
use crate::config::publishing::{Branch, History};

/// Without this file, GitHub leaves out what begins with `_`.
const NO_JEKYLL: &str = ".nojekyll";
/// The file that names the host of a site on GitHub Pages.
const HOST_FILE: &str = "CNAME";
/// What the commits say.
const MESSAGE: &str = "Publish the site";

/// The branch.
#[derive(Debug)]
pub struct BranchTarget {
    git: Git,
    settings: Branch,
    /// The host that `CNAME` is to name, if any.
    host: Option<String>,
}

impl BranchTarget {
    /// A branch of the remote repository of the site at `root`.
    pub fn new(
        root: &Path,
        settings: &Branch,
        host: Option<String>,
        ssh: SshOfGit,
    ) -> BranchTarget {
        BranchTarget {
            git: Git::new(root, ssh),
            settings: settings.clone(),
            host,
        }
    }

    /// Where it is, for people. Names and passwords in an address are left out.
    pub fn place(&self) -> String {
        let remote = &self.settings.remote;
        let shown = match (remote.split_once("://"), remote.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, host))) => format!("{scheme}://{host}"),
            _ => remote.clone(),
        };
        format!("the branch `{}` of {shown}", self.settings.name)
    }

    /// The manifest on the branch.
    ///
    /// # Errors
    /// If the branch cannot be read.
    pub fn published(&self) -> Result<Option<Manifest>, Fault> {
        match self.fetch()? {
            Some(_) => self.manifest(),
            None => Ok(None),
        }
    }

    /// Makes the branch hold the site.
    ///
    /// # Errors
    /// Why it does not; the branch is unchanged then.
    pub fn send(&self, site: &LocalSite, environment: &Environment) -> Result<Report, Fault> {
        let old = self.fetch()?;
        let known = match &old {
            Some(_) => self.known()?,
            None => Known::default(),
        };
        let plan = Plan::new(site, &known, environment.now);
        if !environment.replaces {
            refuse_to_replace(&plan, &self.place())?;
        }
        let report = report(&plan, site);
        let is_current = plan.is_empty()
            && old.is_some()
            && known.manifest.next_change() == environment.next_change;
        if environment.is_rehearsal || is_current {
            return Ok(report);
        }
        let manifest = finished(site, &plan, environment.next_change);
        let tree = self.tree(site, &plan, &known, &manifest)?;
        let commit = self.commit(&tree, old.as_deref())?;
        self.push(&commit, old.as_deref())?;
        Ok(report)
    }

    /// Gets the branch, and returns its commit; `None` if it is not there.
    fn fetch(&self) -> Result<Option<String>, Fault> {
        self.check()?;
        let branch = format!("refs/heads/{}", self.settings.name);
        let listed = self
            .git
            .reach(&["ls-remote", &self.settings.remote, &branch])?;
        self.reached(&listed)?;
        let line = listed.line();
        let Some((commit, _)) = line.split_once('\t') else {
            return Ok(None);
        };
        let copy = format!("+{branch}:{}", self.copy());
        let args = [
            "fetch",
            "--progress",
            "--no-tags",
            &self.settings.remote,
            &copy,
        ];
        self.reached(&self.git.reach(&args)?)?;
        Ok(Some(commit.to_owned()))
    }

    /// Where the branch is kept in the author's repository.
    fn copy(&self) -> String {
        format!("refs/copublish/{}", self.settings.name)
    }

    /// The branch that the author works on is not one to publish to.
    fn check(&self) -> Result<(), Fault> {
        if !self.git.ask(&["rev-parse", "--git-dir"])?.is_fine {
            let why = "this site is not in a git repository, so there is no branch to publish to; `git init` starts one";
            return Err(Fault::Final(why.to_owned()));
        }
        let current = self
            .git
            .ask(&["symbolic-ref", "--quiet", "--short", "HEAD"])?;
        let name = &self.settings.name;
        if current.line() == *name {
            return Err(Fault::Final(format!(
                "`{name}` is the branch that you work on; write another one as `branch` in site.yaml"
            )));
        }
        Ok(())
    }

    /// Whether the remote repository answered.
    fn reached(&self, answer: &Answer) -> Result<(), Fault> {
        if answer.is_fine {
            return Ok(());
        }
        Err(Fault::Final(self.reason(&answer.stderr)))
    }

    fn reason(&self, stderr: &str) -> String {
        let remote = &self.place();
        let says = |words: &[&str]| words.iter().any(|word| stderr.contains(word));
        let name = &self.settings.name;
        if says(&["does not appear to be a git repository", "not found"]) {
            return format!("{remote} cannot be found; correct `remote` in site.yaml");
        }
        if says(&["Host key verification failed"]) {
            return format!(
                "the host key of {remote} is not known on this machine, or is another one than before; connect once with `ssh`, and see that it is right"
            );
        }
        if says(&[
            "Permission denied",
            "Authentication failed",
            "could not read Username",
            "error: 403",
        ]) {
            return format!(
                "git does not get into the repository of {remote}; check its keys or its token"
            );
        }
        if says(&[
            "Could not resolve",
            "unable to access",
            "Connection",
            "timed out",
        ]) {
            return format!(
                "the repository of {remote} cannot be reached; check the network connection"
            );
        }
        format!(
            "git could not send to {remote}; `git push {}` to another branch than `{name}` says why",
            self.settings.remote
        )
    }

    fn manifest(&self) -> Result<Option<Manifest>, Fault> {
        let file = format!("{}:{MANIFEST}", self.copy());
        let answer = self.git.ask(&["cat-file", "blob", &file])?;
        if !answer.is_fine {
            return Ok(None);
        }
        let manifest = Manifest::parse(&answer.stdout);
        manifest.map(Some).map_err(Fault::Final)
    }

    fn known(&self) -> Result<Known, Fault> {
        let names = ["ls-tree", "-r", "-z", "--name-only", &self.copy()];
        let listed = self.git.ask(&names)?.stdout;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let listed = listed.split_terminator('\0').map(str::to_owned);
        Ok(Known {
            manifest: self.manifest()?.unwrap_or_default(),
            listed: listed.collect(),
            ..Known::default()
        })
    }

    /// Writes the tree of the new commit: the old one with the changes of the plan.
    fn tree(
        &self,
        site: &LocalSite,
        plan: &Plan,
        known: &Known,
        manifest: &Manifest,
    ) -> Result<String, Fault> {
        let folder = tempfile::tempdir().map_err(|error| Fault::Final(error.to_string()))?;
        let index = folder.path().join("index");
        let copy = self.copy();
        let old = if known.listed.is_empty() {
            "--empty"
        } else {
            &copy
        };
        self.done(&["read-tree", old], &index, b"")?;
        let mut entries = self.changed(site, plan, &index)?;
        let mut texts = self.host_files(site, known);
        texts.push((MANIFEST, manifest.text()));
        for (path, text) in texts {
            let hash = self.done(&["hash-object", "-w", "--stdin"], &index, text.as_bytes())?;
            entries.push(line(&hash, path));
        }
        self.write_tree(&entries, &index)
    }

    fn write_tree(&self, entries: &[String], index: &Path) -> Result<String, Fault> {
        let input = entries.join("\0") + "\0";
        let update = ["update-index", "-z", "--index-info"];
        self.done(&update, index, input.as_bytes())?;
        self.done(&["write-tree"], index, b"")
    }

    /// Writes the files of the plan, and returns the lines that it is for an index.
    fn changed(&self, site: &LocalSite, plan: &Plan, index: &Path) -> Result<Vec<String>, Fault> {
        let files = sent_files(site, plan);
        let paths = paths(site, &files)?;
        let args = ["hash-object", "-w", "--no-filters", "--stdin-paths"];
        let answer = self.git.ask_with(&args, index, paths.as_bytes())?;
        let hashes = String::from_utf8_lossy(&answer.stdout).into_owned();
        if !answer.is_fine || hashes.lines().count() != files.len() {
            let why = "git could not store the files of the site; check the disk and `.git`";
            return Err(Fault::Final(why.to_owned()));
        }
        let lines = hashes.lines().zip(&files);
        let lines = lines.map(|(hash, file)| line(hash, &file.path));
        let removed = plan.removed.iter().flatten();
        Ok(lines.chain(removed.map(|path| removal(path))).collect())
    }

    /// What the host needs and neither the site nor the branch has.
    fn host_files(&self, site: &LocalSite, known: &Known) -> Vec<(&'static str, String)> {
        let host = self
            .host
            .iter()
            .map(|host| (HOST_FILE, format!("{host}\n")));
        let files = std::iter::once((NO_JEKYLL, String::new())).chain(host);
        files
            .filter(|(path, _)| {
                !known.listed.contains(*path) && site.files.iter().all(|file| file.path != *path)
            })
            .collect()
    }

    fn commit(&self, tree: &str, old: Option<&str>) -> Result<String, Fault> {
        let mut args = vec!["commit-tree", tree, "-m", MESSAGE];
        if let (Some(old), History::Keep) = (old, self.settings.history) {
            args.extend(["-p", old]);
        }
        let answer = self.git.commit(&args)?;
        if answer.is_fine {
            return Ok(answer.line());
        }
        let why = "git could not make the commit; check the disk and `.git`";
        Err(Fault::Final(why.to_owned()))
    }

    /// Sends the commit, if the branch is still the one that was fetched.
    fn push(&self, commit: &str, old: Option<&str>) -> Result<(), Fault> {
        let branch = format!("refs/heads/{}", self.settings.name);
        let lease = format!("--force-with-lease={branch}:{}", old.unwrap_or_default());
        let change = format!("{commit}:{branch}");
        let args = [
            "push",
            "--progress",
            "--no-verify",
            &lease,
            &self.settings.remote,
            &change,
        ];
        let pushed = self.git.reach(&args)?;
        if pushed.is_fine {
            return Ok(());
        }
        let is_stale = [
            "stale info",
            "fetch first",
            "reference already exists",
            "cannot lock ref",
        ];
        if is_stale.iter().any(|words| pushed.stderr.contains(words)) {
            return Err(Fault::Conflict);
        }
        Err(Fault::Final(if pushed.stderr.contains("declined") {
            format!(
                "the host refuses pushes to {}: it may be protected",
                self.place()
            )
        } else {
            self.reason(&pushed.stderr)
        }))
    }

    /// Runs what only fails if something is wrong with the author's repository.
    fn done(&self, args: &[&str], index: &Path, input: &[u8]) -> Result<String, Fault> {
        let answer = self.git.ask_with(args, index, input)?;
        if answer.is_fine {
            return Ok(answer.line());
        }
        let verb = args.first().copied().unwrap_or_default();
        Err(Fault::Final(format!(
            "`git {verb}` failed; check the disk and `.git`"
        )))
    }
}

/// The files of a plan.
fn sent_files<'s>(site: &'s LocalSite, plan: &Plan) -> Vec<&'s SiteFile> {
    let sent = plan.groups.iter().flatten();
    sent.map(|sent| &site.files[sent.index]).collect()
}

/// The line of a file for an index.
fn line(hash: &str, path: &str) -> String {
    format!("100644 {hash}\t{path}")
}

/// The line that takes a file out of an index.
fn removal(path: &str) -> String {
    format!("0 {}\t{path}", "0".repeat(40))
}

/// The places of files on this machine, one in a line.
fn paths(site: &LocalSite, files: &[&SiteFile]) -> Result<String, Fault> {
    let mut paths = String::new();
    for file in files {
        let path = site.folders[file.folder].join(&file.path);
        let path = std::path::absolute(path).map_err(|error| Fault::Final(error.to_string()))?;
        paths.push_str(&path.display().to_string());
        paths.push('\n');
    }
    Ok(paths)
}
