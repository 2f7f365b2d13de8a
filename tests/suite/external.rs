//! `check --external`: other sites with all their ways of answering, on this machine. Nobody else is asked.

mod server;

use serde_json::Value;

use crate::site::{Run, Site};
use server::{Reply, Server};

/// Long enough for a machine that has much to do.
const PATIENT: &str = "20000";
/// For servers that never answer: each of them is waited for three times.
const IMPATIENT: &str = "400";

/// A site with a link to each of these addresses, each on a line of its own and with a text of its own.
fn site(addresses: &[String]) -> Site {
    let link = |(number, address): (usize, &String)| format!("[at {number:02}]({address})\n\n");
    let links: String = addresses.iter().enumerate().map(link).collect();
    Site::new()
        .site_yaml(
            "title: A\nbase_url: https://own.example\ngit_dates: false\nchecks: {unlabelled-file: allow, local-link: allow}\n",
        )
        .file("content/index.md", format!("---\ntitle: A\n---\n{links}"))
}

fn check(site: &Site, patience: &str) -> Run {
    let run = site.run(&["check", "--external", "--patience", patience]);
    run.assert_no_panic();
    run.assert_exit(0);
    run
}

/// What was found: code, line and message, the server's name left out.
fn found(run: &Run, server: &Server) -> Vec<String> {
    let mut found = Vec::new();
    let mut message = String::new();
    for line in run.stderr.lines() {
        if line.starts_with("warning[") {
            message = line
                .replace(&server.at(""), "")
                .replace(&server.securely_at(""), "secure");
        } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
            found.push(format!("{} at {place}", std::mem::take(&mut message)));
        }
    }
    found
}

#[test]
fn what_is_there_is_not_mentioned() {
    let server = Server::start(|_, _, _| Reply::page("<p>"));
    let site = site(&[
        server.at("/a"),
        server.at("/a#b"),
        server.at("/c?d=e"),
        "mailto:a@b.example".to_owned(),
    ]);
    let run = check(&site, PATIENT);
    run.assert_stderr("");
    assert!(
        run.stdout
            .contains("note: checked 2 links to other sites\n"),
        "{run}"
    );
    let heard: Vec<String> = server.heard().into_keys().collect();
    assert_eq!(heard, ["GET /a", "GET /c?d=e"]);
}

#[test]
fn a_build_and_a_plain_check_ask_nobody() {
    let server = Server::start(|_, _, _| Reply::status(404));
    let site = site(&[server.at("/")]);
    site.build().assert_clean();
    site.run(&["check"]).assert_exit(0);
    assert!(server.heard().is_empty(), "{:?}", server.heard());
}

#[test]
fn what_is_gone_is_named_once_with_all_its_places() {
    let server = Server::start(|_, path, _| Reply::status(if path == "/gone" { 410 } else { 404 }));
    let site = site(&[server.at("/x"), server.at("/gone"), server.at("/x#part")]);
    let yaml = format!(
        "title: A\nbase_url: https://own.example\ngit_dates: false\nchecks: {{local-link: allow}}\nmenus:\n  main: [{{title: X, link: '{}'}}]\n",
        server.at("/x")
    );
    site.write("site.yaml", yaml);
    site.write(
        "content/data/links.yaml",
        format!("- see: {}\n", server.at("/x")),
    );
    let run = check(&site, PATIENT);
    assert_eq!(
        found(&run, &server),
        [
            "warning[dead-external-link]: /x no longer exists at content/data/links.yaml:1:8",
            "warning[dead-external-link]: /gone no longer exists at content/index.md:6:9",
        ],
        "{run}"
    );
    for place in [
        "::: content/index.md:4:9",
        "8 | [at 02]",
        "::: site.yaml:6:",
    ] {
        assert!(run.stderr.contains(place), "{place}: {run}");
    }
}

