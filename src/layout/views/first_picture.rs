//! The first picture of a text is on the first screen, or soon after: browsers fetch it at once, and the others when readers come
//! near.

/// What writers of texts and themes put into the tag of a picture that can wait.
const WAITING: &str = " loading=\"lazy\"";
/// What the first has in its place.
const AT_ONCE: &str = " fetchpriority=\"high\"";

/// The HTML with its first picture fetched at once; nothing if there is none that could wait.
pub(super) fn fetched_at_once(html: &str) -> Option<String> {
    let start = html.find("<img ")?;
    let tag = &html[start..start + html[start..].find('>')?];
    let at = start + tag.find(WAITING)?;
    let (before, after) = (&html[..at], &html[at + WAITING.len()..]);
    Some([before, AT_ONCE, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_picture_is_fetched_at_once() {
        let lazy = "<img src=\"a.png\" alt=\"a\" loading=\"lazy\">";
        let high = "<img src=\"a.png\" alt=\"a\" fetchpriority=\"high\">";
        let text = format!("<p>a loading=\"lazy\"</p>{lazy}{lazy}");
        let expected = format!("<p>a loading=\"lazy\"</p>{high}{lazy}");
        assert_eq!(fetched_at_once(&text), Some(expected));
        assert_eq!(fetched_at_once(&format!("<img src=\"b.png\">{lazy}")), None);
        assert_eq!(fetched_at_once("<p>none</p>"), None);
    }
}
