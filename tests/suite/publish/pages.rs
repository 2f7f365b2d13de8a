//! What the pages of the manual on publishing and hosting say to type and to write.

use std::fs;
use std::path::Path;

use copublish::base::FilePath;
use copublish::config::SiteConfig;

use crate::site::Site;

const PAGES: [&str; 2] = ["output.md", "publishing.md"];

/// Commands that cannot be run here, by their start, and why.
const ELSEWHERE: [(&str, &str); 4] = [
    (
        "pip install",
        "asks PyPI for a version that may not be released; tests/packages.sh installs this one",
    ),
    ("pipx install", "the same"),
    ("rsync", "goes to a server of the reader"),
    (
        "export",
        "sets the keys of the reader; tests/publish.py has its own",
    ),
];

/// The blocks of code of a page, each with its language.
fn fences(page: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs/content/manual")
        .join(page);
    let text = fs::read_to_string(path).expect("a page of the manual");
    let mut parts = text.split("```");
    parts.next();
    let mut found = Vec::new();
    while let (Some(fence), Some(_)) = (parts.next(), parts.next()) {
        let (language, code) = fence.split_once('\n').expect("a line");
        found.push((language.to_owned(), code.to_owned()));
    }
    assert!(found.len() > 5, "{page}");
    found
}

/// The commands of a block: of a shell, or of the steps of a service that builds.
fn commands(language: &str, code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in code.lines() {
        let line = line.trim();
        let run = line.trim_start_matches("- ");
        let command = match (language, run.split_once(": ")) {
            ("", _) => line,
            (_, Some(("run", command))) => command,
            (_, Some((_, rest))) if line.starts_with("- cron") => rest,
            _ => match line.strip_prefix("command = \"") {
                Some(command) => command.trim_end_matches('"'),
                None => continue,
            },
        };
        // A line for cron begins with its times.
        let command = command.trim_start_matches(['*', '/', ' ']);
        let command = command.strip_prefix("15 * * * * ").unwrap_or(command);
        found.extend(command.split(" && ").map(str::to_owned));
    }
    found
}

fn is_command(line: &str) -> bool {
    let named = ELSEWHERE.iter().map(|(start, _)| *start);
    let mut starts = named.chain(["copublish "]);
    starts.any(|start| line.starts_with(start))
}

#[test]
fn every_command_of_the_pages_runs_or_is_named_as_one_of_elsewhere() {
    let mut ran = 0;
    for page in PAGES {
        for (language, code) in fences(page) {
            let commands = commands(&language, &code);
            let site = site_for(&code);
            for command in commands.iter().filter(|line| is_command(line)) {
                let Some(words) = command.strip_prefix("copublish ") else {
                    continue;
                };
                run(&site, words, page);
                ran += 1;
            }
        }
    }
    assert!(ran >= 6, "{ran}");
}

/// A small site for the commands of a block, one after the other.
fn site_for(code: &str) -> Site {
    let target = if code.contains("publish preview") {
        "\n  preview: {to: folder, folder: www}"
    } else {
        " {to: folder, folder: www}"
    };
    let settings =
        format!("title: A\nbase_url: https://example.org\ngit_dates: false\npublish:{target}\n");
    let page = "---\ntitle: Home\n---\nHello.\n";
    Site::new()
        .file("site.yaml", settings)
        .file("content/index.md", page)
}

fn run(site: &Site, words: &str, page: &str) {
    let words: Vec<&str> = words.split_whitespace().collect();
    // The folder of a line for cron is one of the reader's.
    let words = words.split(|word| *word == "--root").next().expect("words");
    let run = site.run(words);
    assert!(run.status.success(), "{page}: {words:?}\n{run}");
}

#[test]
fn every_target_of_the_pages_is_one() {
    let mut targets = 0;
    for page in PAGES {
        for (_, code) in fences(page) {
            if !code.starts_with("publish:") {
                continue;
            }
            let site = SiteConfig::parse(&FilePath::new("site.yaml"), Some(&code));
            assert!(
                site.diagnostics.is_empty(),
                "{page}: {code}{:?}",
                site.diagnostics
            );
            targets += site.value.publish.len();
        }
    }
    assert!(targets >= 5, "{targets}");
}
