//! The literate cases: each is built by the real binary, and everything it expects is compared.
//!
//! `UPDATE_CASES=1 cargo test --test suite cases` writes what was found into the fences;
//! `CASE=words` runs only the cases whose file or name holds these words.

pub mod file;

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::site::{Run, Site, path_of, tidy};
use crate::{diff, html};
use file::{Case, CaseFile, Expectation, Subject};

/// One expectation that does not hold.
#[derive(Debug, PartialEq, Eq)]
struct Failure {
    /// Which of the case's expectations; `None` for what the case does not say at all.
    expectation: Option<usize>,
    /// What was found, where the fence could hold it.
    found: Option<String>,
    /// What is wrong, for readers.
    message: String,
}

#[test]
fn all_cases_hold() {
    let update = std::env::var_os("UPDATE_CASES").is_some_and(|value| value == "1");
    let wanted = std::env::var("CASE").unwrap_or_default();
    let mut cases = 0;
    let mut failures = Vec::new();
    for path in files() {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path).expect("a file of cases");
        match CaseFile::parse(&text) {
            Err(problems) => {
                failures.extend(problems.iter().map(|problem| format!("{name}: {problem}")));
            }
            Ok(file) => {
                let mut results = run_file(&file, |case| {
                    format!("{name} {}", case.name).contains(&wanted)
                });
                cases += results.len();
                if update {
                    rewrite(&path, &file, &mut results);
                }
                failures.extend(describe(&name, &file, &results));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures in {cases} cases\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
    assert!(cases > 0, "no case is called `{wanted}`");
}

/// The files of cases, in order.
fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let paths = fs::read_dir(folder)
        .expect("the folder of cases")
        .map(|entry| entry.expect("a file").path());
    let is_cases = |path: &PathBuf| {
        path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md")
    };
    let mut paths: Vec<PathBuf> = paths.filter(is_cases).collect();
    paths.sort();
    paths
}

/// The texts of all diagnostics that cases expect.
#[allow(dead_code, reason = "read by `codes`")]
pub fn expected_diagnostics() -> Vec<String> {
    let read =
        |path: PathBuf| CaseFile::parse(&fs::read_to_string(path).expect("a file of cases")).ok();
    let cases = files()
        .into_iter()
        .filter_map(read)
        .flat_map(|file| file.cases);
    let expectations = cases.flat_map(|case| case.expectations);
    expectations
        .filter(|found| found.of == Subject::Diagnostics)
        .map(|found| found.text)
        .collect()
}

/// Judges cases that stand in another text: what does not hold, and the text with what was found.
pub fn judged(text: &str) -> (Vec<String>, String) {
    let file = CaseFile::parse(text).unwrap_or_else(|problems| panic!("{}", problems.join("\n")));
    let results = run_file(&file, |_| true);
    let changes = changes(&results);
    let updated = if changes.is_empty() {
        text.to_owned()
    } else {
        file.updated(&changes)
    };
    let lost = |failure: &Failure| failure.found.is_none();
    let failures = results
        .into_iter()
        .map(|(at, found)| (at, found.into_iter().filter(lost).collect()));
    let said = describe("", &file, &failures.collect::<Vec<_>>());
    (
        said.into_iter()
            .map(|said| said.replace("tests/cases/:", "line "))
            .collect(),
        updated,
    )
}

/// Builds the wanted cases of a file: the number of each and what does not hold.
fn run_file(file: &CaseFile, wanted: impl Fn(&Case) -> bool + Sync) -> Vec<(usize, Vec<Failure>)> {
    let numbered = file
        .cases
        .par_iter()
        .enumerate()
        .filter(|(_, case)| wanted(case));
    numbered
        .map(|(number, case)| (number, check(case, &run(case))))
        .collect()
}

/// All cases, each with the name of its file before its own.
pub fn all() -> Vec<(String, Case)> {
    let mut all = Vec::new();
    for path in files() {
        let text = fs::read_to_string(&path).expect("a file of cases");
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let cases = CaseFile::parse(&text)
            .expect("cases that can be read")
            .cases;
        all.extend(
            cases
                .into_iter()
                .map(|case| (format!("{stem}: {}", case.name), case)),
        );
    }
    all
}

fn run(case: &Case) -> Run {
    let (site, verb) = site_of(case);
    site.run(&[verb])
}

/// The site of a case with its arguments, and the verb it asks for.
pub fn site_of(case: &Case) -> (Site, &str) {
    let site = case
        .files
        .iter()
        .fold(Site::new(), |site, (path, bytes)| site.file(path, bytes));
    let (verb, options) = match case.args.split_first() {
        Some((first, rest)) if !first.starts_with('-') => (first.as_str(), rest),
        _ => ("build", case.args.as_slice()),
    };
    let site = options.iter().fold(site, |site, option| site.arg(option));
    (site, verb)
}

/// Everything a case expects that did not come out.
fn check(case: &Case, run: &Run) -> Vec<Failure> {
    let mut failures: Vec<Failure> = case
        .expectations
        .iter()
        .enumerate()
        .filter_map(|(at, expectation)| {
            compare(expectation, run).map(|f| Failure {
                expectation: Some(at),
                ..f
            })
        })
        .collect();
    let says = |of: &Subject| {
        case.expectations
            .iter()
            .find(|expectation| expectation.of == *of)
    };
    let diagnostics = says(&Subject::Diagnostics);
    if diagnostics.is_none() && !run.stderr.is_empty() {
        let message = format!("says nothing of its diagnostics\n{}", tidy(&run.stderr));
        failures.push(Failure {
            expectation: None,
            found: Some(tidy(&run.stderr)),
            message,
        });
    }
    if says(&Subject::Exit).is_none() {
        let errors = diagnostics
            .is_some_and(|found| found.text.lines().any(|line| line.starts_with("error")));
        let expected = i32::from(errors);
        if run.status.code() != Some(expected) {
            let message = format!("ended with {}, not with exit code {expected}", run.status);
            failures.push(Failure {
                expectation: None,
                found: None,
                message,
            });
        }
    }
    failures
}

fn compare(expectation: &Expectation, run: &Run) -> Option<Failure> {
    let expected = tidy(&expectation.text);
    let found = match found(&expectation.of, run) {
        Ok(found) => found,
        Err(message) => {
            return Some(Failure {
                expectation: None,
                found: None,
                message,
            });
        }
    };
    if found == expected {
        return None;
    }
    let message = format!("differs\n{}", diff::lines(&expected, &found));
    Some(Failure {
        expectation: None,
        found: Some(found),
        message,
    })
}

/// What came out, as the fence would hold it.
fn found(of: &Subject, run: &Run) -> Result<String, String> {
    let text = match of {
        Subject::Page { address, selector } => {
            let page = run
                .find(address)
                .ok_or_else(|| format!("there is no {}", path_of(address)))?;
            let is_html = path_of(address).ends_with(".html");
            if is_html || !selector.is_empty() {
                html::extract(&page, selector)
            } else {
                page
            }
        }
        Subject::Output(prefix) => run
            .paths()
            .iter()
            .filter(|path| path.starts_with(prefix))
            .map(|path| format!("{path}\n"))
            .collect(),
        Subject::Diagnostics => run.stderr.clone(),
        Subject::Stdout => run.stdout.clone(),
        Subject::Exit => run
            .status
            .code()
            .map_or_else(|| run.status.to_string(), |code| code.to_string()),
    };
    Ok(tidy(&without_hashes(&text)))
}

/// `style.0123456789.css` → `style.HASH.css`: a change to an asset should not move every case.
pub fn without_hashes(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['.', '-']) {
        let (before, after) = rest.split_at(at + 1);
        result.push_str(before);
        let digits = after
            .bytes()
            .take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            .count();
        rest = if digits == 10 && after[digits..].starts_with('.') {
            result.push_str("HASH");
            &after[digits..]
        } else {
            after
        };
    }
    result + rest
}

