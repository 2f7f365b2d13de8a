//! A file of literate cases: Markdown read into cases, and expectations written back in place.
//! The format is described for authors in `tests/cases/README.md`.

use std::ops::Range;

/// A file of cases, as lines.
#[derive(Debug)]
pub struct CaseFile {
    lines: Vec<String>,
    /// Its cases in order.
    pub cases: Vec<Case>,
}

/// One small site and what is expected of it.
#[derive(Debug, Default)]
pub struct Case {
    /// Its heading.
    pub name: String,
    /// The line of its heading, from 1.
    pub line: usize,
    /// Where its last line ends, as an index of lines.
    end: usize,
    /// The files of the site.
    pub files: Vec<(String, Vec<u8>)>,
    /// Arguments beside the usual ones; a verb instead of `build` stands first.
    pub args: Vec<String>,
    /// What is expected.
    pub expectations: Vec<Expectation>,
}

/// One fence with what should come out.
#[derive(Debug)]
pub struct Expectation {
    /// Of what.
    pub of: Subject,
    /// The text in the fence.
    pub text: String,
    /// The line of the fence, from 1.
    pub line: usize,
    /// The lines in the fence, as indexes.
    content: Range<usize>,
}

/// What an expectation is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The part of a page that a selector names; the whole file without one.
    Page {
        /// The address.
        address: String,
        /// The selector; may be empty.
        selector: String,
    },
    /// The files of the output whose path starts so.
    Output(String),
    /// Standard error, verbatim.
    Diagnostics,
    /// Standard output, times taken out.
    Stdout,
    /// The exit code.
    Exit,
}

/// A fence being read.
struct Fence {
    info: String,
    start: usize,
    mark: String,
}

impl CaseFile {
    /// Reads a file.
    ///
    /// # Errors
    /// Everything in it that makes no sense, with lines.
    pub fn parse(text: &str) -> Result<CaseFile, Vec<String>> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut file = CaseFile {
            lines,
            cases: Vec::new(),
        };
        let mut problems = Vec::new();
        let mut fence: Option<Fence> = None;
        for at in 0..file.lines.len() {
            let line = file.lines[at].clone();
            match &fence {
                Some(open) if closes(&line, &open.mark) => {
                    let content = open.start + 1..at;
                    if let Err(problem) = file.take(&open.info, content) {
                        problems.push(format!("line {}: {problem}", open.start + 1));
                    }
                    fence = None;
                }
                Some(_) => {}
                None => match opens(&line) {
                    Some((mark, info)) => {
                        fence = Some(Fence {
                            info,
                            start: at,
                            mark,
                        });
                    }
                    None => file.heading(&line, at),
                },
            }
        }
        if let Some(open) = fence {
            problems.push(format!("line {}: a fence without end", open.start + 1));
        }
        let end = file.lines.len();
        file.end_last_case(end);
        file.judge(&mut problems);
        if problems.is_empty() {
            Ok(file)
        } else {
            Err(problems)
        }
    }

    fn heading(&mut self, line: &str, at: usize) {
        if let Some(name) = line.strip_prefix("## ") {
            self.end_last_case(at);
            self.cases.push(Case {
                name: name.trim().to_owned(),
                line: at + 1,
                ..Case::default()
            });
        }
    }

    fn end_last_case(&mut self, end: usize) {
        if let Some(case) = self.cases.last_mut() {
            case.end = end;
        }
    }

    /// A case that expects nothing tests nothing; two cases of one name cannot be told apart.
    fn judge(&self, problems: &mut Vec<String>) {
        for (at, case) in self.cases.iter().enumerate() {
            if case.expectations.is_empty() {
                problems.push(format!(
                    "line {}: case `{}` expects nothing",
                    case.line, case.name
                ));
            }
            if self.cases[..at]
                .iter()
                .any(|earlier| earlier.name == case.name)
            {
                problems.push(format!(
                    "line {}: a second case is called `{}`",
                    case.line, case.name
                ));
            }
        }
        if self.cases.is_empty() {
            problems.push("line 1: holds no case: a case begins with `## Its name`".to_owned());
        }
    }

    fn take(&mut self, info: &str, content: Range<usize>) -> Result<(), String> {
        let text: String = self.lines[content.clone()]
            .iter()
            .map(|line| format!("{line}\n"))
            .collect();
        let line = content.start;
        let case = self
            .cases
            .last_mut()
            .ok_or("a fence before the first `## ` heading")?;
        let words: Vec<&str> = info.split_whitespace().skip(1).collect();
        let of = match words.as_slice() {
            [] => return Err(format!("`{info}` says neither a file nor an expectation")),
            ["args"] => {
                case.args = text.split_whitespace().map(str::to_owned).collect();
                return Ok(());
            }
            ["expect", "output"] => Subject::Output(String::new()),
            ["expect", "output", prefix] => Subject::Output((*prefix).to_owned()),
            ["expect", address, selector @ ..] if address.starts_with('/') => Subject::Page {
                address: (*address).to_owned(),
                selector: selector.join(" "),
            },
            ["diagnostics"] => Subject::Diagnostics,
            ["stdout"] => Subject::Stdout,
            ["exit"] => Subject::Exit,
            [path, attributes @ ..] if path.contains(['.', '/']) => {
                if case.files.iter().any(|(name, _)| name == path) {
                    return Err(format!("`{path}` is written twice in this case"));
                }
                case.files
                    .push(((*path).to_owned(), bytes_of(&text, attributes)?));
                return Ok(());
            }
            _ => return Err(format!("`{info}` says neither a file nor an expectation")),
        };
        if case.expectations.iter().any(|earlier| earlier.of == of) {
            return Err(format!("`{info}` stands twice in this case"));
        }
        case.expectations.push(Expectation {
            of,
            text,
            line,
            content,
        });
        Ok(())
    }

    /// The file with other texts in some of its expectations: case, expectation, text. `None` for an
    /// expectation stands for a diagnostics fence that the case does not have yet.
    pub fn updated(&self, changes: &[(usize, Option<usize>, String)]) -> String {
        let mut edits: Vec<(Range<usize>, Vec<String>)> = changes
            .iter()
            .map(|(case, expectation, text)| {
                let case = &self.cases[*case];
                match expectation {
                    Some(at) => self.replace(&case.expectations[*at], text),
                    None => self.append(case, text),
                }
            })
            .collect();
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut lines = self.lines.clone();
        for (range, with) in edits {
            lines.splice(range, with);
        }
        lines.join("\n") + "\n"
    }

    fn replace(&self, expectation: &Expectation, text: &str) -> (Range<usize>, Vec<String>) {
        let range = expectation.content.start - 1..expectation.content.end + 1;
        let info = self.lines[range.start]
            .trim_start_matches('`')
            .trim_start_matches('~');
        (range, fenced(info, text))
    }

    fn append(&self, case: &Case, text: &str) -> (Range<usize>, Vec<String>) {
        let mut end = case.end;
        while self.lines[end - 1].trim().is_empty() {
            end -= 1;
        }
        let mut lines = vec![String::new()];
        lines.extend(fenced("text diagnostics", text));
        (end..end, lines)
    }
}

