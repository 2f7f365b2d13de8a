//! Which paths of a site belong to a file on the disk, and which of them are the author's: not those in the output folder,
//! and not those in staging folders.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::base::site_layout::{CONTENT, INPUT_FILES, INPUT_FOLDERS, PUBLISHED_DOT_NAMES};
use crate::content::disk::{self, Name};

/// The root of a site, its output folder, and the targets of its symbolic links.
#[derive(Debug)]
pub struct SitePaths {
    /// The root as the system names it in its events: absolute, with links followed.
    root: PathBuf,
    output: PathBuf,
    /// The targets of links, and their paths below the root.
    links: BTreeSet<(PathBuf, PathBuf)>,
}

impl SitePaths {
    /// Without links.
    pub fn new(root: &Path, output: &Path) -> SitePaths {
        SitePaths {
            root: real(root),
            output: real(output),
            links: BTreeSet::new(),
        }
    }

    /// The real path of the root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The paths below the root that lead to a real path: none if it is not the author's, several if links point to it.
    pub fn paths_of(&self, real: &Path) -> Vec<PathBuf> {
        let own = (self.root.as_path(), Path::new(""));
        let links = self
            .links
            .iter()
            .map(|(target, link)| (target.as_path(), link.as_path()));
        let below = links.chain([own]).filter_map(|(target, link)| {
            let rest = real.strip_prefix(target).ok()?;
            Some(if rest.as_os_str().is_empty() {
                link.to_owned()
            } else {
                link.join(rest)
            })
        });
        let mut paths: Vec<PathBuf> = below.filter(|path| self.is_of_author(path, real)).collect();
        paths.sort();
        paths.dedup();
        paths
    }

    fn is_of_author(&self, path: &Path, real: &Path) -> bool {
        is_read(path) && !real.starts_with(&self.output)
    }

    /// Adds a link, given by its path below the root.
    pub fn add_link(&mut self, path: &Path) {
        if let Ok(target) = disk::real_path(&self.root.join(path)) {
            self.links.insert((target, path.to_owned()));
        }
    }

    /// Removes the links at and below a path, except those whose target does not exist at the moment.
    pub fn remove_links(&mut self, path: &Path) {
        let root = self.root.clone();
        let dangles = |link: &Path| {
            disk::is_link(&root.join(link)) && disk::real_path(&root.join(link)).is_err()
        };
        self.links
            .retain(|(_, link)| !link.starts_with(path) || dangles(link));
    }

    /// True if a link is known at this path.
    pub fn is_link(&self, path: &Path) -> bool {
        self.links.iter().any(|(_, link)| link == path)
    }

    /// The targets of links that leave the folders of the site.
    pub fn external_targets(&self) -> Vec<&Path> {
        let folders: Vec<PathBuf> = INPUT_FOLDERS
            .iter()
            .map(|name| self.root.join(name))
            .collect();
        let is_elsewhere = |target: &Path| !folders.iter().any(|folder| target.starts_with(folder));
        self.links
            .iter()
            .map(|(target, _)| target.as_path())
            .filter(|target| is_elsewhere(target))
            .collect()
    }

    /// Everything that a build reads, with links followed, in any order: each with its path below the root.
    pub fn names(&self) -> impl Iterator<Item = (PathBuf, Name)> {
        let below_root = |path: &Path| path.strip_prefix(&self.root).unwrap_or(path).to_owned();
        let follows = move |link: &Path| self.follows(&below_root(link));
        let starts = INPUT_FOLDERS
            .into_iter()
            .chain(INPUT_FILES)
            .map(|name| self.root.join(name));
        let names = starts.flat_map(move |start| disk::names(&start, &follows));
        names
            .map(move |name| (below_root(&name.path), name))
            .filter(|(path, _)| is_read(path))
    }

    /// True if a link at this path is followed: what a build does not read is not watched.
    pub fn follows(&self, path: &Path) -> bool {
        !disk::leads_out(&self.root, &self.root.join(path))
    }
}

fn is_hidden(part: Component) -> bool {
    part.as_os_str().to_string_lossy().starts_with('.')
}

/// A path with all links followed as far as it exists.
pub fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known = absolute.ancestors().find_map(|start| {
        let rest = absolute.strip_prefix(start).ok()?;
        Some(if rest.as_os_str().is_empty() {
            disk::real_path(start).ok()?
        } else {
            disk::real_path(start).ok()?.join(rest)
        })
    });
    known.unwrap_or(absolute)
}

