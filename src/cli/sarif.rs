//! Findings as a SARIF 2.1.0 log, which code hosts and editors read. Prints nothing itself.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::places::Places;
use super::source_texts::{SourceTexts, TextOf, for_each};
use crate::base::{Code, Diagnostic, Edit, FilePath, Fix, Hash, Label, Level, Severity, Span};
use crate::check::Fingerprint;

/// Where the form of a log is declared.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What paths start from: the folder in which copublish was started, most often the root of a repository.
const BASE: &str = "%SRCROOT%";

/// How a run ended.
#[derive(Clone, Copy)]
pub struct Exit<'e> {
    pub code: u8,
    /// The reason for the code, if the findings alone do not explain it.
    pub why: Option<&'e str>,
}

/// The log of a run with these findings, which are in order.
pub fn log(ordered: &[&Diagnostic], text_of: &TextOf, places: &Places, exit: Exit) -> Value {
    let mut codes: Vec<Code> = ordered.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut results = Vec::with_capacity(ordered.len());
    let mut alike = BTreeMap::new();
    for_each(ordered, text_of, |diagnostic, texts| {
        let scribe = LocationWriter { texts, places };
        let mut result = scribe.result(diagnostic, &mut alike);
        result["ruleIndex"] = json!(codes.binary_search(&diagnostic.code).unwrap_or_default());
        results.push(result);
    });
    let mut invocation = json!({"executionSuccessful": true, "exitCode": exit.code});
    if let Some(why) = exit.why {
        invocation["exitCodeDescription"] = json!(why);
    }
    whole(&codes, &results, &invocation)
}

/// The log of a run that failed.
pub fn failure(why: &str, ordered: &[&Diagnostic], text_of: &TextOf, places: &Places) -> Value {
    let notifications = json!([{"level": "error", "message": {"text": why}}]);
    let exit = Exit { code: 2, why: None };
    let mut log = log(ordered, text_of, places, exit);
    log["runs"][0]["invocations"][0] = json!({"executionSuccessful": false, "exitCode": 2, "toolExecutionNotifications": notifications});
    log
}

fn whole(codes: &[Code], results: &[Value], invocation: &Value) -> Value {
    let rules: Vec<Value> = codes.iter().map(|code| rule(*code)).collect();
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": driver},
            "invocations": [invocation],
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {BASE: {"description": {"text": "the folder in which copublish was started"}}},
            "results": results,
        }],
    })
}

fn rule(code: Code) -> Value {
    let page = code.page();
    let level = match code.level() {
        Level::Deny => "error",
        Level::Warn => "warning",
        // Asked for by name, advice counts as a warning; by itself it is not given.
        Level::Allow => "note",
    };
    json!({
        "id": code.id(),
        "shortDescription": {"text": first_sentence(page)},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": level, "enabled": code.level() != Level::Allow},
    })
}

/// The first sentence of a manual page, behind its title.
fn first_sentence(page: &str) -> String {
    let paragraph = page.split("\n\n").nth(1).unwrap_or(page);
    let words = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    words
        .split_once(". ")
        .map_or_else(|| words.clone(), |(first, _)| format!("{first}."))
}

/// Writes what stands at a place.
struct LocationWriter<'s> {
    texts: &'s SourceTexts<'s>,
    places: &'s Places,
}

