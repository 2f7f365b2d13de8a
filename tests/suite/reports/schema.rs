//! A report compared with the schema in docs/. Knows the part of JSON Schema that is used there, and fails for any other,
//! so that nothing is left unlooked at.

use serde_json::{Map, Value};

/// What in a report is not as the schema says of the reports of this verb.
pub fn problems(verb: &str, report: &Value) -> Vec<String> {
    let text = include_str!("../../../docs/content/schema/report-1.json");
    let schema: Value = serde_json::from_str(text).expect("the schema is JSON");
    let start = schema["$defs"]
        .get(verb)
        .unwrap_or_else(|| panic!("nothing is said of `{verb}`"));
    let mut judge = Judge {
        schema: &schema,
        problems: Vec::new(),
    };
    judge.look(start, report, "");
    judge.look(&schema, report, "");
    judge.problems
}

struct Judge<'j> {
    schema: &'j Value,
    problems: Vec<String>,
}

impl Judge<'_> {
    fn look(&mut self, rule: &Value, value: &Value, at: &str) {
        let rule = rule
            .as_object()
            .unwrap_or_else(|| panic!("a rule that is no object: {rule}"));
        for (word, wanted) in rule {
            let holds = match word.as_str() {
                "$schema" | "$id" | "$defs" | "title" | "description" => true,
                "$ref" => {
                    let path = wanted
                        .as_str()
                        .and_then(|path| path.strip_prefix('#'))
                        .expect("a place in the schema");
                    let to = self
                        .schema
                        .pointer(path)
                        .unwrap_or_else(|| panic!("no {path}"))
                        .clone();
                    self.look(&to, value, at);
                    true
                }
                "type" => is_of(wanted, value),
                "const" => wanted == value,
                "enum" => wanted.as_array().expect("a list").contains(value),
                "minimum" => value
                    .as_f64()
                    .is_none_or(|number| number >= wanted.as_f64().expect("a number")),
                "pattern" => panic!("patterns are left to other validators"),
                "required" => value
                    .as_object()
                    .is_none_or(|object| has_all(object, wanted)),
                "properties" | "additionalProperties" => {
                    self.properties(word, rule, value, at);
                    true
                }
                "items" => {
                    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.look(wanted, item, &format!("{at}/{number}"));
                    }
                    true
                }
                "allOf" => {
                    wanted
                        .as_array()
                        .expect("a list")
                        .iter()
                        .for_each(|rule| self.look(rule, value, at));
                    true
                }
                other => panic!("`{other}` is not known here: teach it"),
            };
            if !holds {
                self.problems
                    .push(format!("{at}: {value} is not as `{word}: {wanted}` says"));
            }
        }
    }

    fn properties(&mut self, word: &str, rule: &Map<String, Value>, value: &Value, at: &str) {
        let known = rule
            .get("properties")
            .and_then(Value::as_object)
            .expect("properties");
        for (name, inner) in value.as_object().into_iter().flatten() {
            match (known.get(name), word) {
                (Some(rule), "properties") => self.look(rule, inner, &format!("{at}/{name}")),
                (None, "additionalProperties") if rule["additionalProperties"] == false => {
                    self.problems
                        .push(format!("{at}: nothing is said of `{name}`"));
                }
                _ => {}
            }
        }
    }
}

fn has_all(object: &Map<String, Value>, names: &Value) -> bool {
    names
        .as_array()
        .expect("a list")
        .iter()
        .all(|name| object.contains_key(name.as_str().expect("a name")))
}

fn is_of(wanted: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str().expect("the name of a type") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("`{other}` is no type"),
    };
    wanted
        .as_array()
        .map_or_else(|| is(wanted), |names| names.iter().any(is))
}

#[test]
fn a_report_that_is_not_as_it_should_be_is_seen() {
    let report = serde_json::json!({
        "version": 2, "success": true, "more": 1, "summary": {},
        "diagnostics": [{"code": 1}],
    });
    let found = problems("check", &report).join("\n");
    for part in [
        "/version",
        "`more`",
        "/diagnostics/0: ",
        "/diagnostics/0/code",
        "/summary: ",
    ] {
        assert!(found.contains(part), "{part} is not in\n{found}");
    }
}
