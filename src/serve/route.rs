//! From the path of a request to the name of a file, as static hosts understand it.

/// What a path asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The page of a folder, by the name of its file: the path ends with a slash.
    Page(String),
    /// A file by its name, or the page of a folder of that name, whose URL ends with a slash.
    File(String),
    /// The events for an open page.
    Events,
    /// The list of problems.
    Problems,
    /// The script that is added to pages.
    Client,
    /// The site lives below this path.
    Base,
    /// A name that no file of a site can have.
    Nothing,
    /// Outside the path that the site lives below.
    Outside,
}

/// The folder of the server's own URLs, below the base path.
pub const OWN: &str = ".copublish";

/// What `path`, encoded as it was sent, asks for on a site below `base` (empty, or `/sub`).
pub fn route(path: &str, base: &str) -> Route {
    let Some(path) = decode(path) else {
        return Route::Nothing;
    };
    // An author may have encoded it too, as in `https://example.org/our%20site`.
    let base = decode(base).unwrap_or_else(|| base.to_owned());
    let below = path.strip_prefix(&base);
    match below.and_then(|below| below.strip_prefix('/')) {
        Some(name) => route_below(name),
        None if below == Some("") || path == "/" => Route::Base,
        None => Route::Outside,
    }
}

/// What a path below the base asks for.
fn route_below(name: &str) -> Route {
    if let Some(own) = name.strip_prefix(OWN)
        && let Some(own) = own.strip_prefix('/')
    {
        return match own {
            "events" => Route::Events,
            "problems" => Route::Problems,
            "client.js" => Route::Client,
            _ => Route::Nothing,
        };
    }
    if name.is_empty() {
        return Route::Page("index.html".to_owned());
    }
    let folder = name.strip_suffix('/');
    let path = folder.unwrap_or(name);
    if !path.split('/').all(is_file_name) || path.contains(['\\', '\0']) {
        return Route::Nothing;
    }
    match folder {
        Some(folder) => Route::Page(page_in(folder)),
        None => Route::File(name.to_owned()),
    }
}

fn is_file_name(part: &str) -> bool {
    !["", ".", ".."].contains(&part)
}

/// The file name of the page of a folder.
pub fn page_in(folder: &str) -> String {
    format!("{folder}/index.html")
}

/// The value of `key` in a query.
pub fn query_value(query: &str, key: &str) -> Option<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .filter(|(name, _)| *name == key)
        .find_map(|(_, value)| decode(value))
}

fn hex_digit(byte: Option<u8>) -> Option<u32> {
    char::from(byte?).to_digit(16)
}

/// Decodes percent signs. `None` if one is not followed by two digits, or if the result is not UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let value = hex_digit(rest.next())? * 16 + hex_digit(rest.next())?;
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(name: &str) -> Route {
        Route::Page(name.to_owned())
    }

    fn file(name: &str) -> Route {
        Route::File(name.to_owned())
    }

    #[test]
    fn paths_are_those_of_static_hosts() {
        assert_eq!(route("/", ""), page("index.html"));
        assert_eq!(route("/a/", ""), page("a/index.html"));
        assert_eq!(route("/a", ""), file("a"));
        assert_eq!(route("/a/index.html", ""), file("a/index.html"));
        assert_eq!(route("/caf%C3%A9%20a/b.pdf", ""), file("café a/b.pdf"));
        assert_eq!(route("/a+b/..c/", ""), page("a+b/..c/index.html"));
        assert_eq!(route("/.well-known/x", ""), file(".well-known/x"));
        assert_eq!(route("/.copublish", ""), file(".copublish"));
        assert_eq!(route("/.copublish/events", ""), Route::Events);
        assert_eq!(route("/.copublish/client.js", ""), Route::Client);
        assert_eq!(route("/.copublish/cache", ""), Route::Nothing);
    }

    #[test]
    fn a_site_can_live_below_a_path() {
        assert_eq!(route("/", "/sub"), Route::Base);
        assert_eq!(route("/sub", "/sub"), Route::Base);
        assert_eq!(route("/sub/", "/sub"), page("index.html"));
        assert_eq!(route("/our%20site/a", "/our%20site"), file("a"));
        assert_eq!(route("/our%20site/a", "/our site"), file("a"));
        assert_eq!(route("/sub/a", "/sub"), file("a"));
        assert_eq!(route("/sub/.copublish/problems", "/sub"), Route::Problems);
        assert_eq!(route("/subway/", "/sub"), Route::Outside);
        assert_eq!(route("/a/", "/sub"), Route::Outside);
        assert_eq!(route("/.copublish/events", "/sub"), Route::Outside);
    }

    #[test]
    fn nothing_leads_out_of_the_site() {
        for path in [
            "/../a",
            "/a/../b",
            "/..",
            "/%2e%2e/a",
            "/%2E%2E%2Fa",
            "/a/%2e%2e/",
            "/./a",
            "/a/.",
            "/a%5c..%5cb",
            "/a\\b",
            "/a%00.html",
            "//a",
            "/a//b",
            "/a//",
            "//",
            "/%2Fetc/passwd",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
            "/%+1",
        ] {
            assert_eq!(route(path, ""), Route::Nothing, "{path}");
        }
        assert_eq!(route("*", ""), Route::Outside);
        assert_eq!(route("", "/sub"), Route::Outside);
        assert_eq!(route("/sub/../a", "/sub"), Route::Nothing);
        // What was encoded twice is a strange name, and no step up.
        assert_eq!(route("/%252e%252e/a", ""), file("%2e%2e/a"));
    }

    #[test]
    fn queries_have_values() {
        assert_eq!(
            query_value("page=a%2Findex.html&version=1", "page").as_deref(),
            Some("a/index.html")
        );
        assert_eq!(
            query_value("page=a&version=1", "version").as_deref(),
            Some("1")
        );
        assert_eq!(query_value("", "page"), None);
        assert_eq!(query_value("page=%f", "page"), None);
    }
}