impl LocationWriter<'_> {
    fn result(&self, diagnostic: &Diagnostic, alike: &mut BTreeMap<Fingerprint, usize>) -> Value {
        let level = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut result = json!({
            "ruleId": diagnostic.code.id(),
            "level": level,
            "message": {"text": diagnostic.message_with_help()},
            "partialFingerprints": {"place/v1": self.fingerprint(diagnostic, alike)},
        });
        if let Some((first, others)) = diagnostic.labels.split_first() {
            result["locations"] = json!([{"physicalLocation": self.location(first)}]);
            if !others.is_empty() {
                result["relatedLocations"] =
                    others.iter().map(|label| self.related(label)).collect();
            }
        }
        if let Some(fix) = diagnostic.fix.as_ref().and_then(|fix| self.fix(fix)) {
            result["fixes"] = json!([fix]);
        }
        result
    }

    fn related(&self, label: &Label) -> Value {
        let mut related = json!({"physicalLocation": self.location(label)});
        if !label.text.is_empty() {
            related["message"] = json!({"text": label.text});
        }
        related
    }

    fn location(&self, label: &Label) -> Value {
        let mut location = json!({"artifactLocation": self.artifact(&label.file)});
        if let Some(region) = label.span.and_then(|span| self.region(&label.file, span)) {
            location["region"] = region;
        }
        location
    }

    fn artifact(&self, file: &FilePath) -> Value {
        let uri = self.places.uri(file);
        if file.is_built_in() {
            json!({"uri": uri})
        } else {
            json!({"uri": uri, "uriBaseId": BASE})
        }
    }

    fn region(&self, file: &FilePath, span: Span) -> Option<Value> {
        let text = self.texts.get(file)?;
        let range = text.range(span);
        let (start, end) = (text.position(range.start), text.position(range.end));
        Some(json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        }))
    }

    fn fix(&self, fix: &Fix) -> Option<Value> {
        let mut by_file: BTreeMap<&FilePath, Vec<Value>> = BTreeMap::new();
        for edit in &fix.edits {
            by_file
                .entry(&edit.file)
                .or_default()
                .push(self.replacement(edit)?);
        }
        let changes = by_file.into_iter().map(|(file, replacements)| {
            json!({"artifactLocation": self.artifact(file), "replacements": replacements})
        });
        let changes: Vec<Value> = changes.collect();
        Some(json!({"description": {"text": fix.words}, "artifactChanges": changes}))
    }

    fn replacement(&self, edit: &Edit) -> Option<Value> {
        let span = edit.place(self.texts.get(&edit.file)?.text)?;
        let region = self.region(&edit.file, span)?;
        Some(json!({"deletedRegion": region, "insertedContent": {"text": edit.text}}))
    }

    /// What the finding is known by, also where lines above it come and go.
    fn fingerprint(
        &self,
        diagnostic: &Diagnostic,
        alike: &mut BTreeMap<Fingerprint, usize>,
    ) -> String {
        let text = diagnostic
            .labels
            .first()
            .and_then(|label| self.texts.get(&label.file));
        let (fingerprint, _) = Fingerprint::of(diagnostic, text.map(|text| text.text));
        let number = alike
            .entry(fingerprint.clone())
            .and_modify(|number| *number += 1)
            .or_insert(1);
        let Fingerprint { file, code, hash } = fingerprint;
        Hash::of(format!("{file}\n{code}\n{hash}\n{number}").as_bytes()).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, diagnostics: &[Diagnostic]) -> Value {
        let ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
        log(
            &ordered,
            &|_| Some(text.to_owned()),
            &Places::default(),
            Exit { code: 1, why: None },
        )
    }

    fn found(at: usize) -> Diagnostic {
        let file = FilePath::new("content/a b.md");
        Diagnostic::new(Code::BrokenLink, "no such page").at(&file, Span::new(at, at + 4), "here")
    }

    #[test]
    fn a_finding_has_its_rule_its_place_and_its_fix() {
        let file = FilePath::new("content/a b.md");
        let fix = Fix::replacing("link to `c`", &file, Span::new(3, 7), "a.md", "c.md");
        let log = written(
            "é\na.md",
            &[found(3)
                .at(&file, Span::new(0, 2), "because of this")
                .fixed_by(fix)],
        );
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        assert_eq!(
            run["invocations"],
            json!([{"executionSuccessful": true, "exitCode": 1}])
        );
        let rule = &run["tool"]["driver"]["rules"][0];
        assert_eq!(
            (&rule["id"], &rule["defaultConfiguration"]["level"]),
            (&json!("broken-link"), &json!("error"))
        );
        let result = &run["results"][0];
        assert_eq!(
            (&result["ruleIndex"], &result["level"]),
            (&json!(0), &json!("error"))
        );
        let region = json!({"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 5});
        let artifact = json!({"uri": "content/a%20b.md", "uriBaseId": "%SRCROOT%"});
        let place = json!({"artifactLocation": artifact, "region": region});
        assert_eq!(result["locations"], json!([{"physicalLocation": place}]));
        assert_eq!(
            result["relatedLocations"][0]["message"]["text"],
            "because of this"
        );
        let replacements = json!([{"deletedRegion": region, "insertedContent": {"text": "c.md"}}]);
        let changes = json!([{"artifactLocation": artifact, "replacements": replacements}]);
        assert_eq!(
            result["fixes"],
            json!([{"description": {"text": "link to `c`"}, "artifactChanges": changes}])
        );
    }

    #[test]
    fn fingerprints_stay_when_lines_move_and_tell_twins_apart() {
        let fingerprints = |text: &str, at: [usize; 2]| {
            let log = written(text, &at.map(found));
            let of = |number: usize| {
                log["runs"][0]["results"][number]["partialFingerprints"]["place/v1"].clone()
            };
            [of(0), of(1)]
        };
        let before = fingerprints("a.md a.md", [0, 5]);
        assert_ne!(before[0], before[1]);
        assert_eq!(fingerprints("new\n\na.md and a.md", [5, 14]), before);
    }

    #[test]
    fn a_run_that_could_not_look_says_why() {
        let log = failure("no site.yaml", &[], &|_| None, &Places::default());
        let invocation = &log["runs"][0]["invocations"][0];
        assert_eq!(
            (&invocation["executionSuccessful"], &invocation["exitCode"]),
            (&json!(false), &json!(2))
        );
        assert_eq!(
            invocation["toolExecutionNotifications"][0]["message"]["text"],
            "no site.yaml"
        );
        assert_eq!(log["runs"][0]["results"], json!([]));
    }
}