/// A fence around a text, longer than any fence in it.
fn fenced(info: &str, text: &str) -> Vec<String> {
    let ticks = |line: &str| line.trim_start().chars().take_while(|c| *c == '`').count();
    let longest = text.lines().map(ticks).max().unwrap_or(0);
    let mark = "`".repeat((longest + 1).max(3));
    let content = text.lines().map(str::to_owned);
    std::iter::once(format!("{mark}{info}"))
        .chain(content)
        .chain(std::iter::once(mark.clone()))
        .collect()
}

fn opens(line: &str) -> Option<(String, String)> {
    let mark: String = ['`', '~']
        .into_iter()
        .map(|mark| line.chars().take_while(|c| *c == mark).collect::<String>())
        .find(|mark| mark.len() >= 3)?;
    let info = line[mark.len()..].trim().to_owned();
    Some((mark, info))
}

fn closes(line: &str, mark: &str) -> bool {
    let line = line.trim_end();
    line.starts_with(mark) && line.chars().all(|c| mark.starts_with(c))
}

/// The bytes of a file: its lines, changed by the words behind its name.
fn bytes_of(text: &str, attributes: &[&str]) -> Result<Vec<u8>, String> {
    let mut bytes = text.as_bytes().to_vec();
    for attribute in attributes {
        match *attribute {
            "bom" => bytes.splice(..0, *b"\xEF\xBB\xBF").for_each(drop),
            "crlf" => {
                bytes = String::from_utf8_lossy(&bytes)
                    .replace('\n', "\r\n")
                    .into_bytes();
            }
            "no-newline" => bytes.truncate(bytes.trim_ascii_end().len()),
            "escapes" => bytes = unescape(&bytes)?,
            other => match other.strip_prefix("size=").map(str::parse) {
                Some(Ok(size)) => bytes.resize(size, b' '),
                _ => {
                    return Err(format!(
                        "`{other}` is none of `bom`, `crlf`, `escapes`, `no-newline`, `size=…`"
                    ));
                }
            },
        }
    }
    Ok(bytes)
}