/// Writes what was found into the file, and leaves the failures that no fence can hold.
fn rewrite(path: &Path, file: &CaseFile, results: &mut [(usize, Vec<Failure>)]) {
    let changes = changes(results);
    if !changes.is_empty() {
        fs::write(path, file.updated(&changes)).expect("the file of cases can be written");
    }
    results
        .iter_mut()
        .for_each(|(_, failures)| failures.retain(|failure| failure.found.is_none()));
}

/// What was found in place of what was expected: case, expectation, text.
fn changes(results: &[(usize, Vec<Failure>)]) -> Vec<(usize, Option<usize>, String)> {
    let change = |number: usize, failure: &Failure| {
        Some((number, failure.expectation, failure.found.clone()?))
    };
    let of_case = results.iter().flat_map(|(number, failures)| {
        failures
            .iter()
            .filter_map(move |failure| change(*number, failure))
    });
    of_case.collect()
}

/// Failures for readers.
fn describe(name: &str, file: &CaseFile, results: &[(usize, Vec<Failure>)]) -> Vec<String> {
    let mut texts = Vec::new();
    for (number, failures) in results {
        let case = &file.cases[*number];
        for failure in failures {
            let expectation = failure.expectation.map(|at| &case.expectations[at]);
            let line = expectation.map_or(case.line, |expectation| expectation.line);
            let what = expectation
                .map_or_else(String::new, |expectation| format!(" {:?}", expectation.of));
            texts.push(format!(
                "tests/cases/{name}:{line}: {}:{what} {}",
                case.name, failure.message
            ));
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;
    use std::time::Duration;

    fn case(text: &str) -> CaseFile {
        CaseFile::parse(&format!("## A\n\n{text}")).unwrap()
    }

    fn run(code: i32, stderr: &str) -> Run {
        let page = "<html><head><link href=\"/style.0123456789.css\"></head><main><h1>A</h1></main></html>";
        let files = [
            ("a/index.html", page),
            ("feed.xml", "<a>\n  <b/>\n</a>\n"),
            ("style.0123456789.css", ""),
        ];
        let output: BTreeMap<_, _> = files
            .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
            .into();
        let status = ExitStatus::from_raw(code << 8);
        Run {
            status,
            stdout: "built\n".to_owned(),
            stderr: stderr.to_owned(),
            output,
            took: Duration::ZERO,
        }
    }

    fn failures(text: &str, run: &Run) -> Vec<Failure> {
        check(&case(text).cases[0], run)
    }

    #[test]
    fn what_holds_passes() {
        let clean = run(0, "");
        let holds = |text: &str| assert_eq!(failures(text, &clean), []);
        holds("```html expect /a/ main\n<main>\n  <h1>A</h1>\n</main>\n```\n");
        holds("```html expect /a/ head\n<head>\n  <link href=\"/style.HASH.css\">\n</head>\n```\n");
        holds("```html expect /a/ h2\n```\n");
        holds("```xml expect /feed.xml\n<a>\n  <b/>\n</a>\n```\n");
        holds("```text expect output\na/index.html\nfeed.xml\nstyle.HASH.css\n```\n");
        holds("```text expect output a/\na/index.html\n```\n");
        holds("```text exit\n0\n```\n");
        holds("```text stdout\nbuilt\n```\n");
        let wrong = run(1, "error[broken-link]: x\n");
        assert_eq!(
            failures("```text diagnostics\nerror[broken-link]: x\n```\n", &wrong),
            []
        );
    }

    #[test]
    fn what_does_not_hold_fails() {
        let clean = run(0, "");
        let fails = |text: &str, run: &Run| assert_eq!(failures(text, run).len(), 1, "{text}");
        fails("```html expect /a/ h1\n<h1>B</h1>\n```\n", &clean);
        fails("```html expect /a/ h1\n```\n", &clean);
        fails("```html expect /b/\n```\n", &clean);
        fails("```xml expect /feed.xml\n<a><b/></a>\n```\n", &clean);
        fails("```text expect output\na/index.html\n```\n", &clean);
        fails("```text exit\n1\n```\n", &clean);
        fails("```text stdout\n```\n", &clean);
        // Diagnostics that a case does not speak of, and exit codes that do not fit them.
        fails(
            "```html expect /a/ h1\n<h1>A</h1>\n```\n",
            &run(0, "warning: x\n"),
        );
        fails("```html expect /a/ h1\n<h1>A</h1>\n```\n", &run(1, ""));
        fails(
            "```text diagnostics\nerror: x\n```\n",
            &run(0, "error: x\n"),
        );
        fails(
            "```text diagnostics\nwarning: x\n```\n",
            &run(1, "warning: x\n"),
        );
        assert_eq!(
            failures("```text diagnostics\nerror: x\n```\n", &clean).len(),
            2
        );
    }

    #[test]
    fn an_update_puts_right_what_it_can() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        let file = case("```html expect /a/ h1\n<h1>B</h1>\n```\n\n```html expect /b/\n```\n");
        let mut results = vec![(0, check(&file.cases[0], &run(0, "warning: x\n")))];
        assert_eq!(describe("a.md", &file, &results).len(), 3);
        rewrite(&path, &file, &mut results);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(
            text,
            "## A\n\n```html expect /a/ h1\n<h1>A</h1>\n```\n\n```html expect /b/\n```\n\n```text diagnostics\nwarning: x\n```\n"
        );
        let left = describe("a.md", &file, &results);
        assert_eq!(left.len(), 1);
        assert!(left[0].contains("there is no b/index.html"), "{left:?}");
    }

    #[test]
    fn every_failure_says_where() {
        let file = case("```html expect /a/ h1\n<h1>B</h1>\n```\n");
        let results = vec![(0, check(&file.cases[0], &run(0, "")))];
        let text = describe("a.md", &file, &results).join("");
        assert!(text.starts_with("tests/cases/a.md:3: A: Page"), "{text}");
        assert!(text.contains("- <h1>B</h1>\n+ <h1>A</h1>\n"), "{text}");
    }
}
