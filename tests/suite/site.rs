//! A small site in a fresh folder, and runs of the real binary on it.
//!
//! ```ignore
//! let run = Site::new().file("content/a.md", "---\ntitle: A\n---\nText").build();
//! run.assert_clean();
//! assert!(run.page("/a/").contains("Text"));
//! ```

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use rustix::process::{WaitId, WaitIdOptions};
use tempfile::TempDir;

use crate::diff;

/// The moment at which all builds of the suite happen.
pub const NOW: &str = "2012-10-01T12:00:00Z";

/// The binary under test: the one just compiled, or the one that `COPUBLISH_BIN` names.
pub fn binary() -> PathBuf {
    std::env::var_os("COPUBLISH_BIN")
        .map_or_else(|| env!("CARGO_BIN_EXE_copublish").into(), PathBuf::from)
}

/// What site.yaml says where a test does not care.
pub const SITE_YAML: &str =
    "title: Making it real\nbase_url: https://example.org\ngit_dates: false\n";

/// No run takes longer, however large its input and however busy the machine.
const PATIENCE: Duration = Duration::from_secs(300);

/// A site on the disk, gone when dropped.
pub struct Site {
    /// What is beside the site is its own, too: what leads out of it leads into no folder of others.
    _around: TempDir,
    root: PathBuf,
    output: PathBuf,
    args: Vec<String>,
    variables: Vec<(String, String)>,
    /// Whether builds happen now instead of at `NOW`.
    by_the_clock: bool,
}

/// What one run did.
pub struct Run {
    /// How it ended.
    pub status: ExitStatus,
    /// What it said on standard output, times taken out.
    pub stdout: String,
    /// What it said on standard error, the site's folder written as `[ROOT]`.
    pub stderr: String,
    /// The output folder: paths with `/` and the bytes there.
    pub output: BTreeMap<String, Vec<u8>>,
    /// How long it took.
    pub took: Duration,
}

impl Site {
    /// A copy of the site in a folder, without its output and its history.
    pub fn copy_of(folder: &Path) -> Site {
        let site = Site::new();
        for name in [
            "content",
            "themes",
            "assets",
            "templates",
            "data",
            "text",
            "kinds",
            "site.yaml",
            "addresses.lock",
        ] {
            for entry in walkdir::WalkDir::new(folder.join(name))
                .into_iter()
                .filter_map(Result::ok)
            {
                if entry.file_type().is_file() {
                    let path = entry
                        .path()
                        .strip_prefix(folder)
                        .expect("a path below the folder");
                    site.write(
                        &path.to_string_lossy(),
                        fs::read(entry.path()).expect("a file"),
                    );
                }
            }
        }
        site
    }

    /// A site with a site.yaml and no content.
    pub fn new() -> Site {
        let around = tempfile::Builder::new()
            .prefix("copublish-")
            .tempdir()
            .expect("a temporary folder");
        let root = around.path().join("site");
        let output = root.join("output");
        fs::create_dir_all(root.join("content")).expect("a fresh folder");
        let (args, variables) = (Vec::new(), Vec::new());
        let site = Site {
            _around: around,
            root,
            output,
            args,
            variables,
            by_the_clock: false,
        };
        site.site_yaml(SITE_YAML)
    }

    /// The folder of the site.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder the site is built into.
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// Adds a file.
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Site {
        self.write(path, text);
        self
    }

    /// Replaces site.yaml.
    pub fn site_yaml(self, text: &str) -> Site {
        self.file("site.yaml", text)
    }

    /// Adds an argument to every run.
    pub fn arg(mut self, arg: &str) -> Site {
        self.args.push(arg.to_owned());
        self
    }

    /// Builds happen now instead of at `NOW`.
    pub fn by_the_clock(mut self) -> Site {
        self.by_the_clock = true;
        self
    }

    /// Sets a variable of the environment for every run.
    pub fn variable(mut self, name: &str, value: &str) -> Site {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Builds into another folder than `output/`.
    pub fn into_folder(mut self, folder: &str) -> Site {
        self.output = self.root().join(folder);
        let folder = self.output.to_string_lossy().into_owned();
        self.arg("--output").arg(&folder)
    }

    /// Writes a file, as an author does between two builds.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a path below the root"))
            .expect("a folder for the file");
        fs::write(path, text).expect("a file of the site");
    }

    /// Deletes a file.
    pub fn delete(&self, path: &str) {
        fs::remove_file(self.root().join(path)).expect("a file that is there");
    }

    /// `copublish build` on this site.
    pub fn build(&self) -> Run {
        self.run(&["build"])
    }

    /// Any verb on this site, with `--root`, and for builds the fixed `--now`.
    pub fn run(&self, verb: &[&str]) -> Run {
        self.run_by(self.command(verb))
    }