/// `\t`, `\xA0` for one byte, `\u{A0}` for a letter, `\\`.
fn unescape(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let text = String::from_utf8_lossy(bytes);
    let mut result = Vec::new();
    let mut rest = text.as_ref();
    while let Some((before, after)) = rest.split_once('\\') {
        result.extend(before.as_bytes());
        let bad = || {
            format!(
                "`\\{}` is no escape",
                after.chars().take(4).collect::<String>()
            )
        };
        rest = if let Some(rest) = after.strip_prefix('t') {
            result.push(b'\t');
            rest
        } else if let Some(rest) = after.strip_prefix('\\') {
            result.push(b'\\');
            rest
        } else if let Some((digits, rest)) =
            after.strip_prefix('x').and_then(|a| a.split_at_checked(2))
        {
            result.push(u8::from_str_radix(digits, 16).map_err(|_| bad())?);
            rest
        } else if let Some((digits, rest)) =
            after.strip_prefix("u{").and_then(|a| a.split_once('}'))
        {
            let letter = u32::from_str_radix(digits, 16)
                .ok()
                .and_then(char::from_u32)
                .ok_or_else(bad)?;
            result.extend(letter.to_string().as_bytes());
            rest
        } else {
            return Err(bad());
        };
    }
    result.extend(rest.as_bytes());
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Links\n\nProse.\n\n## A case\n\nSays why.\n\n```yaml site.yaml\ntitle: A\n```\n\n\
        ````markdown content/a.md crlf\n```sh\nls\n```\n````\n\n```html expect /a/ main h1\n<h1>A</h1>\n```\n\n\
        ```sh args\n--drafts\n  --quiet\n```\n\n## Another\n\n```text expect output a/\na/index.html\n```\n";

    #[test]
    fn cases_are_read() {
        let file = CaseFile::parse(TEXT).unwrap();
        let case = &file.cases[0];
        assert_eq!(
            (case.name.as_str(), case.line, case.args.join(" ").as_str()),
            ("A case", 5, "--drafts --quiet")
        );
        assert_eq!(
            case.files[0],
            ("site.yaml".to_owned(), b"title: A\n".to_vec())
        );
        assert_eq!(
            case.files[1],
            (
                "content/a.md".to_owned(),
                b"```sh\r\nls\r\n```\r\n".to_vec()
            )
        );
        let expected = Subject::Page {
            address: "/a/".to_owned(),
            selector: "main h1".to_owned(),
        };
        assert_eq!(
            (&case.expectations[0].of, case.expectations[0].text.as_str()),
            (&expected, "<h1>A</h1>\n")
        );
        assert_eq!(case.expectations[0].line, 19);
        assert_eq!(
            file.cases[1].expectations[0].of,
            Subject::Output("a/".to_owned())
        );
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        let problems = |text: &str| CaseFile::parse(text).unwrap_err().join("; ");
        assert_eq!(
            problems("text"),
            "line 1: holds no case: a case begins with `## Its name`"
        );
        assert_eq!(problems("## A\n"), "line 1: case `A` expects nothing");
        assert_eq!(
            problems("## A\n```text exit\n0\n```\n```text\n```\n"),
            "line 5: `text` says neither a file nor an expectation"
        );
        assert_eq!(
            problems("## A\n```text exit\n0\n```\n```text a.md bum\n```\n"),
            "line 5: `bum` is none of `bom`, `crlf`, `escapes`, `no-newline`, `size=…`"
        );
        assert_eq!(
            problems("## A\n```text exit\n0\n```\n```text exit\n0\n```\n"),
            "line 5: `text exit` stands twice in this case"
        );
        assert_eq!(
            problems("## A\n```text exit\n0\n```\n```text a.md\n"),
            "line 5: a fence without end"
        );
        assert!(
            problems("```text exit\n0\n```\n## A\n```text exit\n0\n```\n")
                .starts_with("line 1: a fence before")
        );
        assert!(
            problems("## A\n```text exit\n```\n## A\n```text exit\n```\n")
                .contains("a second case is called `A`")
        );
    }

    #[test]
    fn odd_bytes_can_be_written() {
        assert_eq!(
            bytes_of("a\\xFFb\\t\\u{A0}\\\\\n", &["escapes"]).unwrap(),
            b"a\xFFb\t\xC2\xA0\\\n"
        );
        assert_eq!(
            bytes_of("a\n", &["bom", "no-newline"]).unwrap(),
            b"\xEF\xBB\xBFa"
        );
        assert!(bytes_of("\\q", &["escapes"]).is_err());
    }

    #[test]
    fn expectations_are_rewritten_in_place() {
        let file = CaseFile::parse(TEXT).unwrap();
        let changes = [
            (0, Some(0), "<h1>B</h1>\n".to_owned()),
            (0, None, "warning: x\n".to_owned()),
            (1, Some(0), "```\n".to_owned()),
        ];
        let text = file.updated(&changes);
        let expected = TEXT
            .replace("<h1>A</h1>", "<h1>B</h1>")
            .replace(
                "  --quiet\n```\n",
                "  --quiet\n```\n\n```text diagnostics\nwarning: x\n```\n",
            )
            .replace(
                "```text expect output a/\na/index.html\n```\n",
                "````text expect output a/\n```\n````\n",
            );
        assert_eq!(text, expected);
        assert_eq!(file.updated(&[]), TEXT);
        let again = CaseFile::parse(&text).unwrap();
        assert_eq!(again.cases[0].expectations[1].of, Subject::Diagnostics);
    }
}
