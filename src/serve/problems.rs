//! Problems as pages show them: each with a link that opens its place in an editor.

use serde::Serialize;

use super::Problem;

#[derive(Serialize)]
struct LinkedProblem<'a> {
    #[serde(flatten)]
    problem: &'a Problem,
    edit: Option<String>,
}

/// The problems as JSON, in their order, on one line. `editor` is the pattern of the links.
pub fn json(problems: &[Problem], editor: &str) -> String {
    let linked: Vec<LinkedProblem> = problems
        .iter()
        .map(|problem| LinkedProblem {
            problem,
            edit: edit(problem, editor),
        })
        .collect();
    serde_json::to_string(&linked).unwrap_or_else(|_| "[]".to_owned())
}

/// The link to the place of a problem; `None` if it is not in a file.
fn edit(problem: &Problem, editor: &str) -> Option<String> {
    let path = encoded(problem.path.as_deref()?);
    let (line, column) = (problem.line.unwrap_or(1), problem.column.unwrap_or(1));
    let mut link = String::new();
    let mut rest = editor;
    // Piece by piece, so that braces in a path are not taken for names.
    while let Some((before, found)) = rest.split_once('{') {
        link.push_str(before);
        let (name, after) = found.split_once('}').unwrap_or(("", found));
        match name {
            "path" => link.push_str(&path),
            "line" => link.push_str(&line.to_string()),
            "column" => link.push_str(&column.to_string()),
            _ => {
                link.push('{');
                rest = found;
                continue;
            }
        }
        rest = after;
    }
    link.push_str(rest);
    Some(link)
}

/// A path, encoded for a URL.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(path: Option<&str>) -> Problem {
        Problem {
            severity: "error",
            code: "no-title".to_owned(),
            message: "a </script> & \"quotes\"\nand lines".to_owned(),
            file: path.map(str::to_owned),
            path: path.map(str::to_owned),
            line: Some(3),
            column: None,
            drawing: String::new(),
        }
    }

    #[test]
    fn links_open_the_place() {
        let at = |path, editor| edit(&problem(path), editor);
        let path = Some("/a b/{line}é.md");
        let vscode = Some("vscode://file/a%20b/%7Bline%7D%C3%A9.md:3:1".to_owned());
        assert_eq!(at(path, "vscode://file{path}:{line}:{column}"), vscode);
        assert_eq!(
            at(Some("/a"), "x://{}?{other}&{{line}}"),
            Some("x://{}?{other}&{3}".to_owned())
        );
        assert_eq!(at(Some("/a"), "x://{path"), Some("x://{path".to_owned()));
        assert_eq!(at(None, "vscode://file{path}"), None);
    }

    #[test]
    fn the_list_is_one_line() {
        let json = json(&[problem(Some("/a.md"))], "e:{path}");
        assert!(
            !json.contains('\n') && json.contains(r#""edit":"e:/a.md""#),
            "{json}"
        );
        assert!(
            json.contains(r#""severity":"error","code":"no-title""#),
            "{json}"
        );
    }
}
