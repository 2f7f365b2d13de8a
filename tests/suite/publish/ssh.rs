//! `copublish publish` to an sshd on this machine, that each test starts for itself.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::site::{Run, Site, read_folder};

const SSHD: &str = "/usr/sbin/sshd";
const MANIFEST: &str = ".copublish-published.json";

/// A server with keys of its own, and a site that is published to it.
struct Server {
    site: Site,
    folder: tempfile::TempDir,
    sshd: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.sshd.kill();
        let _ = self.sshd.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its address").port()
}

fn done(command: &mut Command) {
    let output = command.output().expect("a program");
    assert!(output.status.success(), "{command:?}: {output:?}");
}

fn key(folder: &Path, name: &str) {
    let file = folder.join(name);
    done(
        Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(file),
    );
}

fn write_program(file: &Path, text: &str) {
    fs::write(file, text).expect("a program");
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).expect("its rights");
}

/// The server; `None` where there is none to start, which is said.
fn server() -> Option<Server> {
    let has_client = Command::new("sftp").arg("-h").output().is_ok();
    if !Path::new(SSHD).exists() || !has_client {
        eprintln!(
            "SKIPPED: publishing with ssh: there is no sshd or no sftp (apt: openssh-server openssh-client)"
        );
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let port = free_port();
    let sshd = start(folder.path(), port);
    let site = Site::new()
        .file("site.yaml", settings(folder.path(), port, "www"))
        .file("content/index.md", "---\ntitle: Home\n---\nHello.\n");
    let server = Server { site, folder, sshd };
    server.make_client(port);
    Some(server)
}

fn settings(folder: &Path, port: u16, name: &str) -> String {
    let folder = folder.join(name);
    let folder = folder.display();
    format!(
        "title: A\nbase_url: https://example.org\npublish: {{to: ssh, server: 127.0.0.1, port: {port}, folder: '{folder}'}}\n"
    )
}

fn start(folder: &Path, port: u16) -> Child {
    for name in ["host", "user", "stranger"] {
        key(folder, name);
    }
    fs::copy(folder.join("user.pub"), folder.join("authorized")).expect("a key");
    let at = folder.display();
    let config = format!(
        "Port {port}\nListenAddress 127.0.0.1\nHostKey {at}/host\nAuthorizedKeysFile {at}/authorized\nPidFile none\n\
         StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n\
         MaxStartups 100\nSubsystem sftp internal-sftp\n"
    );
    fs::write(folder.join("sshd_config"), config).expect("settings");
    // As root, it wants this folder.
    let _ = fs::create_dir_all("/run/sshd");
    let log = File::create(folder.join("log")).expect("a log");
    let sshd = Command::new(SSHD)
        .args(["-D", "-e", "-f"])
        .arg(folder.join("sshd_config"))
        .stdin(Stdio::null())
        .stderr(log)
        .spawn()
        .expect("sshd");
    let until = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        assert!(Instant::now() < until, "sshd does not start: {log}");
        sleep(Duration::from_millis(20));
    }
    sshd
}

impl Server {
    /// `ssh` looks for its settings in the real home, so that `sftp` is told of others.
    fn make_client(&self, port: u16) {
        let host = fs::read_to_string(self.path("host.pub")).expect("a key");
        fs::write(self.path("known"), format!("[127.0.0.1]:{port} {host}")).expect("a list");
        self.use_key("user");
        let bin = self.path("bin");
        fs::create_dir(&bin).expect("a folder");
        let at = self.folder.path().display();
        let real = Command::new("sh").args(["-c", "command -v sftp"]).output();
        let real = String::from_utf8(real.expect("a shell").stdout).expect("a path");
        let program = format!("#!/bin/sh\nexec {} -F {at}/client \"$@\"\n", real.trim());
        write_program(&bin.join("sftp"), &program);
    }

    fn use_key(&self, name: &str) {
        let at = self.folder.path().display();
        let text = format!(
            "IdentityFile {at}/{name}\nIdentitiesOnly yes\nIdentityAgent none\nUserKnownHostsFile {at}/known\nGlobalKnownHostsFile none\nStrictHostKeyChecking ask\n"
        );
        fs::write(self.path("client"), text).expect("settings");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = self.site.command(&[&["publish"], args].concat());
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", self.path("bin").display()));
        command
    }

    fn publish(&self, args: &[&str]) -> Run {
        self.site.run_by(self.command(args))
    }

    /// Publishes in a process that is halted most of the time, and returns what it says.
    fn publish_haltingly(&self) -> String {
        let log = self.path("said");
        let mut run = self
            .command(&[])
            .stdout(Stdio::null())
            .stderr(File::create(&log).expect("a file"))
            .spawn()
            .expect("a run");
        let number = run.id().to_string();
        let until = Instant::now() + Duration::from_secs(60);
        while run.try_wait().expect("a run").is_none() && Instant::now() < until {
            for (signal, pause) in [("-STOP", 20), ("-CONT", 2)] {
                // It may have ended meanwhile.
                let _ = Command::new("kill")
                    .args([signal, &number])
                    .stderr(Stdio::null())
                    .status();
                sleep(Duration::from_millis(pause));
            }
        }
        let _ = run.kill();
        let _ = run.wait();
        fs::read_to_string(log).expect("what it said")
    }

    fn refuses(&self, words: &str) {
        let run = self.publish(&["--patience", "60"]);
        run.assert_exit(2);
        assert!(run.stderr.contains(words), "{run}");
        assert_eq!(run.stderr.lines().count(), 1, "{run}");
        assert!(!self.path("www").exists(), "{run}");
    }

