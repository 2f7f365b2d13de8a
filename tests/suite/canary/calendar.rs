//! A calendar read strictly, as RFC 5545 has it: lines with known names, each in its place, texts unescaped.

/// Properties whose value is text.
const TEXTS: [&str; 5] = ["SUMMARY", "DESCRIPTION", "LOCATION", "UID", "X-WR-CALNAME"];
/// Properties whose value is something else.
const OTHERS: [&str; 11] = [
    "BEGIN",
    "END",
    "VERSION",
    "PRODID",
    "DTSTAMP",
    "SEQUENCE",
    "LAST-MODIFIED",
    "DTSTART",
    "DTEND",
    "URL",
    "STATUS",
];
/// What may be begun, in its order.
const PARTS: [&str; 2] = ["VCALENDAR", "VEVENT"];

/// The properties of a calendar, each with its value.
///
/// # Errors
/// What no program would read as it was meant.
pub fn texts(calendar: &str) -> Result<Vec<(String, String)>, String> {
    let unfolded = calendar.replace("\r\n ", "");
    let body = unfolded
        .strip_suffix("\r\n")
        .ok_or("the last line has no end")?;
    let mut open: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for line in calendar.split("\r\n") {
        if line.len() > 75 {
            return Err(format!("a line of {} bytes", line.len()));
        }
    }
    for line in body.split("\r\n") {
        let (name, value) = property(line)?;
        match name {
            "BEGIN" if PARTS.get(open.len()) == Some(&value) => open.push(value),
            "BEGIN" => return Err(format!("`{value}` begins where it may not")),
            "END" if open.pop() == Some(value) => {}
            "END" => return Err(format!("`{value}` ends and was not begun")),
            _ if open.is_empty() => return Err(format!("`{line}` stands outside")),
            _ => {}
        }
        let value = if TEXTS.contains(&name) {
            unescaped(value)?
        } else {
            value.to_owned()
        };
        found.push((name.to_owned(), value));
    }
    if open.is_empty() {
        Ok(found)
    } else {
        Err(format!("{open:?} never end"))
    }
}

fn property(line: &str) -> Result<(&str, &str), String> {
    if let Some(odd) = line.chars().find(|c| c.is_control() && *c != '\t') {
        return Err(format!("the control character {odd:?} in {line:?}"));
    }
    let (name, value) = line
        .split_once(':')
        .ok_or_else(|| format!("no property: {line:?}"))?;
    let name = name.strip_suffix(";VALUE=DATE").unwrap_or(name);
    let is_known = TEXTS.contains(&name) || OTHERS.contains(&name);
    if is_known {
        Ok((name, value))
    } else {
        Err(format!("an unknown property: {line:?}"))
    }
}

/// Text without its escapes; a letter that had to be escaped and is not is an error.
fn unescaped(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        out.push(match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => '\n',
                Some(letter @ ('\\' | ';' | ',')) => letter,
                other => return Err(format!("`\\` before {other:?} in {text:?}")),
            },
            ';' | ',' => return Err(format!("a bare {letter:?} in {text:?}")),
            letter => letter,
        });
    }
    Ok(out)
}
