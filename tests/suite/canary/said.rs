//! What is printed about hostile texts, names and paths: no control character reaches a terminal, no annotation is
//! made of another one's words, and what is for programs is read by them.

use super::Planted;
use crate::site::{Run, Site};

/// What ends a line and starts an annotation, moves a cursor, or turns a line round.
const HOSTILE: &str =
    "cny\u{1b}]0;cny\u{7}\u{9b}31m\r\n::error::cny%0A\u{202e}\u{2066}\u{0}\u{85}\u{2028}";

/// What a terminal would take for more than text.
///
/// # Errors
/// It, with what stands before it.
pub fn on_terminal(text: &str) -> Result<(), String> {
    let is_odd = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let text = text.replace("\r\n", "\n");
    match text.find(is_odd) {
        Some(at) => Err(format!(
            "{:?}",
            text[..at]
                .lines()
                .next_back()
                .map(|line| (line, text[at..].chars().next()))
        )),
        None => Ok(()),
    }
}

/// What GitHub would take for an annotation that nobody meant.
///
/// # Errors
/// The line.
pub fn annotations(text: &str) -> Result<(), String> {
    on_terminal(text)?;
    for line in text.lines() {
        let behind = line
            .strip_prefix("::error ")
            .or_else(|| line.strip_prefix("::warning "));
        let (properties, _) = behind
            .and_then(|behind| behind.split_once("::"))
            .ok_or_else(|| line.to_owned())?;
        for property in properties.split(',') {
            let (name, _) = property.split_once('=').ok_or_else(|| line.to_owned())?;
            if !["file", "line", "endLine", "col", "endColumn", "title"].contains(&name) {
                return Err(line.to_owned());
            }
        }
    }
    Ok(())
}

/// A text without the colours of copublish.
pub fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .find(|c: char| !(c.is_ascii_digit() || c == ';'))
            .unwrap_or(part.len());
        match part[end..].strip_prefix('m') {
            Some(behind) => plain.push_str(behind),
            None => plain.push_str(&format!("\u{1b}[{part}")),
        }
    }
    plain
}

/// A site of slips, each with what is hostile in it.
fn slips() -> Site {
    let hostile = super::word::yaml(&serde_json::json!(HOSTILE));
    let front = format!(
        "---\ntitle: {hostile}\n{hostile}: 1\nstatus: {hostile}\ndate: {hostile}\nsuccessor: {hostile}\n\
         language: {hostile}\ntemplate: {hostile}\naliases: [{hostile}]\nimage: {hostile}\nattachments: [{{file: {hostile}}}]\n\
         authors: [{hostile}]\ntags: [{hostile}]\nsummary: {hostile}\nkind: {hostile}\ncomments: {hostile}\nslug: {hostile}\n\
         page_author: {hostile}\nreview_by: 2012-01-01\nfeed: {hostile}\norder: {hostile}\n---\n"
    );
    let line = HOSTILE.replace(['\r', '\n', '\0'], "");
    let body = format!(
        "[{line}]({line}.md) [x](<{line}>) [[{line}]] ![{line}]({line}.png)\n\n::: {line}\n:::\n\n::: nothing {line}=\"{line}\"\n:::\n\n\
         ::: quote by=\"{line}\" {line}=\"{line}\"\n:::\n\n#### {line}\n\n**{line}**\n\n[here](/b/) [here](/c/)\n\n<{line} onclick=\"{line}\">\n"
    );
    let settings = format!(
        "title: {hostile}\nbase_url: https://example.org\ngit_dates: false\n{hostile}: {hostile}\nmenus: {{{hostile}: [{hostile}]}}\n\
         redirects: {{{hostile}: {hostile}}}\ngone: [{hostile}]\nchecks: {{{hostile}: {hostile}}}\nraw_html: {hostile}\n"
    );
    let name = HOSTILE.replace('\0', "");
    Site::new()
        .site_yaml(&settings)
        .file("content/blogs/a.md", format!("{front}{body}"))
        .file(
            &format!("content/{name}.md"),
            format!("---\ntitle: {hostile}\nkinds: 1\n---\n{body}"),
        )
        .file(&format!("content/{name}/b.md"), "---\ntitle: [\n---\n")
        .file(&format!("content/{name}.csv"), "a\n")
        .file("content/data/a.yaml", format!("{hostile}: [\n"))
        .file("content/glossary.yaml", format!("{hostile}: [1]\n"))
}