    /// A run by this command line, made for this site.
    pub fn run_by(&self, command: Command) -> Run {
        let started = Instant::now();
        let (mut child, talk) = start(command);
        let status = wait(&mut child);
        let took = started.elapsed();
        Run {
            status,
            stdout: without_times(&self.without_root(&talk.read("stdout"))),
            stderr: self.without_root(&talk.read("stderr")),
            output: read_folder(&self.output),
            took,
        }
    }

    /// Starts a run and leaves it to the caller, who may end it at any moment.
    pub fn start(&self, verb: &[&str]) -> (Child, Talk) {
        start(self.command(verb))
    }

    /// The command line of a run, in an environment that holds nothing by chance.
    pub fn command(&self, verb: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command.args(verb).arg("--root").arg(self.root());
        if !self.by_the_clock
            && verb.first() == Some(&"build")
            && !self.args.iter().any(|arg| arg == "--now")
        {
            command.args(["--now", NOW]);
        }
        command
            .args(&self.args)
            .current_dir(self.root())
            .env_clear()
            .env("NO_COLOR", "1");
        command
            .env("HOME", self.root())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("RUST_BACKTRACE", "0");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    fn without_root(&self, text: &str) -> String {
        text.replace(&*self.root().to_string_lossy(), "[ROOT]")
    }
}

/// What a run says, in files: a pipe that nobody empties would stop it.
pub struct Talk(TempDir);

impl Talk {
    fn file(&self, name: &str) -> File {
        File::create(self.0.path().join(name)).expect("a file for what it says")
    }

    /// What it said so far.
    pub fn read(&self, name: &str) -> String {
        let bytes = fs::read(self.0.path().join(name)).expect("the file of what it says");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn end_of(&self, name: &str, bytes: usize) -> String {
        let mut file = File::open(self.0.path().join(name)).expect("the file of what it says");
        let size = file.metadata().expect("a file").len();
        file.seek(SeekFrom::Start(size.saturating_sub(bytes as u64)))
            .expect("a place in it");
        let mut end = Vec::new();
        file.read_to_end(&mut end).expect("a file that can be read");
        String::from_utf8_lossy(&end).into_owned()
    }
}

/// A program that goes on until it is ended; ended when the test ends, also where it fails.
pub struct Running {
    child: Child,
    talk: Talk,
}

impl Running {
    /// Starts it on a site.
    pub fn start(site: &Site, verb: &[&str]) -> Running {
        let (child, talk) = site.start(verb);
        Running { child, talk }
    }

    /// Starts a program by this command line, made for a site.
    pub fn of(command: Command) -> Running {
        let (child, talk) = start(command);
        Running { child, talk }
    }

    /// What it said so far.
    pub fn said(&self, name: &str) -> String {
        self.talk.read(name)
    }

    /// Fails where it has complained of anything.
    #[track_caller]
    pub fn assert_quiet(&self) {
        assert_eq!(self.said("stderr"), "", "{}", self.said("stdout"));
    }

