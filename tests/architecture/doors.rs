//! Who may print, who may touch the disk, and who may look at clock, environment and network.

use crate::sizes::is_test_file;
use crate::tokens::{NamedPath, Source};
use crate::tree::{Tree, Violation};

const CLI: &[&str] = &["src/cli/", "src/main.rs"];
/// The only reader.
const READER: &[&str] = &["src/content/disk.rs", "src/content/disk/"];
/// The only writers: the output, which reads back what it wrote, and the verbs that make content. `replace.rs` is that
/// of `fix`, which mends what authors wrote, and of a check that writes down its baseline.
const WRITERS: &[&str] = &[
    "src/output/",
    "src/cli/init.rs",
    "src/cli/new.rs",
    "src/cli/replace.rs",
];

const PRINTING: [&str; 5] = ["dbg", "eprint", "eprintln", "print", "println"];
/// What is named in `std::fs` and changes the disk.
const WRITING: [&str; 14] = [
    "copy",
    "create",
    "create_dir",
    "create_dir_all",
    "create_new",
    "hard_link",
    "OpenOptions",
    "remove_dir",
    "remove_dir_all",
    "remove_file",
    "rename",
    "set_permissions",
    "set_times",
    "write",
];

/// What comes into the product as a value, and the places where it is made into one.
const SURROUNDINGS: [(&str, &str, &[&str]); 14] = [
    ("axum", "the server", &["src/serve/"]),
    ("jiff::Timestamp::now", "the clock", CLI),
    ("jiff::Zoned::now", "the clock", CLI),
    ("rustix::time", "the clock", CLI),
    ("std::time::SystemTime::now", "the clock", CLI),
    (
        "std::time::Instant::now",
        "the stopwatch",
        &[
            "src/cli/",
            "src/engine/",
            "src/publish/",
            "src/serve/",
            "src/watch/",
        ],
    ),
    ("std::env", "the environment", CLI),
    (
        "std::net",
        "the network",
        &["src/cli/", "src/publish/", "src/serve/"],
    ),
    (
        "std::net::TcpListener",
        "the server's ear",
        &["src/serve/http.rs"],
    ),
    ("std::net::UdpSocket", "the network", &[]),
    (
        "std::process::Command",
        "another program",
        &[
            "src/content/git.rs",
            "src/engine/press_process.rs",
            "src/publish/git.rs",
            "src/publish/sftp.rs",
        ],
    ),
    ("std::process::exit", "the end of the program", CLI),
    ("tokio::net", "the network", &["src/serve/http.rs"]),
    // Other sites are asked by one file only, and only where `check --external` wants it; stores get sites by another,
    // where `publish` is typed: no build depends on them.
    (
        "ureq",
        "the way to other sites",
        &["src/check/external/client.rs", "src/publish/s3/client.rs"],
    ),
];

fn within(path: &str, places: &[&str]) -> bool {
    places.iter().any(|place| path.starts_with(place))
}

/// True where `named` is `path` or lies in it.
fn lies_in(named: &NamedPath, path: &str) -> bool {
    path.split("::")
        .enumerate()
        .all(|(at, part)| named.parts.get(at).is_some_and(|named| named == part))
}

/// Only `cli` prints.
pub fn printing(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.rust_of("src/").filter(|(path, _)| !within(path, CLI)) {
        let source = Source::read(text);
        for pair in source.tokens.windows(2) {
            if pair[1].text == "!" && PRINTING.contains(&pair[0].text.as_str()) {
                let message = format!(
                    "`{}!` outside src/cli: give a value back, or a diagnostic",
                    pair[0].text
                );
                violations.push(Violation::new(path, pair[0].line, message));
            }
        }
        for named in source.paths(path) {
            if lies_in(&named, "std::io::stdout") || lies_in(&named, "std::io::stderr") {
                violations.push(Violation::new(
                    path,
                    named.line,
                    "the terminal belongs to src/cli",
                ));
            }
        }
    }
    violations
}

