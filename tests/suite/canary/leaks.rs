//! What looks for leaks finds them: each sort of file with something let through.

use super::output::{Examiner, Findings};
use super::word::{Canaries, in_markdown};
use super::{calendar, headers, said};

/// What is found in a file that is made of the text of a canary.
fn found_in(name: &str, make: impl Fn(&str) -> String) -> Findings {
    let mut canaries = Canaries::default();
    let text = canaries.text("place");
    let mut examiner = Examiner::new(&canaries);
    examiner.file(name, Some(make(&text).as_bytes()));
    examiner.found
}

#[track_caller]
fn assert_leaks(name: &str, make: impl Fn(&str) -> String) {
    let found = found_in(name, make);
    assert!(!found.leaks.is_empty(), "nothing is found in {name}");
}

fn escaped(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !super::markup::is_forbidden(*c))
        .collect();
    plain
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[test]
fn what_is_escaped_is_no_leak() {
    let json = |text: &str| serde_json::json!({ "a": text }).to_string();
    for (name, found) in [
        (
            "page",
            found_in("a.html", |text| {
                format!("<!doctype html><p title=\"{0}\">{0}</p>", escaped(text))
            }),
        ),
        (
            "feed",
            found_in("a.xml", |text| {
                format!("<?xml version=\"1.0\"?><a b=\"{0}\">{0}</a>", escaped(text))
            }),
        ),
        ("JSON", found_in("a.json", json)),
    ] {
        assert_eq!(found.leaks, Vec::<String>::new(), "{name}");
        assert!(found.seen.contains("place"), "{name}");
    }
}

#[test]
fn leaks_into_pages_are_found() {
    let page = |body: &str| format!("<!doctype html><body>{body}</body>");
    assert_leaks("a.html", |text| page(&format!("<p>{text}</p>")));
    assert_leaks("a.html", |text| {
        page(&format!("<p>{}</p>", text.replace('<', "&lt;")))
    });
    assert_leaks("a.html", |text| {
        page(&format!(
            "<p title=\"{}\">a</p>",
            text.replace('&', "&amp;").replace('<', "&lt;")
        ))
    });
    assert_leaks("a.html", |text| {
        page(&format!("<p title={}>a</p>", escaped(text)))
    });
    assert_leaks("a.html", |text| {
        page(&format!("<p title='{}'>a</p>", escaped(text)))
    });
    assert_leaks("a.html", |text| {
        page(&format!("<!-- {} -->", escaped(text)))
    });
    assert_leaks("a.html", |text| {
        page(&format!("<script>{}</script>", escaped(text)))
    });
    assert_leaks("a.html", |text| {
        page(&format!("<p style=\"{}\">a</p>", escaped(text)))
    });
    assert_leaks("a.html", |text| {
        page(&format!("<p>{}</p>", escaped(&text[..20])))
    });
    assert_leaks("a.html", |text| {
        page(&format!("<p>{}\u{1}</p>", escaped(text)))
    });
    assert_leaks("a.html", |_| page("<cny0000></cny0000>"));
    assert_leaks("a.html", |_| page("<p cny0000>a</p>"));
    assert_leaks("a.html", |_| page("<p onclick=\"a\">a</p>"));
    assert_leaks("a.html", |_| page("<a href=\"java\tscript:cny\">a</a>"));
    assert_leaks("a.html", |_| {
        page("<meta http-equiv=\"refresh\" content=\"0; url=javascript:a\">")
    });
    assert_leaks("a.html", |_| page("<p>a</p></p>"));
    let data = |json: &str| {
        page(&format!(
            "<script type=\"application/ld+json\">{json}</script>"
        ))
    };
    assert_leaks("a.html", |text| {
        data(&serde_json::json!({ "a": text }).to_string())
    });
    assert_leaks("a.html", |_| data("{\"a\": \"<\"}"));
    assert_leaks("a.html", |text| {
        data(&format!("{{\"a\": \"{}\"}}", escaped(text)))
    });
}