#[test]
fn redirects_are_followed_and_lasting_ones_named() {
    let server = Server::start(|_, path, _| match path {
        "/a" => Reply::leads(301, "/b"),
        "/b" => Reply::leads(308, "/c"),
        "/for-now" => Reply::leads(302, "/c"),
        "/home" => Reply::leads(301, "/"),
        "/slash" => Reply::leads(301, "/slash/"),
        "/to-nothing" => Reply::leads(301, "/nothing"),
        "/nothing" => Reply::status(404),
        "/round" => Reply::leads(302, "/and-round"),
        "/and-round" => Reply::leads(302, "/round"),
        _ => Reply::page(""),
    });
    let paths = [
        "/a",
        "/for-now",
        "/home",
        "/slash#x",
        "/to-nothing",
        "/round",
    ];
    let run = check(&site(&paths.map(|path| server.at(path))), PATIENT);
    assert_eq!(
        found(&run, &server),
        [
            "warning[moved-external-link]: /a has moved to /c at content/index.md:4:9",
            "warning[moved-external-link]: /home has moved to / at content/index.md:8:9",
            "warning[moved-external-link]: /slash has moved to /slash/ at content/index.md:10:9",
            "warning[dead-external-link]: /to-nothing no longer exists at content/index.md:12:9",
            "warning[unreachable-external-link]: /round cannot be reached: it redirects in a circle at content/index.md:14:9",
        ],
        "{run}"
    );
    assert!(
        run.stderr
            .contains(&format!("write `{}`", server.at("/slash/"))),
        "{run}"
    );
    assert_eq!(
        run.stderr
            .matches("if it is the same page, link to it")
            .count(),
        1,
        "{run}"
    );
    assert_eq!(
        run.stderr.matches("the page itself may be gone").count(),
        1,
        "{run}"
    );
}

#[test]
fn only_what_browsers_ask_counts() {
    let server = Server::start(|method, path, _| match (method, path) {
        ("GET", "/gone") => Reply::status(404),
        ("GET", "/403") => Reply::status(403),
        ("HEAD", "/fine") => Reply::status(404),
        _ => Reply::page(""),
    });
    let run = check(
        &site(&["/403", "/gone", "/fine"].map(|path| server.at(path))),
        PATIENT,
    );
    assert_eq!(
        found(&run, &server),
        ["warning[dead-external-link]: /gone no longer exists at content/index.md:6:9"],
        "a host that answers HEAD for every page says nothing of any: {run}"
    );
    assert!(
        run.stdout.contains(
            "checked 3 links to other sites; 1 refuse automated requests and were not checked"
        ),
        "{run}"
    );
}

#[test]
fn a_host_that_wants_its_cookie_back_gets_it() {
    let server = Server::start(|_, path, before| match (path, before) {
        ("/twice", 0) => Reply::Says(
            302,
            "Location: /twice\r\nSet-Cookie: seen=1; Path=/; HttpOnly\r\n",
            String::new(),
        ),
        ("/for-good", 0) => Reply::Says(
            301,
            "Location: /for-good\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n",
            String::new(),
        ),
        ("/never", _) => Reply::Says(
            302,
            "Location: /never\r\nSet-Cookie: a=1\r\n",
            String::new(),
        ),
        _ => Reply::page(""),
    });
    let paths = ["/twice", "/for-good", "/never"];
    let run = check(&site(&paths.map(|path| server.at(path))), PATIENT);
    assert_eq!(
        found(&run, &server),
        [
            "warning[unreachable-external-link]: /never cannot be reached: it redirects in a circle at content/index.md:8:9"
        ],
        "{run}"
    );
    assert_eq!(server.cookies("GET /twice"), ["", "seen=1"]);
    assert_eq!(server.cookies("GET /for-good"), ["", "a=1; b=2"]);
}

#[test]
fn what_nobody_can_ask_for_is_said() {
    let addresses = [
        "<https://exa mple.example/>",
        "http://a.example:99999/x",
        "mailto:a@b.example",
    ];
    let site = site(&addresses.map(str::to_owned));
    site.write("content/data/links.yaml", "- https://a..example/\n");
    let run = site.run(&["check", "--external", "--patience", PATIENT]);
    run.assert_no_panic();
    run.assert_exit(1);
    for said in [
        "error[broken-link]: `exa mple.example` cannot be the name of a website",
        "https://a..example/ cannot be reached: no host can be called `a..example`",
        "http://a.example:99999/x cannot be reached: `99999` is not a port",
    ] {
        assert!(run.stderr.contains(said), "{run}");
    }
    assert!(
        !run.stderr.contains("exa mple.example/ cannot be reached"),
        "told twice: {run}"
    );
}

#[test]
fn hosts_with_other_letters_are_asked_by_the_name_that_servers_know() {
    let site = site(&["http://münchen.invalid/".to_owned()]);
    let run = check(&site, "2000");
    // Nobody has that name. That it was looked up is all there is to see without a network.
    assert!(run.stderr.contains("http://münchen.invalid/"), "{run}");
    assert!(
        run.stderr.contains("there is no host of this name"),
        "{run}"
    );
}

