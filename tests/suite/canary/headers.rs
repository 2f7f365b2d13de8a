//! What `serve` answers to hostile paths, names and redirects: no header but its own, and each on its line.

use super::Planted;
use super::word::MARK;
use crate::serve::{Answer, Serving};

/// The headers that an answer may have.
const HEADERS: [&str; 12] = [
    "accept-ranges",
    "cache-control",
    "connection",
    "content-length",
    "content-range",
    "content-type",
    "date",
    "etag",
    "location",
    "transfer-encoding",
    "vary",
    "x-content-type-options",
];

/// What is wrong with the head of an answer.
///
/// # Errors
/// A line that is no header of ours.
pub fn examine(head: &str) -> Result<(), String> {
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap_or_default();
    if !status.starts_with("HTTP/1.1 ") {
        return Err(format!("no status: {status:?}"));
    }
    for line in lines {
        let (name, value) = line
            .split_once(": ")
            .ok_or_else(|| format!("no header: {line:?}"))?;
        if !HEADERS.contains(&name) {
            return Err(format!("an unknown header: {line:?}"));
        }
        if value.contains(|c: char| c.is_control()) {
            return Err(format!("a control character: {line:?}"));
        }
        if name == "location"
            && !(value.starts_with('/') && !value.starts_with("//")
                || value.starts_with("https://example."))
        {
            return Err(format!("it leads away: {line:?}"));
        }
    }
    Ok(())
}

#[track_caller]
fn assert_plain(answer: &Answer, what: &str) {
    if let Err(why) = examine(&answer.head) {
        panic!("{what}: {why}");
    }
}

/// A path as browsers write it.
fn encoded(path: &str) -> String {
    let byte = |byte: u8| match byte {
        b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    path.bytes().map(byte).collect()
}

#[test]
fn no_name_and_no_path_makes_a_header() {
    let planted = Planted::new();
    let run = planted.site.run(&["build", "--keep-going"]);
    let serving = Serving::start(&planted.site);
    let base = copublish::engine::base_path(planted.site.root()).expect("a site");
    let get = |path: &str| {
        serving.ask(
            &format!("GET {base}/{path} HTTP/1.1"),
            "copublish-preview: off\r\n",
        )
    };
    let of_canaries = run
        .paths()
        .into_iter()
        .filter(|path| path.contains(MARK) && !path.starts_with('.'));
    for name in of_canaries {
        let path = encoded(name.strip_suffix("index.html").unwrap_or(name));
        let answer = get(&path);
        assert_plain(&answer, name);
        assert_eq!(answer.status, 200, "{name}");
        if let Some(folder) = path.strip_suffix('/') {
            let answer = get(&format!("{folder}?a=%0D%0AX-Cny:1"));
            assert_plain(&answer, name);
            let location = answer
                .head
                .lines()
                .find_map(|line| line.strip_prefix("location: "));
            assert_eq!(answer.status, 301, "{name}");
            assert_eq!(
                location,
                Some(format!("{base}/{path}?a=%0D%0AX-Cny:1").as_str()),
                "{name}"
            );
        }
    }
    let table = run.find("/_redirects").expect("a table of redirects");
    let mut moved = 0;
    for line in table.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let [old, _, "301"] = words.as_slice() else {
            continue;
        };
        // What stands in a table as it is may not stand in a request.
        let answer = serving.ask(
            &format!("GET {} HTTP/1.1", plain(old)),
            "copublish-preview: off\r\n",
        );
        assert_plain(&answer, line);
        let location = answer
            .head
            .lines()
            .find_map(|line| line.strip_prefix("location: "));
        // A page stands there that leads on.
        let with_slash = format!("{}/", plain(old));
        match answer.status {
            200 => assert_eq!(location, None, "{line}"),
            301 => assert_eq!(location, Some(with_slash.as_str()), "{line}"),
            other => panic!("{other}: {line}"),
        }
        moved += 1;
    }
    assert!(moved > 10, "only {moved} redirects");
}

/// An address as one may send it: what is no visible ASCII is encoded.
fn plain(address: &str) -> String {
    let byte = |byte: u8| match byte {
        b'!'..=b'~' if !b"<>\"`{}|\\^".contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    address.bytes().map(byte).collect()
}

#[test]
fn no_request_makes_a_header() {
    let site = crate::site::Site::new().file("content/a/index.md", "---\ntitle: A\n---\n");
    let serving = Serving::start(&site);
    let more = "copublish-preview: off\r\n";
    for path in [
        "/a?\r\nX-Cny: 1",
        "/a%0D%0AX-Cny:%201",
        "/a%0d%0aX-Cny:1/",
        "/a?%0D%0AX-Cny:1",
        "/a?\u{e9}\u{202e}",
        "/a?\"<script>",
        "//example.org/a",
        "/\\example.org/a",
        "/%2F%2Fexample.org/..%2Fa",
        "/%5Cexample.org",
        "/a\u{1}",
        "/\u{7f}a",
        "/a?\u{1b}[31m",
    ] {
        let answer = serving.ask(&format!("GET {path} HTTP/1.1"), more);
        assert_plain(&answer, path);
        assert!(
            matches!(answer.status, 200 | 301 | 400 | 404),
            "{path:?}: {}",
            answer.head
        );
        assert!(
            answer.status != 301 || answer.head.contains("\r\nlocation: /a/"),
            "{path:?}: {}",
            answer.head
        );
    }
    for header in [
        "Range: bytes=0-1,\u{1}",
        "If-None-Match: \"a\"\r\n X-Cny: 1",
        "If-Range: \u{e9}\r\nRange: bytes=9-",
    ] {
        let answer = serving.ask("GET /a/ HTTP/1.1", &format!("{more}{header}\r\n"));
        assert_plain(&answer, header);
    }
}