#[test]
fn leaks_into_other_files_are_found() {
    assert_leaks("a.xml", |text| format!("<a>{text}</a>"));
    assert_leaks("a.xml", |text| format!("<a><![CDATA[{text}]]></a>"));
    assert_leaks("a.xml", |text| format!("<a>{}&nbsp;</a>", escaped(text)));
    assert_leaks("a.xml", |text| {
        let html = format!("<p>{text}</p>");
        format!("<a><content>{}</content></a>", escaped(&html))
    });
    assert_leaks("a.xml", |text| {
        format!("<?xml-stylesheet href=\"{text}\"?><a></a>")
    });
    assert_leaks("a.json", |text| {
        serde_json::json!({ "content_html": format!("<p>{text}</p>") }).to_string()
    });
    assert_leaks("a.svg", |_| "<svg onload=\"a\"></svg>".to_owned());
    assert_leaks("a.json", |text| format!("{{\"a\": \"{text}\"}}"));
    assert_leaks("a.json", |text| {
        serde_json::json!({ "a": text[..20] }).to_string()
    });
    assert_leaks("a.css", |text| format!("/* {text} */"));
    assert_leaks("a.css", |text| in_markdown(&escaped(text)));
    assert_leaks("_redirects", |text| format!("/a {text} 301\n"));
    assert_leaks("_redirects", |_| "/a /b 301\n/cny /cny 301\n".to_owned());
    assert_leaks("_redirects", |_| "/a javascript:b 301\n".to_owned());
    assert_leaks("_headers", |_| "/*\n  X-Cny: 1\n".to_owned());
    assert_leaks("_headers", |text| {
        format!("/*\n  Referrer-Policy: {text}\n")
    });
    assert_leaks("robots.txt", |_| {
        "User-agent: *\nAllow: /\nX-Cny: 1\n".to_owned()
    });
    assert_leaks("a/../b.html", |_| "<!doctype html>".to_owned());
    assert_leaks("a.exe", |_| String::new());
}

#[test]
fn leaks_into_calendars_are_found() {
    let calendar = |line: &str| {
        format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    };
    let whole = calendar("SUMMARY:a\\, b\\; c\\\\ d\\ne\r\n  f");
    assert!(
        calendar::texts(&whole).is_ok_and(
            |texts| texts.contains(&("SUMMARY".to_owned(), "a, b; c\\ d\ne f".to_owned()))
        )
    );
    for line in [
        "SUMMARY:a\r\nX-Cny: 1",
        "SUMMARY:a\r\nEND:VEVENT",
        "SUMMARY:a\nDESCRIPTION:b",
        "SUMMARY:a;b",
        "SUMMARY:a,b",
        "SUMMARY:a\\",
        "SUMMARY:a\\x",
        "SUMMARY:a\u{7}",
        "SUMMARY;X=a:b",
        "cny",
        &format!("SUMMARY:{}", "a".repeat(80)),
    ] {
        assert!(calendar::texts(&calendar(line)).is_err(), "{line:?}");
    }
}

#[test]
fn headers_and_lines_that_nobody_meant_are_found() {
    let head = "HTTP/1.1 301 Moved\r\nlocation: /a/\r\ncontent-type: text/html";
    assert_eq!(headers::examine(head), Ok(()));
    for more in [
        "\r\nX-Cny: 1",
        "\r\nlocation: //example.org",
        "\r\netag: a\nb",
        "\r\n\r\n<p>",
        "\r\nset-cookie: a=b",
    ] {
        assert!(
            headers::examine(&format!("{head}{more}")).is_err(),
            "{more:?}"
        );
    }
    assert_eq!(said::on_terminal("a\nb é ‏"), Ok(()));
    for text in ["a\u{1b}[31m", "a\rb", "a\u{9b}b", "a\u{202e}b", "a\0"] {
        assert!(said::on_terminal(text).is_err(), "{text:?}");
    }
    assert_eq!(
        said::without_colours("\u{1b}[1;31ma\u{1b}[0mb\u{1b}[2J\u{1b}]0;c"),
        "ab\u{1b}[2J\u{1b}]0;c"
    );
    assert_eq!(
        said::annotations("::error file=a.md,line=1::a%0Ab\n::warning title=b::c"),
        Ok(())
    );
    for text in [
        "::error file=a.md::a\nb",
        "::error::a",
        "::error file=a,b.md::c",
        "::set-env name=A::b",
        "::error a=b::c",
    ] {
        assert!(said::annotations(text).is_err(), "{text:?}");
    }
}