/// One reader, one writer.
pub fn disk(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree
        .rust_of("src/")
        .filter(|(path, _)| !within(path, WRITERS))
    {
        let reader = within(path, READER);
        for named in Source::read(text).paths(path) {
            let changes = named
                .parts
                .iter()
                .any(|part| WRITING.contains(&part.as_str()));
            let on_disk = lies_in(&named, "std::fs") || lies_in(&named, "walkdir");
            let message = match (reader, on_disk) {
                _ if lies_in(&named, "std::os::unix::fs::symlink") => {
                    "makes a link: only src/output writes"
                }
                _ if lies_in(&named, "rustix::fs") && !reader => "only src/output writes",
                (true, true) if changes => "writes: only src/output does",
                (false, true) => {
                    "touches the disk: only src/content/disk.rs reads, only src/output writes"
                }
                _ => continue,
            };
            violations.push(Violation::new(path, named.line, message));
        }
    }
    violations
}

/// The one file that opens files for reading.
const DOOR: &str = "src/content/disk/door.rs";
/// What is named in `std::fs` and opens a file for reading.
const OPENING: [&str; 4] = [
    "std::fs::read",
    "std::fs::read_to_string",
    "std::fs::File::open",
    "std::fs::File::options",
];

/// Files are opened for reading at one place, which looks at each: whatever is read goes through it.
pub fn opening(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut places = Vec::new();
    for (path, text) in tree.rust_of("src/").filter(|(path, _)| !is_test_file(path)) {
        let source = Source::read(text);
        let reads = source.tokens.windows(4).filter(|four| {
            let texts: Vec<&str> = four.iter().map(|token| token.text.as_str()).collect();
            texts == [".", "read", "(", "true"]
        });
        let opens = source
            .paths(path)
            .into_iter()
            .filter(|named| OPENING.iter().any(|open| lies_in(named, open)));
        let lines = reads
            .map(|four| four[1].line)
            .chain(opens.map(|named| named.line));
        places.extend(lines.map(|line| (path.to_owned(), line)));
    }
    let at_the_door = places.iter().filter(|(path, _)| path == DOOR).count();
    if at_the_door > 2 {
        violations.push(Violation::new(
            DOOR,
            0,
            "opens files at more than one place",
        ));
    }
    let elsewhere = places.iter().filter(|(path, _)| path != DOOR);
    violations.extend(elsewhere.map(|(path, line)| {
        Violation::new(
            path,
            *line,
            "opens a file for reading: `content/disk` has a function for that",
        )
    }));
    violations
}

/// Where pages get the texts of documents, and where it is found out which tables these name.
const TEXTS: &[&str] = &[
    "src/layout/page_context.rs",
    "src/layout/text_edits.rs",
    "src/layout/components/block_table.rs",
];

/// No page is made of a text without anybody taking note: a preview keeps pages by the texts they are made of.
pub fn texts(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree
        .rust_of("src/layout/")
        .filter(|(path, _)| !within(path, TEXTS))
    {
        for tokens in Source::read(text).tokens.windows(3) {
            let [dot, field, behind] = tokens else {
                continue;
            };
            if dot.text == "." && field.text == "document" && behind.text != "(" {
                violations.push(Violation::new(
                    path,
                    field.line,
                    "takes a text: ask `PageContext::document` for it",
                ));
            }
        }
    }
    violations
}

/// Where the bytes of a text file become its text, and what other bytes are read as text: what git says, pictures, a file
/// of the program's own, other sites, and the start of a file that may be anything.
const DECODERS: &[&str] = &[
    "src/content/encoding.rs",
    "src/content/pdf/",
    "src/content/front_matter/raw.rs",
    "src/content/git.rs",
    "src/content/git_folder.rs",
    "src/content/git_log.rs",
    "src/content/repository.rs",
    "src/content/picture.rs",
    "src/check/external/",
];

/// The rooms that read what somebody wrote.
const OF_AUTHORS: &[&str] = &[
    "src/adopt/",
    "src/check/",
    "src/cli/",
    "src/config/",
    "src/content/",
    "src/document/",
    "src/graph/",
    "src/layout/",
];