/// True for what a build reads, given by its path below the root. Builds read no hidden files: these belong to editors, to
/// git, and to copublish itself.
pub fn is_read(path: &Path) -> bool {
    let first = path.components().next();
    let is_input = first.is_some_and(|first| {
        INPUT_FILES.iter().any(|name| path == Path::new(name))
            || INPUT_FOLDERS.iter().any(|name| first.as_os_str() == *name)
    });
    let rest = path.strip_prefix(CONTENT);
    let start = rest.ok().and_then(|rest| rest.components().next());
    let has_published_name = start.is_some_and(|name| {
        let mut published = PUBLISHED_DOT_NAMES.iter();
        published.any(|published| name.as_os_str() == *published)
    });
    let hidden = path.components().filter(|part| is_hidden(*part)).count();
    is_input && hidden == usize::from(has_published_name)
}

/// Parts of the names of temporary files, after a dot.
const TEMPORARY: [&str; 9] = [
    "bak", "bck", "crswap", "new", "old", "part", "swp", "temp", "tmp",
];

/// True for names that editors give to files which they are about to move or to delete.
pub fn is_temporary(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else {
        return false;
    };
    let is_sed = name.strip_prefix("sed").is_some_and(|rest| {
        rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    // vim creates a file called 4913 to see whether it may write.
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
    name.ends_with('~')
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || name.contains("___jb_")
        || name.contains(".sb-")
        || name
            .split('.')
            .skip(1)
            .any(|part| TEMPORARY.contains(&part))
        || is_sed
        || is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_authors_changes_count() {
        let site = SitePaths::new(Path::new("/site"), Path::new("/site/output"));
        let paths_of = |path: &str| site.paths_of(Path::new(path));
        assert_eq!(
            paths_of("/site/content/a.md"),
            [PathBuf::from("content/a.md")]
        );
        for read in [
            "content",
            "content/.nojekyll",
            "content/.well-known/security.txt",
        ] {
            assert_eq!(paths_of(&format!("/site/{read}")), [PathBuf::from(read)]);
        }
        assert_eq!(paths_of("/site/site.yaml"), [PathBuf::from("site.yaml")]);
        for ours in [
            "/site/output/a/index.html",
            "/site/output",
            "/site/.output.copublish-12/site/a",
            "/site/content/.a.md.swp",
            "/site/content/.well-known/.a.swp",
            "/site/.git/index",
            "/site/README.md",
            "/site/content.zip",
            "/site",
            "/elsewhere/a.md",
        ] {
            assert_eq!(paths_of(ours), Vec::<PathBuf>::new(), "{ours}");
        }
    }

    #[test]
    fn a_file_has_a_path_for_each_link_to_it() {
        let mut site = SitePaths::new(Path::new("/site"), Path::new("/site/output"));
        for (target, link) in [
            ("/site/content/real", "content/link"),
            ("/else/.mine", "themes/mine"),
        ] {
            site.links.insert((target.into(), link.into()));
        }
        let paths_of = |site: &SitePaths, path: &str| site.paths_of(Path::new(path));
        let both = ["content/link/a.md", "content/real/a.md"].map(PathBuf::from);
        assert_eq!(paths_of(&site, "/site/content/real/a.md"), both);
        assert_eq!(
            paths_of(&site, "/else/.mine/a.html"),
            [PathBuf::from("themes/mine/a.html")]
        );
        assert_eq!(
            paths_of(&site, "/else/.mine"),
            [PathBuf::from("themes/mine")]
        );
        assert_eq!(site.external_targets(), [Path::new("/else/.mine")]);
        site.remove_links(Path::new("themes"));
        assert!(paths_of(&site, "/else/.mine/a.html").is_empty());
    }

    #[test]
    fn temporary_files_are_known_by_their_names() {
        for name in [
            "a.md~",
            "4913",
            "sedAb12Cd",
            "#a.md#",
            "~$a.docx",
            "a.md.tmp.12.345",
            "a.tmp",
            "a.md.crswap",
            "a.md___jb_tmp___",
            "a.md.sb-1f2e-xy",
        ] {
            assert!(is_temporary(&Path::new("content").join(name)), "{name}");
        }
        for name in [
            "a.md",
            "2012-06-01-a-new-tmp.md",
            "sediment",
            "sed.md",
            "index.md",
            "tmp",
            "a#b.md",
        ] {
            assert!(!is_temporary(&Path::new("content").join(name)), "{name}");
        }
    }
}