    /// The end of what it said so far, of at most so many bytes: a program that runs for long has said much.
    pub fn end_of(&self, name: &str, bytes: usize) -> String {
        self.talk.end_of(name, bytes)
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// False once it is over.
    pub fn is_alive(&self) -> bool {
        let id = i32::try_from(self.id())
            .ok()
            .and_then(rustix::process::Pid::from_raw)
            .expect("a process");
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        // It is looked at without being taken away, so that `ended` still tells how.
        rustix::process::waitid(WaitId::Pid(id), options).is_ok_and(|over| over.is_none())
    }

    /// Waits for its end.
    pub fn ended(&mut self) -> ExitStatus {
        wait(&mut self.child)
    }

    /// Waits for something that is to become true. It fails only where that never happens: how long it
    /// takes is no promise.
    #[track_caller]
    pub fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let end = Instant::now() + Duration::from_secs(60);
        while !holds() {
            let said = || format!("{}\n{}", self.said("stdout"), self.said("stderr"));
            assert!(Instant::now() < end, "never came true: {what}\n{}", said());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Run {
    /// The page at an address: `/` and `/blogs/a/` mean the `index.html` there.
    #[track_caller]
    pub fn page(&self, address: &str) -> String {
        match self.find(address) {
            Some(page) => page,
            None => panic!("no page at {address}\n{self}"),
        }
    }

    /// The same, where it may be absent.
    pub fn find(&self, address: &str) -> Option<String> {
        let bytes = self.output.get(&path_of(address))?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }

    /// The paths in the output folder.
    pub fn paths(&self) -> Vec<&str> {
        self.output.keys().map(String::as_str).collect()
    }

    /// Fails unless the build ended well, had nothing to say and left a site.
    #[track_caller]
    pub fn assert_clean(&self) {
        let clean = self.status.success() && self.stderr.is_empty() && !self.output.is_empty();
        assert!(clean, "expected a clean build\n{self}");
    }

    /// Fails unless the run ended with this exit code, and never with a panic.
    #[track_caller]
    pub fn assert_exit(&self, code: i32) {
        assert_eq!(self.status.code(), Some(code), "{self}");
        self.assert_no_panic();
    }

    /// Fails where the program stopped in a way nobody meant.
    #[track_caller]
    pub fn assert_no_panic(&self) {
        let bad = [
            "panicked at",
            "stack overflow",
            "RUST_BACKTRACE",
            "memory allocation of",
        ];
        let found = bad
            .iter()
            .find(|words| self.stderr.contains(*words) || self.stdout.contains(*words));
        assert!(
            self.status.code().is_some() && found.is_none(),
            "the program broke down\n{self}"
        );
    }

    /// Fails unless standard error is exactly this; spaces at the ends of lines do not count.
    #[track_caller]
    pub fn assert_stderr(&self, expected: &str) {
        let (expected, found) = (tidy(expected), tidy(&self.stderr));
        assert!(
            expected == found,
            "standard error differs\n{}",
            diff::lines(&expected, &found)
        );
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let start = |text: &str| text.chars().take(6_000).collect::<String>();
        writeln!(f, "{}", self.status)?;
        writeln!(
            f,
            "--- stdout\n{}--- stderr\n{}--- output",
            start(&self.stdout),
            start(&self.stderr)
        )?;
        self.output
            .keys()
            .take(60)
            .try_for_each(|path| writeln!(f, "{path}"))
    }
}

/// A PDF that says how many pages it has. It has no table, so it is read as a damaged one is: by looking.
pub fn pdf(pages: u32) -> String {
    format!(
        "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n\
         2 0 obj <</Type/Pages/Count {pages}>> endobj\ntrailer <</Root 1 0 R>>\n"
    )
}

/// The path in the output folder of what stands at an address.
pub fn path_of(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    }
}

/// A text without spaces at the ends of its lines and without empty lines at its end.
pub fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let text = lines.join("\n");
    let text = text.trim_end();
    if text.is_empty() {
        String::new()
    } else {
        format!("{text}\n")
    }
}

/// All files of a folder; links are not followed, an absent folder is an empty one, and what goes meanwhile is not there.
pub fn read_folder(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    if !folder.exists() {
        return files;
    }
    for entry in walkdir::WalkDir::new(folder) {
        let entry = match entry {
            Err(error)
                if error
                    .io_error()
                    .is_some_and(|error| error.kind() == ErrorKind::NotFound) =>
            {
                continue;
            }
            entry => entry.expect("a folder that can be read"),
        };
        if entry.file_type().is_file() {
            let path = entry
                .path()
                .strip_prefix(folder)
                .expect("a path below the folder");
            let bytes = match fs::read(entry.path()) {
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                bytes => bytes.expect("a file that can be read"),
            };
            files.insert(path.to_string_lossy().replace('\\', "/"), bytes);
        }
    }
    files
}

fn start(mut command: Command) -> (Child, Talk) {
    let talk = Talk(tempfile::tempdir().expect("a temporary folder"));
    let child = command
        .stdout(talk.file("stdout"))
        .stderr(talk.file("stderr"))
        .spawn();
    (child.expect("the program starts"), talk)
}

/// Waits for the end of a run; one that takes too long is ended and fails the test.
fn wait(child: &mut Child) -> ExitStatus {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            return status;
        }
        if started.elapsed() > PATIENCE {
            child.kill().expect("a child of ours");
            panic!("copublish did not end within {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// `in 0.21 s` → `in [TIME]`.
fn without_times(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" in ") {
        result.push_str(before);
        result.push_str(" in ");
        let digits = after
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(after.len());
        rest = match after[digits..].strip_prefix(" s") {
            Some(behind) if digits > 0 => {
                result.push_str("[TIME]");
                behind
            }
            _ => after,
        };
    }
    result + rest
}

#[test]
fn times_are_taken_out() {
    let line = "built 46 pages (112 files, 112 changed) in 0.21 s\n";
    assert_eq!(
        without_times(line),
        "built 46 pages (112 files, 112 changed) in [TIME]\n"
    );
    assert_eq!(
        without_times("a page in Welsh in 2 s, 1 error\n"),
        "a page in Welsh in [TIME], 1 error\n"
    );
}

#[test]
fn addresses_are_paths() {
    assert_eq!(path_of("/"), "index.html");
    assert_eq!(path_of("/blogs/a/"), "blogs/a/index.html");
    assert_eq!(path_of("/feed.xml"), "feed.xml");
}