/// No byte-order mark gets into a text: there is one way from bytes to text for all files that somebody wrote.
pub fn decoding(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.rust_of("src/") {
        if !within(path, OF_AUTHORS) || within(path, DECODERS) {
            continue;
        }
        for token in Source::read(text).tokens {
            if token.text.starts_with("from_utf8") {
                let message = "decodes bytes: take the text of a file from `content::encoding`";
                violations.push(Violation::new(path, token.line, message));
            }
        }
    }
    violations
}

/// The clock, the environment, the network and other programs come in as values.
pub fn surroundings(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.rust_of("src/").filter(|(path, _)| !is_test_file(path)) {
        for named in Source::read(text).paths(path) {
            for (door, what, places) in SURROUNDINGS {
                if lies_in(&named, door) && !within(path, places) {
                    let message = format!("`{door}` is {what}: take what it gives as a value");
                    violations.push(Violation::new(path, named.line, message));
                }
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(rule: fn(&Tree) -> Vec<Violation>, path: &str, text: &str) -> usize {
        rule(&Tree::planted(&[(path, text)])).len()
    }

    #[test]
    fn printing_is_found() {
        assert_eq!(
            count(
                printing,
                "src/html/code.rs",
                "fn f() { println!(\"x\"); dbg!(1); }"
            ),
            2
        );
        assert_eq!(
            count(
                printing,
                "src/html/code.rs",
                "use std::io; fn f() { io::stderr(); }"
            ),
            1
        );
        assert_eq!(
            count(
                printing,
                "src/html/code.rs",
                "#[cfg(test)] mod tests { fn f() { println!(); } }"
            ),
            0
        );
        assert_eq!(
            count(
                printing,
                "src/html/code.rs",
                "// println!(\"x\")\nfn print() {}"
            ),
            0
        );
        assert_eq!(
            count(printing, "src/cli/build.rs", "fn f() { eprintln!(\"x\") }"),
            0
        );
    }

    #[test]
    fn the_disk_is_guarded() {
        assert_eq!(
            count(disk, "src/html/code.rs", "fn f() { std::fs::read(p); }"),
            1
        );
        assert_eq!(count(disk, "src/graph/mod.rs", "use std::fs::File;"), 1);
        assert_eq!(
            count(disk, "src/layout/theme.rs", "use walkdir::WalkDir;"),
            1
        );
        assert_eq!(
            count(
                disk,
                "src/content/disk.rs",
                "use std::fs; fn f() { fs::read(p); }"
            ),
            0
        );
        assert_eq!(
            count(
                disk,
                "src/content/disk.rs",
                "use std::fs; fn f() { fs::write(p, b); }"
            ),
            1
        );
        assert_eq!(
            count(
                disk,
                "src/content/disk.rs",
                "use std::fs::File; fn f() { File::create(p); }"
            ),
            1
        );
        assert_eq!(
            count(
                disk,
                "src/content/disk.rs",
                "use std::fs as f; fn g() { f::remove_dir_all(p); }"
            ),
            1
        );
        assert_eq!(
            count(
                disk,
                "src/output/write.rs",
                "fn f() { std::fs::rename(a, b); }"
            ),
            0
        );
        assert_eq!(
            count(disk, "src/cli/new.rs", "fn f() { std::fs::write(a, b); }"),
            0
        );
        assert_eq!(
            count(
                disk,
                "src/cli/replace.rs",
                "fn f() { std::fs::rename(a, b); }"
            ),
            0
        );
        assert_eq!(
            count(disk, "src/cli/build.rs", "fn f() { std::fs::write(a, b); }"),
            1
        );
        assert_eq!(
            count(disk, "src/cli/fix.rs", "fn f() { std::fs::write(a, b); }"),
            1
        );
    }

    #[test]
    fn files_are_opened_at_one_place() {
        let opens = "use std::fs::{self, File}; fn f() { File::options().read(true).open(p); }";
        assert_eq!(count(opening, DOOR, opens), 0);
        assert_eq!(count(opening, DOOR, &opens.repeat(2)), 1);
        assert_eq!(count(opening, "src/content/disk.rs", opens), 2);
        for opens in [
            "fs::read(p)",
            "fs::read_to_string(p)",
            "fs::File::open(p)",
            "fs::OpenOptions::new().read(true)",
        ] {
            let text = format!("use std::fs; fn f() {{ {opens}; }}");
            assert_eq!(count(opening, "src/output/write.rs", &text), 1, "{opens}");
        }
        assert_eq!(
            count(
                opening,
                "src/output/fresh.rs",
                "fn f() { OpenOptions::new().write(true).open(p); }"
            ),
            0
        );
    }

    #[test]
    fn texts_have_one_door() {
        assert_eq!(
            count(
                texts,
                "src/layout/feed.rs",
                "fn f() { node.document.fragments; }"
            ),
            1
        );
        assert_eq!(
            count(
                texts,
                "src/layout/feed.rs",
                "fn f() { views.document(node).fragments; }"
            ),
            0
        );
        assert_eq!(
            count(
                texts,
                "src/layout/page_context.rs",
                "fn f() { node.document.fragments; }"
            ),
            0
        );
    }

    #[test]
    fn bytes_become_text_in_one_place() {
        let decodes = "fn f(b: &[u8]) { std::str::from_utf8(b); String::from_utf8_lossy(b); }";
        assert_eq!(count(decoding, "src/layout/theme.rs", decodes), 2);
        assert_eq!(count(decoding, "src/content/encoding.rs", decodes), 0);
        assert_eq!(count(decoding, "src/serve/find.rs", decodes), 0);
    }

    #[test]
    fn the_surroundings_come_in_as_values() {
        assert_eq!(
            count(
                surroundings,
                "src/graph/mod.rs",
                "use jiff::Timestamp; fn f() { Timestamp::now(); }"
            ),
            1
        );
        assert_eq!(
            count(
                surroundings,
                "src/base/date.rs",
                "fn f() { jiff::Zoned::now(); }"
            ),
            1
        );
        assert_eq!(
            count(
                surroundings,
                "src/engine/stopwatch.rs",
                "use std::time::Instant; fn f() { Instant::now(); }"
            ),
            0
        );
        assert_eq!(
            count(
                surroundings,
                "src/output/mod.rs",
                "use std::time::Instant; fn f() { Instant::now(); }"
            ),
            1
        );
        assert_eq!(
            count(
                surroundings,
                "src/html/mod.rs",
                "use std::env; fn f() { env::var(\"X\"); }"
            ),
            2
        );
        assert_eq!(
            count(
                surroundings,
                "src/html/mod.rs",
                "fn f() { env!(\"CARGO_PKG_VERSION\"); }"
            ),
            0
        );
        assert_eq!(
            count(
                surroundings,
                "src/cli/mod.rs",
                "fn f() { std::env::args(); }"
            ),
            0
        );
        assert_eq!(
            count(
                surroundings,
                "src/check/mod.rs",
                "fn f() { std::process::exit(1); }"
            ),
            1
        );
        let listens = "use std::net::TcpListener; fn f() { axum::serve(TcpListener::bind(a)); }";
        assert_eq!(count(surroundings, "src/serve/http.rs", listens), 0);
        assert_eq!(count(surroundings, "src/serve/find.rs", listens), 2);
        assert!(count(surroundings, "src/publish/mod.rs", listens) > 2);
        assert_eq!(
            count(surroundings, "src/cli/serve.rs", "use std::net::IpAddr;"),
            0
        );
        assert_eq!(
            count(
                surroundings,
                "src/cli/serve.rs",
                "use tokio::net::TcpListener;"
            ),
            1
        );
        let asks = "use ureq::Agent; fn f() { ureq::get(a).call(); }";
        assert_eq!(count(surroundings, "src/check/external/client.rs", asks), 0);
        assert_eq!(count(surroundings, "src/check/external/visit.rs", asks), 2);
        assert!(count(surroundings, "src/engine/build_run.rs", asks) > 0);
        let runs = "use std::process::Command; fn f() { Command::new(\"git\"); }";
        assert_eq!(count(surroundings, "src/cli/build.rs", runs), 2);
        assert_eq!(count(surroundings, "src/content/git.rs", runs), 0);
    }
}
