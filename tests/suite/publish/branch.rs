//! `copublish publish` onto a branch of a bare repository on this machine.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::site::{Run, Site, read_folder};

/// A site in a repository, and the repository that it publishes to.
struct Repository {
    site: Site,
    bare: PathBuf,
}

impl Repository {
    /// With more lines for the target.
    fn new(more: &str) -> Repository {
        let site = Site::new()
            .file(
                "site.yaml",
                format!(
                    "title: A\nbase_url: https://www.example.org\npublish: {{to: branch{more}}}\n"
                ),
            )
            .file(".gitignore", "/output/\n/.copublish/\n/pages.git/\n")
            .file("content/index.md", "---\ntitle: Home\n---\nHello.\n")
            .file("content/_plan.txt", "a plan");
        let bare = site.root().join("pages.git");
        let repository = Repository { site, bare };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.git(&["init", "--quiet", "--bare", "pages.git"]);
        repository.git(&[
            "remote",
            "add",
            "origin",
            &repository.bare.to_string_lossy(),
        ]);
        repository.git(&["add", "."]);
        repository.git(&["commit", "--quiet", "-m", "Start"]);
        repository
    }

    fn git(&self, args: &[&str]) -> String {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=Sam", "-c", "user.email=sam@example.org"]);
        let output = command.args(args).current_dir(self.site.root()).output();
        let output = output.expect("git");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "git {args:?}: {stderr}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The same in the repository that is published to.
    fn remote(&self, args: &[&str]) -> String {
        let bare = self.bare.to_string_lossy();
        self.git(&[&["--git-dir", &*bare], args].concat())
    }

    fn files(&self) -> Vec<String> {
        let files = self.remote(&["ls-tree", "-r", "--name-only", "gh-pages"]);
        files.lines().map(str::to_owned).collect()
    }

    fn commits(&self) -> usize {
        self.remote(&["rev-list", "gh-pages"]).lines().count()
    }

    fn publish(&self, args: &[&str]) -> Run {
        self.site.run(&[&["publish"], args].concat())
    }

    fn edit(&self, text: &str) {
        self.site.write(
            "content/index.md",
            format!("---\ntitle: Home\n---\n{text}\n"),
        );
    }

    /// Somebody puts a file on the branch.
    fn plant(&self, path: &str) {
        let blob = self.remote(&["hash-object", "-w", "site.yaml"]);
        let tree = self.remote(&["ls-tree", "gh-pages"])
            + &format!("100644 blob {}\t{path}\n", blob.trim());
        fs::write(self.site.root().join(".git/tree"), tree).expect("a list");
        let command = "git --git-dir pages.git mktree < .git/tree | xargs -I T git -c user.name=S -c user.email=s@e.org --git-dir pages.git commit-tree T -m Hand -p gh-pages | xargs git --git-dir pages.git update-ref refs/heads/gh-pages";
        let done = Command::new("sh")
            .args(["-c", command])
            .current_dir(self.site.root())
            .status();
        assert!(done.expect("a shell").success());
    }
}

#[test]
fn a_branch_gets_one_commit_for_each_change_and_the_checkout_is_not_touched() {
    let repository = Repository::new(", host: github");
    let before = repository.git(&["status", "--porcelain"]);
    let first = repository.publish(&[]);
    first.assert_exit(0);
    assert!(
        first
            .stdout
            .contains("to the branch `gh-pages` of origin; 0 removed"),
        "{first}"
    );
    let built = read_folder(repository.site.output());
    let mut expected: Vec<String> = built
        .keys()
        .filter(|path| *path != ".copublish-manifest")
        .cloned()
        .collect();
    expected.extend([".copublish-published.json", ".nojekyll", "CNAME"].map(str::to_owned));
    expected.sort();
    assert_eq!(repository.files(), expected);
    assert_eq!(
        repository.remote(&["show", "gh-pages:CNAME"]),
        "www.example.org\n"
    );
    assert_eq!(repository.git(&["status", "--porcelain"]), before);
    assert_eq!(
        repository.git(&["symbolic-ref", "--short", "HEAD"]),
        "main\n"
    );
    let again = repository.publish(&[]);
    assert!(again.stdout.contains("has this site already"), "{again}");
    assert_eq!(repository.commits(), 1);
    repository.edit("Other text.");
    let rehearsal = repository.publish(&["--dry-run"]);
    assert!(
        rehearsal.stdout.contains("changed  index.html\n"),
        "{rehearsal}"
    );
    assert_eq!(repository.commits(), 1);
    repository.publish(&[]).assert_exit(0);
    assert_eq!(repository.commits(), 2);
    assert!(
        repository
            .remote(&["show", "gh-pages:index.html"])
            .contains("Other text.")
    );
}

#[test]
fn files_of_others_stay_and_what_copublish_wrote_goes() {
    let repository = Repository::new("");
    repository
        .site
        .write("content/new.md", "---\ntitle: New\n---\nText.\n");
    repository.publish(&[]).assert_exit(0);
    repository.plant("of-others.txt");
    repository.site.delete("content/new.md");
    let second = repository.publish(&[]);
    second.assert_exit(0);
    assert!(
        second.stdout.contains("removed  new/index.html\n"),
        "{second}"
    );
    let files = repository.files();
    assert!(files.contains(&"of-others.txt".to_owned()));
    assert!(!files.contains(&"new/index.html".to_owned()));
    repository.plant("mine.txt");
    repository
        .site
        .write("content/mine.txt", "a file of the site");
    let third = repository.publish(&[]);
    third.assert_exit(2);
    assert!(third.stderr.contains("`mine.txt` is at the branch `gh-pages` of origin already, and copublish did not write it; publish with --replace"), "{third}");
    repository.publish(&["--replace"]).assert_exit(0);
}

#[test]
fn history_is_squashed_where_that_is_asked_for() {
    let repository = Repository::new(", history: squash");
    for text in ["One.", "Two.", "Three."] {
        repository.edit(text);
        repository.publish(&[]).assert_exit(0);
        assert_eq!(repository.commits(), 1);
    }
}

#[test]
fn what_git_refuses_is_one_sentence() {
    let repository = Repository::new(", branch: main");
    let said = |run: Run, words: &str| {
        run.assert_exit(2);
        assert!(run.stderr.contains(words), "{run}");
        assert_eq!(run.stderr.lines().count(), 1, "{run}");
    };
    said(
        repository.publish(&[]),
        "`main` is the branch that you work on; write another one as `branch` in site.yaml",
    );
    let missing = Repository::new(", remote: elsewhere");
    said(
        missing.publish(&[]),
        "the branch `gh-pages` of elsewhere cannot be found; correct `remote` in site.yaml",
    );
    let alone = Site::new()
        .file(
            "site.yaml",
            "title: A\ngit_dates: false\npublish: {to: branch}\n",
        )
        .file("content/index.md", "---\ntitle: Home\n---\nHello.\n");
    said(
        alone.run(&["publish"]),
        "this site is not in a git repository",
    );
    let protected = Repository::new("");
    let hook = protected.bare.join("hooks/pre-receive");
    fs::write(&hook, "#!/bin/sh\nexit 1\n").expect("a hook");
    let mut rights = fs::metadata(&hook).expect("a hook").permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut rights, 0o755);
    fs::set_permissions(&hook, rights).expect("its rights");
    said(
        protected.publish(&[]),
        "the host refuses pushes to the branch `gh-pages` of origin: it may be protected",
    );
    let secret = Repository::new(", remote: 'https://sam:the-token@127.0.0.1:9/pages.git'");
    let run = secret.publish(&[]);
    assert!(
        !run.stderr.contains("the-token") && !run.stdout.contains("the-token"),
        "{run}"
    );
    said(
        run,
        "the repository of the branch `gh-pages` of https://127.0.0.1:9/pages.git cannot be reached",
    );
}

