//! How what is answered, left and told differs from what it should be, in words; `None` where it does not.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::asking::Client;
use super::clean::{Clean, Found};
use crate::site::read_folder;

/// The address of a file as browsers ask for it.
pub fn address(base: &str, name: &str) -> String {
    format!("{base}/{}", name.strip_suffix("index.html").unwrap_or(name))
}

/// How an answer differs from a file of the site.
pub fn answer_differs(
    client: &mut Client,
    clean: &Clean,
    (name, bytes): (&str, &[u8]),
) -> Option<String> {
    let answer = client.get(&address(&clean.base, name));
    if answer.status == 200 && answer.body == bytes {
        return None;
    }
    let (built, served) = (
        String::from_utf8_lossy(bytes),
        String::from_utf8_lossy(&answer.body),
    );
    if answer.status == 200 && without_sizes(&built) == without_sizes(&served) {
        return None;
    }
    // Nobody knows of an edition that it cannot be made before a reader asks for it, so pages of a preview list it.
    let mut failed = clean.failed.iter().filter(|name| !name.ends_with(".html"));
    if answer.status == 200 && failed.any(|it| served.contains(it) && !built.contains(it)) {
        return None;
    }
    Some(format!(
        "{name} is answered with {}\n{}",
        answer.status,
        crate::diff::lines(&built, &served)
    ))
}

/// A text without how large editions are, which no page of a preview says.
fn without_sizes(text: &str) -> String {
    let mut pages = text.split("<data>");
    let mut plain = pages.next().unwrap_or_default().to_owned();
    for page in pages {
        plain.push_str(page.split_once("</data>").map_or(page, |(_, rest)| rest));
    }
    // The default theme has a part of a line for it.
    let mut parts = plain.split(" <span>");
    let first = parts.next().unwrap_or_default().to_owned();
    let plain = parts.fold(first, |text, part| match part.split_once("</span>") {
        Some((size, rest)) if is_size(size) => text + rest,
        _ => text + " <span>" + part,
    });
    // Links of feeds say it in words: ` (EPUB, 2 KB)`.
    let words = plain.split(", ").map(|part| match part.split_once(')') {
        Some((size, rest)) if is_size(size) => format!(")\u{0}{rest}"),
        _ => part.to_owned(),
    });
    words
        .collect::<Vec<_>>()
        .join(", ")
        .replace(", )\u{0}", ")")
}

fn is_size(words: &str) -> bool {
    let number = words.split_once(['\u{a0}', ' ']);
    number.is_some_and(|(number, unit)| {
        number.parse::<f64>().is_ok() && ["bytes", "KB", "kB", "MB"].contains(&unit)
    })
}

/// How a folder differs from all files of the site. The last version of a page that failed may stay, but not empty.
pub fn folder_differs(folder: &Path, Clean { files, failed, .. }: &Clean) -> Option<String> {
    let mut left = read_folder(folder);
    left.retain(|name, bytes| {
        !name.starts_with(".copublish") && (bytes.is_empty() || !failed.contains(name))
    });
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    if names(&left) != names(files) {
        return Some(format!(
            "the folder holds {:#?} instead of {:#?}",
            names(&left),
            names(files)
        ));
    }
    let (name, bytes) = left.iter().find(|(name, bytes)| files[*name] != **bytes)?;
    let (built, left) = (
        String::from_utf8_lossy(&files[name]),
        String::from_utf8_lossy(bytes),
    );
    Some(format!(
        "{name} in the folder differs\n{}",
        crate::diff::lines(&built, &left)
    ))
}

/// A problem as the server tells it.
pub fn found(problem: &Value) -> Found {
    let text = |name: &str| problem[name].as_str().map(str::to_owned);
    Found {
        code: text("code").unwrap_or_default(),
        message: text("message").unwrap_or_default(),
        file: text("file"),
        line: problem["line"].as_u64(),
    }
}

/// All problems as a build draws them.
pub fn drawn(problems: &[Value]) -> String {
    let drawings = problems
        .iter()
        .filter_map(|problem| problem["drawing"].as_str());
    drawings.map(|drawing| format!("{drawing}\n\n")).collect()
}