#[track_caller]
fn assert_read(run: &Run, what: &str, check: impl Fn(&str) -> Result<(), String>) {
    run.assert_no_panic();
    for text in [&run.stdout, &run.stderr] {
        if let Err(why) = check(text) {
            panic!("{what}: {why}");
        }
    }
}

fn json(text: &str) -> Result<(), String> {
    on_terminal(text)
        .or(Ok(()))
        .and_then(|()| match text.is_empty() {
            true => Ok(()),
            false => serde_json::from_str::<serde_json::Value>(text)
                .map(|_| ())
                .map_err(|why| format!("{why}: {text}")),
        })
}

#[test]
fn nothing_printed_moves_a_terminal() {
    let verbs: [&[&str]; 8] = [
        &["list"],
        &["build", "--keep-going"],
        &["check"],
        &["list", "--overdue"],
        &["fix", "--dry-run"],
        &["explain", "/text/"],
        &["explain", "/blogs/a/"],
        &["explain", HOSTILE_ADDRESS],
    ];
    let zone = format!(
        "timezone: {}\n",
        super::word::yaml(&serde_json::json!(HOSTILE))
    );
    let lost = Site::new().site_yaml(&zone).file("content/a.md", "A");
    // The first has problems of every sort, the second documents of every kind, and the third settings without a site.
    for (site, verbs) in [
        (slips(), &verbs[..]),
        (Planted::new().site, &verbs[..2]),
        (lost, &verbs[..3]),
    ] {
        for verb in verbs {
            assert_read(&site.run(verb), &format!("{verb:?}"), on_terminal);
        }
        let mut coloured = site.command(&["check"]);
        coloured.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
        let found = site.run_by(coloured);
        assert!(
            found.stderr.contains("cny") && found.stderr.contains("\u{1b}[1m"),
            "{found}"
        );
        assert_read(&found, "colours", |text| {
            on_terminal(&without_colours(text))
        });
    }
}

/// An address that is none, and is said back.
const HOSTILE_ADDRESS: &str = "/cny\u{1b}]0;cny\u{7}\u{9b}31m\r\n::error::cny\u{202e}/";

#[test]
fn programs_read_what_is_printed() {
    // The first has problems of every sort, the second those of a site that is built.
    for (site, verbs) in [
        (slips(), &["build", "check"][..]),
        (Planted::new().site, &["check"]),
    ] {
        for verb in verbs {
            let run = |format: &str| match *verb {
                "build" => site.run(&["build", "--keep-going", "--format", format]),
                verb => site.run(&[verb, "--format", format]),
            };
            assert_read(&run("github"), verb, |text| {
                let lines: Vec<&str> = text.lines().filter(|line| !is_summary(line)).collect();
                annotations(&lines.join("\n"))
            });
            for format in ["json", "sarif"].into_iter().take(verbs.len()) {
                let run = run(format);
                assert_read(&run, verb, |_| Ok(()));
                assert!(
                    json(&run.stdout).is_ok(),
                    "{verb} {format}: {:?}",
                    json(&run.stdout)
                );
            }
        }
    }
}

/// What stands beside annotations, for people.
fn is_summary(line: &str) -> bool {
    ["built ", "nothing was written", "checked "]
        .iter()
        .any(|start| line.starts_with(start))
        || line.starts_with(|c: char| c.is_ascii_digit())
}
