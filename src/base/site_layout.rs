//! The names of a site's folders and files. They are written here and nowhere else.

/// The settings of a site.
pub const SETTINGS: &str = "site.yaml";
/// Every URL that the site has had.
pub const LEDGER: &str = "addresses.lock";
/// The findings that a site lives with.
pub const BASELINE: &str = "checks.baseline";

/// What authors write.
pub const CONTENT: &str = "content";
/// Tables and lists for templates and blocks.
pub const DATA: &str = "content/data";
/// Abbreviations and what they stand for.
pub const GLOSSARY: &str = "content/glossary.yaml";
/// Folders of this name below `content` hold drafts.
pub const DRAFTS: &str = "_drafts";

/// What hosts and other programs look for at the root of a site, although its name starts with a dot.
pub const PUBLISHED_DOT_NAMES: [&str; 2] = [".nojekyll", ".well-known"];

/// A site's own templates, before those of its theme.
pub const TEMPLATES: &str = "templates";
/// Below the templates: those of blocks.
pub const COMPONENTS: &str = "components";
/// Files that are published as they are, for the looks of a site.
pub const ASSETS: &str = "assets";
/// Words of the theme, one file for each language.
pub const TEXT: &str = "text";
/// What a theme brings to the look of PDFs.
pub const PRESS: &str = "press";
/// Themes, each in a folder of its own.
pub const THEMES: &str = "themes";
/// In a theme: what its kinds are.
pub const KINDS: &str = "kinds";
/// In a theme: its settings.
pub const THEME_SETTINGS: &str = "theme.yaml";

/// Where a site is built, unless `--output` says otherwise.
pub const OUTPUT: &str = "output";
/// What a build keeps for the next one.
pub const CACHE: &str = ".copublish";
/// In that folder: values that are expensive to make.
pub const CACHE_FILE: &str = "cache";

/// In that folder: pictures in other sizes, one file for each.
pub const PICTURES: &str = "pictures";

/// In that folder: editions, one file for each.
pub const EDITIONS: &str = "editions";

/// In that folder: JSON Schemas of what authors write, one file for each.
pub const SCHEMAS: &str = "schema";

/// The folders that a build reads. Whatever else lies beside them may be large and is never looked through.
pub const INPUT_FOLDERS: [&str; 5] = [ASSETS, CONTENT, TEMPLATES, TEXT, THEMES];
/// Those of them that are about the looks of a site, its theme's or its own.
pub const THEME_FOLDERS: [&str; 4] = [ASSETS, TEMPLATES, TEXT, THEMES];
/// The files that a build reads beside these folders.
pub const INPUT_FILES: [&str; 2] = [LEDGER, SETTINGS];

/// Where the files of `assets` are published.
pub const ASSET_URLS: &str = "/assets/";
/// Where the file of the search's index is published that names the others.
pub const SEARCH_INDEX: &str = "/search/index.bin";

/// The path of a file from a folder of the site, if it lies in it: `blogs/a.md` for `content/blogs/a.md`.
pub fn below<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}

/// The path of a file from the site's root, given its path from `content`.
pub fn in_content(path: &str) -> String {
    format!("{CONTENT}/{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_below_a_folder_or_not() {
        assert_eq!(below(CONTENT, "content/a/b.md"), Some("a/b.md"));
        assert_eq!(below(CONTENT, "contents/a.md"), None);
        assert_eq!(below(CONTENT, "content"), None);
        assert_eq!(below(CONTENT, &in_content("a.md")), Some("a.md"));
    }
}