#[test]
fn what_passes_is_tried_again() {
    let server = Server::start(|_, path, before| match path {
        "/500" if before == 0 => Reply::status(500),
        "/broken" => Reply::status(502),
        "/rest" if before == 0 => Reply::Says(429, "Retry-After: 0\r\n", String::new()),
        "/busy" => Reply::status(429),
        "/off" => Reply::BreaksOff,
        _ => Reply::page(""),
    });
    let paths = ["/500", "/broken", "/rest", "/busy", "/off"];
    // The waits between two tries go with the patience.
    let run = check(&site(&paths.map(|path| server.at(path))), "2000");
    assert_eq!(
        found(&run, &server),
        [
            "warning[unreachable-external-link]: /broken cannot be reached: its host reports a server error, 502 at content/index.md:6:9",
            "warning[unreachable-external-link]: /off cannot be reached: its host closed the connection at content/index.md:12:9",
        ],
        "{run}"
    );
    assert!(run.stdout.contains("1 refuse automated requests"), "{run}");
    let heard = server.heard();
    assert_eq!(
        (heard.get("GET /broken"), heard.get("GET /off")),
        (Some(&3), Some(&3)),
        "{heard:?}"
    );
    assert_eq!(
        (heard.get("GET /rest"), heard.get("GET /busy")),
        (Some(&2), Some(&3)),
        "{heard:?}"
    );
}

#[test]
fn who_does_not_answer_holds_nobody_up() {
    let server = Server::start(|_, path, _| match path {
        "/hangs" => Reply::Hangs,
        "/drips" => Reply::Drips,
        _ => Reply::page(""),
    });
    let run = check(
        &site(&["/hangs", "/drips", "/fine"].map(|path| server.at(path))),
        IMPATIENT,
    );
    let slow = |path: &str| format!("{path} cannot be reached: its host took too long to answer");
    let found = found(&run, &server);
    assert!(
        found.len() >= 2
            && found[0].contains(&slow("/hangs"))
            && found[1].contains(&slow("/drips")),
        "{run}"
    );
}

#[test]
fn a_connection_that_cannot_be_trusted_is_no_dead_link() {
    let server = Server::start(|_, _, _| Reply::status(404));
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("its number");
    let run = check(
        &site(&[server.securely_at("/x"), format!("http://{closed}/")]),
        "2000",
    );
    assert!(!run.stderr.contains("dead-external-link"), "{run}");
    assert!(
        run.stderr
            .contains("has no certificate that can be trusted"),
        "{run}"
    );
    assert!(
        run.stderr.contains("its host refuses the connection"),
        "{run}"
    );
}

#[test]
fn bodies_are_not_read_beyond_a_limit() {
    let server = Server::start(|_, _, _| Reply::Pours);
    let site = site(&[server.at("/a#x"), server.at("/b")]);
    check(&site, PATIENT).assert_stderr("");
    // Of a page that is too long to be read, nothing is said.
    let run = site.run(&["check", "--external", "--fragments", "--patience", PATIENT]);
    run.assert_stderr("");
}

#[test]
fn places_on_pages_are_looked_for_on_request() {
    let server = Server::start(|_, path, _| match path {
        "/file.pdf" => Reply::Says(200, "Content-Type: application/pdf\r\n", "x".to_owned()),
        _ => Reply::page("<h2 id=\"there\">There</h2>"),
    });
    let addresses = [
        "/a#there",
        "/a#not-there",
        "/a",
        "/file.pdf#page2",
        "/b#:~:text=x",
    ]
    .map(|path| server.at(path));
    let site = site(&addresses);
    check(&site, PATIENT).assert_stderr("");
    // What is remembered of a page says nothing of its places.
    let run = site.run(&["check", "--external", "--fragments", "--patience", PATIENT]);
    assert_eq!(
        found(&run, &server),
        [
            "warning[missing-external-anchor]: /a has no heading or anchor called `#not-there` at content/index.md:6:9"
        ],
        "{run}"
    );
    assert!(
        site.run(&["check", "--fragments"])
            .stderr
            .contains("--external")
    );
}

#[test]
fn pages_are_read_as_they_were_sent() {
    let server = Server::start(|_, path, _| match path {
        "/packed" => Reply::Sends(
            "Content-Type: text/html\r\nContent-Encoding: gzip\r\n",
            gzip(PAGE),
        ),
        "/latin" => Reply::Sends(
            "Content-Type: text/html; charset=iso-8859-1\r\n",
            latin(PAGE),
        ),
        "/says-latin" => {
            let page = format!("<meta charset=latin1>{PAGE}");
            Reply::Sends("Content-Type: text/html\r\n", latin(&page))
        }
        // Nobody asked for it in this form, and what it holds is not known.
        "/brotli" => Reply::Sends(
            "Content-Type: text/html\r\nContent-Encoding: br\r\n",
            vec![1, 2, 3],
        ),
        _ => Reply::page("<!-- <h2 id='über'> --><script>'<h2 id=\"über\">'</script>"),
    });
    let paths = ["/packed", "/latin", "/says-latin", "/brotli", "/commented"];
    let site = site(&paths.map(|path| server.at(&format!("{path}#über"))));
    let run = site.run(&["check", "--external", "--fragments", "--patience", PATIENT]);
    assert_eq!(
        found(&run, &server),
        [
            "warning[missing-external-anchor]: /commented has no heading or anchor called `#über` at content/index.md:12:9"
        ],
        "{run}"
    );
}