#[test]
fn git_asks_for_nothing() {
    let repository = Repository::new(", remote: 'ssh://git@127.0.0.1/pages.git'");
    let root = repository.site.root();
    let ssh = root.join(".git/ssh"); // so called, so that it is taken for that of OpenSSH
    for (says, words) in [
        (
            "Host key verification failed.",
            "is not known on this machine",
        ),
        (
            "git@127.0.0.1: Permission denied (publickey).",
            "git does not get into the repository of the branch `gh-pages` of ssh://127.0.0.1/pages.git; check its keys or its token",
        ),
    ] {
        let program = format!(
            "#!/bin/sh\necho \"$SSH_ASKPASS $@\" > {}/.git/asked\necho '{says}' >&2\nexit 255\n",
            root.display()
        );
        fs::write(&ssh, program).expect("a program");
        let rights = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(&ssh, rights).expect("its rights");
        let mut command = repository.site.command(&["publish"]);
        command
            .env("GIT_SSH_COMMAND", ssh.display().to_string())
            .env("SSH_ASKPASS", "/a/window");
        let run = repository.site.run_by(command);
        run.assert_exit(2);
        assert!(run.stderr.contains(words), "{run}");
        let asked = fs::read_to_string(root.join(".git/asked")).expect("what it was asked");
        assert!(asked.contains("-o BatchMode=yes"), "{asked}");
        assert!(!asked.contains("/a/window"), "{asked}");
    }
}

#[test]
fn without_git_that_is_said() {
    super::without_programs_ends_with(
        "title: A\ngit_dates: false\npublish: {to: branch}\n",
        "git is not installed; install it, or publish by other means than `to: branch`",
    );
}
