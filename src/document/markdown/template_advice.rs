//! What to write in place of template code of other generators, by what it would do there.

use crate::base::english::excerpt;

/// What a piece would do.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Purpose<'t> {
    /// `{{ "/about/" | url }}`: an address of the site, which is here.
    Address(&'t str),
    /// `{{ site.baseurl }}`: what all addresses start with.
    BaseUrl,
    /// `{{< ref "about.md" >}}`: the address of a document, which is here.
    Document(&'t str),
    /// `{% image "a.jpg" "The board" %}`
    Picture,
    /// `{% raw %}`: what follows is not run.
    Verbatim,
    /// `{% comment %}` and `{# … #}`: what readers were not to see.
    Comment,
    Other,
}

/// Filters that make an address of a path.
const ADDRESS_FILTERS: &[&str] = &[
    "absolute_url",
    "absURL",
    "relative_url",
    "relURL",
    "url",
    "url_for",
];

/// What to write in place of these pieces: for each purpose one line, in the order of the text.
pub(super) fn advice<'t>(pieces: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut seen: Vec<Purpose> = Vec::new();
    for piece in pieces {
        let purpose = purpose(piece);
        let is_new = |it: &Purpose| std::mem::discriminant(it) != std::mem::discriminant(&purpose);
        if seen.iter().all(is_new) {
            seen.push(purpose);
        }
    }
    seen.iter().map(line).collect()
}

fn line(purpose: &Purpose) -> String {
    match purpose {
        Purpose::Address(address) => format!("write the address itself: `{}`", excerpt(address, 80)),
        Purpose::BaseUrl => {
            "delete what all addresses start with: they start with `/` here".to_owned()
        }
        Purpose::Document(file) => {
            format!("write the path of the file: `[its title]({})`", excerpt(file, 80))
        }
        Purpose::Picture => {
            "write a picture as Markdown has it: `![what it shows](picture.jpg)`".to_owned()
        }
        Purpose::Verbatim => "delete `raw` and `endraw`: template code is never run here".to_owned(),
        Purpose::Comment => {
            "write comments as `<!-- … -->`: readers see these".to_owned()
        }
        Purpose::Other => "replace it with a `:::` block or plain Markdown, or put it in backticks to show it as code".to_owned(),
    }
}

fn purpose(piece: &str) -> Purpose<'_> {
    if piece.starts_with("{#") {
        return Purpose::Comment;
    }
    let code = piece.trim_matches(is_sign).trim();
    let name = code.split(|c: char| c.is_whitespace() || c == '(').next();
    let rest = code.get(name.unwrap_or("").len()..).unwrap_or("").trim();
    match name.unwrap_or("") {
        "raw" | "endraw" | "verbatim" | "endverbatim" => Purpose::Verbatim,
        "comment" | "endcomment" | "#" => Purpose::Comment,
        "site.baseurl" | "site.url" | "base_url" | ".Site.BaseURL" | "site.BaseURL" => {
            Purpose::BaseUrl
        }
        "ref" | "relref" | "link" | "post_url" if !rest.is_empty() => {
            Purpose::Document(rest.trim_matches(is_quote))
        }
        name if is_picture(name) && !rest.starts_with('|') => Purpose::Picture,
        _ => address(code).map_or(Purpose::Other, Purpose::Address),
    }
}

fn is_picture(name: &str) -> bool {
    let is_name = |start: &&str| name.starts_with(*start);
    ["image", "img", "figure", "picture"].iter().any(is_name)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || "_-".contains(c))
}

/// The address in `"/about/" | url`.
fn address(code: &str) -> Option<&str> {
    let (value, filters) = code.split_once('|')?;
    let filter = filters.split('|').next_back()?.trim();
    let filter = filter.split([':', '(', ' ']).next()?;
    let value = value.trim();
    let literal = value.trim_matches(is_quote);
    let is_literal = literal.len() + 2 == value.len() && !literal.contains(is_quote);
    (is_literal && ADDRESS_FILTERS.contains(&filter)).then_some(literal)
}

fn is_sign(c: char) -> bool {
    matches!(c, '{' | '}' | '%' | '<' | '>' | '-' | '=' | '~')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_are_told_apart() {
        for (piece, expected) in [
            ("{{ \"/about/\" | url }}", Purpose::Address("/about/")),
            ("{{ '/a/' | relative_url }}", Purpose::Address("/a/")),
            (
                "{{ 'a' | prepend: 'b' | absolute_url }}",
                Purpose::Address("a"),
            ),
            ("{{site.baseurl}}", Purpose::BaseUrl),
            ("{{< relref \"a/b.md\" >}}", Purpose::Document("a/b.md")),
            ("{% link _posts/a.md %}", Purpose::Document("_posts/a.md")),
            ("{% image \"a.jpg\" \"b\" %}", Purpose::Picture),
            ("{{< figure src=\"a\" >}}", Purpose::Picture),
            ("{%- raw -%}", Purpose::Verbatim),
            ("{% comment %}", Purpose::Comment),
            ("{# note #}", Purpose::Comment),
            ("{{ image | url }}", Purpose::Other),
            ("{{ page.title }}", Purpose::Other),
            ("{{}}", Purpose::Other),
            ("<%= link_to 'Home', \"/\" %>", Purpose::Other),
        ] {
            assert_eq!(purpose(piece), expected, "{piece}");
        }
    }

    #[test]
    fn each_purpose_gets_one_line() {
        let pieces = ["{{ \"/a/\" | url }}", "{{ b }}", "{{ \"/c/\" | url }}"];
        let lines = advice(pieces.into_iter());
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0], "write the address itself: `/a/`");
    }
}