const PAGE: &str = "<h2 id=\"über\">Über uns</h2>";

fn latin(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(c).unwrap_or(b'?'))
        .collect()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packer, text.as_bytes()).expect("memory");
    packer.finish().expect("memory")
}

#[test]
fn answers_are_remembered_for_a_while() {
    let server = Server::start(|_, path, _| Reply::status(if path == "/gone" { 404 } else { 200 }));
    let site = site(&[server.at("/fine"), server.at("/gone")]);
    let first = check(&site, PATIENT);
    let second = check(&site, PATIENT);
    assert_eq!(first.stderr, second.stderr);
    assert!(
        second
            .stdout
            .contains("checked 0 links to other sites; 2 were known from an earlier check"),
        "{second}"
    );
    assert_eq!(server.heard().get("GET /fine"), Some(&1));
    let kept = site.root().join(".copublish/external-links.json");
    let text = std::fs::read_to_string(&kept).expect("what is remembered");
    assert!(
        text.contains(&server.at("/gone")) && text.ends_with("}\n"),
        "{text}"
    );
    // What is damaged is asked anew, and nothing remembered lasts for ever.
    std::fs::write(&kept, "{").expect("a file that can be written");
    check(&site, PATIENT);
    site.write(
        "site.yaml",
        "title: A\nbase_url: https://own.example\ngit_dates: false\nchecks: {local-link: allow}\nexternal: {max_age: 0}\n",
    );
    check(&site, PATIENT);
    assert_eq!(server.heard().get("GET /fine"), Some(&3));
}

#[test]
fn settings_say_who_is_asked() {
    let server = Server::start(|_, _, _| Reply::status(404));
    let site = site(&["/a", "/members/b", "/c"].map(|path| server.at(path)));
    let settings = |allow: &str| {
        format!(
            "title: A\nbase_url: https://own.example\ngit_dates: false\nchecks: {{local-link: allow}}\nexternal:\n  allow: ['{allow}']\n  ignore: ['*/members/*']\n  timeout: 20\n"
        )
    };
    site.write("site.yaml", settings("http://*/a"));
    assert_eq!(found(&check(&site, PATIENT), &server).len(), 1);
    site.write("site.yaml", settings("https://elsewhere.example/*"));
    check(&site, PATIENT).assert_stderr("");
    site.write(
        "site.yaml",
        "title: A\nbase_url: https://own.example\ngit_dates: false\nexternal: {allowed: []}\n",
    );
    let run = site.run(&["check"]);
    assert!(
        run.stderr
            .contains("`external` has no setting called `allowed`"),
        "{run}"
    );
    assert!(
        server
            .heard()
            .keys()
            .all(|question| question.ends_with("/a")),
        "{:?}",
        server.heard()
    );
}

#[test]
fn levels_count_and_programs_are_told() {
    let server = Server::start(|_, _, _| Reply::status(404));
    let site = site(&[server.at("/a")]);
    site.write(
        "site.yaml",
        "title: A\nbase_url: https://own.example\ngit_dates: false\nchecks: {dead-external-link: deny, local-link: allow}\n",
    );
    let run = site.run(&["check", "--external", "--format", "json"]);
    run.assert_exit(1);
    let json: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(
        json["diagnostics"][0]["code"], "dead-external-link",
        "{run}"
    );
    assert_eq!(
        json["summary"]["notes"][0], "checked 1 link to other sites",
        "{run}"
    );
}

#[test]
fn without_a_network_that_is_said_once() {
    // Names that no host will ever have.
    let addresses: Vec<String> = (0..40)
        .map(|number| format!("https://site-{number}.invalid/"))
        .collect();
    let run = check(&site(&addresses), "2000");
    assert_eq!(run.stderr.matches("warning[").count(), 1, "{run}");
    assert!(
        run.stderr
            .contains("no other site can be reached, so 40 links could not be checked"),
        "{run}"
    );
}
