//! Electronic mail: whether a text is an address, and the link that starts a letter. Sends nothing.

use super::foreign_words::unmarked;

/// The address that a text is, without `mailto:`.
pub fn url(text: &str) -> Option<String> {
    let url = text.strip_prefix("mailto:").unwrap_or(text);
    let (name, host) = url.split_once('@')?;
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "<>\"@,;".contains(c))
    };
    (plain(name) && plain(host) && host.contains('.')).then(|| url.to_owned())
}

/// A link that starts a letter with its subject and body filled in, as far as there are any (RFC 6068).
pub fn letter(url: &str, subject: &str, body: &str) -> String {
    let mut link = String::from("mailto:");
    // Behind `mailto:` a plus sign is itself; in a subject, some programs read it as a space.
    encode(&mut link, url, b"-._~!$'*+@");
    let (subject, body) = (unmarked(subject), unmarked(body));
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    let body = body.replace("\r\n", "\n").replace('\n', "\r\n");
    let parts = [("subject", subject), ("body", body)];
    for (at, (name, text)) in parts
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .enumerate()
    {
        link.push(if at == 0 { '?' } else { '&' });
        link.push_str(name);
        link.push('=');
        encode(&mut link, text, b"-._~");
    }
    link
}

/// Adds a text with all but letters, figures and the bytes of `plain` as `%20`.
fn encode(link: &mut String, text: &str, plain: &[u8]) {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            link.push(char::from(byte));
        } else {
            link.extend([
                '%',
                DIGITS[usize::from(byte >> 4)],
                DIGITS[usize::from(byte & 15)],
            ]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_survive_every_sign() {
        let link = letter(
            "a+b&c@example.org",
            "50% off?\n“Sûr” & #1+1",
            "https://a.org/?x=1&y\nBye",
        );
        assert_eq!(
            link,
            "mailto:a+b%26c@example.org?subject=50%25%20off%3F%20%E2%80%9CS%C3%BBr%E2%80%9D%20%26%20%231%2B1\
             &body=https%3A%2F%2Fa.org%2F%3Fx%3D1%26y%0D%0ABye"
        );
        assert_eq!(
            letter("a@b.org", "", "a\r\nb"),
            "mailto:a@b.org?body=a%0D%0Ab"
        );
        assert_eq!(letter("a@b.org", "", ""), "mailto:a@b.org");
    }

    #[test]
    fn urls_are_told_from_other_text() {
        assert_eq!(url("mailto:a@b.org").as_deref(), Some("a@b.org"));
        for text in [
            "a",
            "a@b",
            "a b@c.org",
            "a@b.org, c@d.org",
            "@b.org",
            "<a@b.org>",
        ] {
            assert_eq!(url(text), None, "{text}");
        }
    }
}