    /// The folder holds the site, with what was there of others, and no more.
    fn assert_holds(&self, others: &[&str]) {
        let mut there = read_folder(&self.path("www"));
        for other in others.iter().chain(&[MANIFEST]) {
            assert!(there.remove(*other).is_some(), "{other} is gone");
        }
        let mut built = read_folder(self.site.output());
        built.remove(".copublish-manifest");
        assert_eq!(
            there.keys().collect::<Vec<_>>(),
            built.keys().collect::<Vec<_>>()
        );
        assert!(there == built, "a file has other bytes");
    }
}

#[test]
fn a_server_gets_what_changed_and_keeps_what_others_put_there() {
    let Some(server) = server() else { return };
    server.site.write("content/a b [x] 'ü'.txt", "an odd name");
    server.site.write(
        "content/index.md",
        "---\ntitle: Home\n---\n[odd](<a b [x] 'ü'.txt>)\n",
    );
    let rehearsal = server.publish(&["--dry-run"]);
    rehearsal.assert_exit(0);
    assert!(
        rehearsal.stdout.contains("new      index.html\n"),
        "{rehearsal}"
    );
    assert!(!server.path("www").exists());
    server.publish(&[]).assert_exit(0);
    server.assert_holds(&[]);
    let rights = fs::metadata(server.path("www/index.html")).expect("a page");
    assert_eq!(rights.permissions().mode() & 0o777, 0o644);
    let again = server.publish(&[]);
    assert!(again.stdout.contains("has this site already"), "{again}");
    fs::write(server.path("www/of-others.txt"), "keep me").expect("a file");
    server
        .site
        .write("content/new.md", "---\ntitle: New\n---\nText.\n");
    let second = server.publish(&[]);
    assert!(
        second.stdout.contains("new      new/index.html\n"),
        "{second}"
    );
    assert!(!second.stdout.contains(".css\n"), "{second}");
    server.assert_holds(&["of-others.txt"]);
    server.site.delete("content/new.md");
    let third = server.publish(&[]);
    assert!(
        third.stdout.contains("removed  new/index.html\n"),
        "{third}"
    );
    assert!(!server.path("www/new").exists());
    server.assert_holds(&["of-others.txt"]);
}

#[test]
fn a_run_that_is_killed_leaves_nothing_that_the_next_one_does_not_mend() {
    let Some(server) = server() else { return };
    for number in 0..40 {
        let page = format!("---\ntitle: Page {number}\n---\nText.\n");
        server.site.write(&format!("content/p{number}.md"), page);
    }
    let mut command = server.command(&[]);
    let mut run = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a run");
    let until = Instant::now() + Duration::from_secs(30);
    while read_folder_if_there(&server.path("www")) < 8 && Instant::now() < until {
        sleep(Duration::from_millis(2));
    }
    run.kill().expect("a run that goes on");
    run.wait().expect("its end");
    let manifest = fs::read_to_string(server.path("www").join(MANIFEST)).expect("a manifest");
    assert!(
        !manifest.contains("\"run\":null"),
        "it had ended: {manifest}"
    );
    fs::write(server.path("www/.copublish-left.tmp"), "left").expect("a file");
    server.publish(&["--patience", "900"]).assert_exit(0);
    server.assert_holds(&[]);
}

/// The list of so many files is longer than what a pipe holds. copublish is halted again and again, as on a busy machine, so
/// that it reads late.
#[test]
fn a_long_list_of_files_is_read_whole_however_late() {
    let Some(server) = server() else { return };
    let www = server.path("www");
    fs::create_dir_all(www.join("zz")).expect("a folder");
    fs::write(www.join("zz/index.html"), "of others").expect("a file");
    for number in 0..3000 {
        let name = format!("a-file-of-others-with-quite-a-long-name-{number}.txt");
        File::create(www.join(name)).expect("a file");
    }
    server
        .site
        .write("content/zz.md", "---\ntitle: Z\n---\nText.\n");
    let said = server.publish_haltingly();
    let why = format!(
        "`zz/index.html` is at {} on 127.0.0.1 already, and copublish did not write it",
        www.display()
    );
    assert!(said.contains(&why), "{said}");
}

fn read_folder_if_there(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
fn what_a_server_refuses_is_one_sentence() {
    let Some(server) = server() else { return };
    server.use_key("stranger");
    server
        .refuses("127.0.0.1 does not accept your key; `ssh` to it has to work without a password");
    server.use_key("user");
    let known = fs::read_to_string(server.path("known")).expect("a list");
    fs::write(server.path("known"), "").expect("a list");
    server.refuses("127.0.0.1 has a host key that this machine does not know; connect once with `ssh`, and accept it");
    let other = fs::read_to_string(server.path("stranger.pub")).expect("a key");
    let name = known.split(' ').next().unwrap_or_default();
    fs::write(server.path("known"), format!("{name} {other}")).expect("a list");
    server.refuses("127.0.0.1 has another host key than before");
    fs::write(server.path("known"), known).expect("a list");
    let site = fs::read_to_string(server.site.root().join("site.yaml")).expect("settings");
    server
        .site
        .write("site.yaml", site.replace("/www'", "/drive/www'"));
    server.refuses("/drive/www does not exist on 127.0.0.1; create it there");
    server.site.write(
        "site.yaml",
        site.replace("127.0.0.1", "no-such-host.invalid"),
    );
    server.refuses("no-such-host.invalid is not known; correct `server` in site.yaml");
    server.site.write(
        "site.yaml",
        settings(server.folder.path(), free_port(), "www"),
    );
    server.refuses("127.0.0.1 cannot be reached; check the network connection");
}

#[test]
fn a_machine_without_sftp_is_told_so() {
    super::without_programs_ends_with(
        &settings(Path::new("/srv"), 22, "www"),
        "`sftp` is not installed; install OpenSSH, or publish by other means than `to: ssh`",
    );
}
