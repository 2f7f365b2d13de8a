//! The theme's files: parents first, the theme over them, the site's own over all, file by file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::Utf8Error;

use super::unreadable::{not_entered, unreadable};
use super::unsaved::Folder;
use super::{Source, built_in, disk, encoding};
use crate::base::file_error::FileError;
use crate::base::site_layout::{
    self, ASSETS, KINDS, PRESS, SETTINGS, TEMPLATES, TEXT, THEME_SETTINGS, THEMES,
};
use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic, FilePath, Reported, Severity};
use crate::config::settings::SettingsFile;
use crate::yaml::Node;

/// The default theme's name; it is in the binary.
const DEFAULT: &str = "partnership";
/// Parts of a theme, and of a site, that are laid over each other.
const PARTS: [&str; 3] = [TEMPLATES, ASSETS, TEXT];
/// What only a theme has. Nothing else in its folder is read, which may be a link to anywhere.
const PARTS_OF_A_THEME: [&str; 3] = [KINDS, PRESS, THEME_SETTINGS];
/// Themes may extend one another this deep.
const DEEPEST: usize = 8;

/// One file of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// Where it stands, for places.
    pub file: FilePath,
    /// What it holds.
    pub bytes: Cow<'static, [u8]>,
}

/// All files that make the look of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeFiles {
    /// By name below the theme, `templates/base.html`: for each name the topmost file.
    pub files: BTreeMap<String, ThemeFile>,
    /// Declarations of kinds, lowest layer first; all of them count.
    pub kinds: Vec<ThemeFile>,
    /// Words, lowest layer first; all of them count, each word that of the topmost layer that has it.
    pub words: Vec<ThemeFile>,
    /// True if some of its kinds cannot be read: then nobody knows what is public.
    pub lacks_kinds: bool,
}

impl ThemeFile {
    /// Its text.
    ///
    /// # Errors
    /// Where it is not UTF-8.
    pub fn text(&self) -> Result<&str, Utf8Error> {
        encoding::text(&self.bytes)
    }
}

impl ThemeFiles {
    /// The files of one part, by name below it: `base.html` of `templates`.
    pub fn of_part<'t>(&'t self, part: &'t str) -> impl Iterator<Item = (&'t str, &'t ThemeFile)> {
        self.files.iter().filter_map(move |(name, file)| {
            let rest = site_layout::below(part, name)?;
            Some((rest, file))
        })
    }
}

/// Reads the theme called `name`, the themes it extends, and the site's own files over them.
pub fn read(site: Folder, name: &str) -> Reported<ThemeFiles> {
    let mut diagnostics = Vec::new();
    let mut layers = theme_layers(site, name, &mut diagnostics);
    let mut files = ThemeFiles {
        lacks_kinds: diagnostics.iter().any(hides_kinds),
        ..ThemeFiles::default()
    };
    layers.reverse();
    layers.push(site_layer(site, &mut diagnostics));
    for (name, file) in layers.into_iter().flatten() {
        if site_layout::below(KINDS, &name).is_some() {
            files.kinds.push(file);
        } else if site_layout::below(TEXT, &name).is_some() {
            files.words.push(file);
        } else {
            files.files.insert(name, file);
        }
    }
    Reported {
        value: files,
        diagnostics,
    }
}

/// A theme, the one it extends, and so on. One that does not exist is reported, and the built-in theme is in its place.
fn theme_layers(site: Folder, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<LayerFiles> {
    let mut layers = Vec::new();
    let mut wanted = Some((name.to_owned(), FilePath::new(SETTINGS)));
    while let Some((name, asked_in)) = wanted.take() {
        let layer = layer(site, &name, diagnostics);
        match layer {
            Some(layer) if layers.len() < DEEPEST => {
                wanted = parent(&layer, diagnostics);
                layers.push(layer);
            }
            _ => {
                diagnostics.push(unknown(site.root, &name, &asked_in));
                layers.push(built_in_layer());
            }
        }
    }
    layers
}

/// True for an error in what names the layers of a theme, or in its kinds: anything but how pages look.
fn hides_kinds(found: &Diagnostic) -> bool {
    let is_of_look = |file: &FilePath| {
        file.as_str()
            .split('/')
            .nth(2)
            .is_some_and(|part| part == PRESS || PARTS.contains(&part))
    };
    found.severity == Severity::Error && !found.labels.iter().any(|label| is_of_look(&label.file))
}

type LayerFiles = Vec<(String, ThemeFile)>;

fn layer(site: Folder, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<LayerFiles> {
    let root = site.root;
    let is_plain = !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.');
    let folder = root.join(THEMES).join(name);
    if is_plain && disk::has_folder(&folder).unwrap_or(true) {
        if disk::leads_out(root, &root.join(THEMES)) {
            diagnostics.push(unreadable(
                &FilePath::new(THEMES),
                &FileError::LeadsOut.into(),
            ));
            return None;
        }
        let parts = PARTS.iter().chain(&PARTS_OF_A_THEME);
        let part = |part: &&str| part_files(site, &folder, part).into_value(diagnostics);
        return Some(parts.flat_map(part).collect());
    }
    (name == DEFAULT).then(built_in_layer)
}

fn built_in_layer() -> LayerFiles {
    let file = |(name, bytes): &(&'static str, &'static [u8])| {
        let file = FilePath::new(format!("{}themes/{DEFAULT}/{name}", FilePath::BUILT_IN));
        (
            (*name).to_owned(),
            ThemeFile {
                file,
                bytes: Cow::Borrowed(*bytes),
            },
        )
    };
    built_in::FILES.iter().map(file).collect()
}

fn site_layer(site: Folder, diagnostics: &mut Vec<Diagnostic>) -> LayerFiles {
    let part = |part: &&str| part_files(site, site.root, part).into_value(diagnostics);
    PARTS.iter().flat_map(part).collect()
}

/// All files of one part of a theme or of the site, which stands in `base`; dot-files are left out. A file that cannot be
/// read is told: without it the site would look like another one.
fn part_files(site: Folder, base: &Path, part: &str) -> Reported<LayerFiles> {
    let root = site.root;
    let mut found = Reported::<LayerFiles>::default();
    let start = base.join(part);
    if !is_there(root, &start, &mut found.diagnostics) {
        return found;
    }
    for path in paths_below(root, &start, part, &mut found.diagnostics) {
        let (Some(name), Some(shown)) = (relative(base, &path), relative(root, &path)) else {
            continue;
        };
        match part_file(site, FilePath::new(shown), part) {
            Ok(file) => found.value.push((name, file)),
            Err(diagnostic) => found.diagnostics.push(*diagnostic),
        }
    }
    found.value.sort_by(|(one, _), (other, _)| one.cmp(other));
    found
}

/// The files in a folder and its folders, without dot-files. What cannot be looked at is reported.
fn paths_below(
    root: &Path,
    start: &Path,
    part: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    let mut entries = disk::tree(root, start);
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) if entry.path != start && is_hidden(&entry.path) => {
                if entry.is_folder {
                    entries.skip_folder();
                }
            }
            Ok(entry) if entry.is_folder => {}
            Ok(entry) => paths.push(entry.path),
            Err(trouble) => {
                let told = not_entered(root, &trouble);
                diagnostics.extend(told.map(|told| as_needed(part, told)));
            }
        }
    }
    paths
}

/// True if a folder exists; one that cannot be looked at is reported.
fn is_there(root: &Path, folder: &Path, diagnostics: &mut Vec<Diagnostic>) -> bool {
    disk::has_entry(folder).unwrap_or_else(|error| {
        let shown = FilePath::new(relative(root, folder).unwrap_or_default());
        diagnostics.push(unreadable(&shown, &error));
        false
    })
}

fn is_hidden(path: &Path) -> bool {
    let name = path.file_name();
    name.is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

fn part_file(site: Folder, file: FilePath, part: &str) -> Result<ThemeFile, Box<Diagnostic>> {
    let most = if part == ASSETS {
        disk::size_limit::ASSET
    } else {
        disk::size_limit::SETTINGS
    };
    match site.read(&file, most) {
        Ok(bytes) => Ok(ThemeFile {
            file,
            bytes: Cow::Owned(bytes),
        }),
        Err(error) => Err(Box::new(as_needed(part, unreadable(&file, &error)))),
    }
}

/// Without a kind, documents could come out that are not meant to: a link that is not followed is an error there.
fn as_needed(part: &str, told: Diagnostic) -> Diagnostic {
    if PARTS_OF_A_THEME.contains(&part) && told.code == Code::LinkOutside {
        Diagnostic {
            code: Code::UnreadableFile,
            severity: Severity::Error,
            ..told
        }
    } else {
        told
    }
}

fn relative(base: &Path, path: &Path) -> Option<String> {
    Some(path.strip_prefix(base).ok()?.to_str()?.replace('\\', "/"))
}

/// The theme that a layer's theme.yaml names in `extends`, with that file.
fn parent(layer: &LayerFiles, diagnostics: &mut Vec<Diagnostic>) -> Option<(String, FilePath)> {
    let (_, file) = layer.iter().find(|(name, _)| name == "theme.yaml")?;
    let source = Source::from_bytes(file.file.clone(), file.bytes.to_vec());
    let source = source
        .map_err(|not_utf8| diagnostics.push(*not_utf8.diagnostic))
        .ok()?;
    let settings = SettingsFile::new(&file.file, Code::InvalidSetting);
    let root = settings.read(&source.text);
    diagnostics.extend(settings.diagnostics.into_inner());
    let name = root?.get("extends").and_then(Node::text)?.to_owned();
    Some((name, file.file.clone()))
}

fn unknown(root: &Path, name: &str, asked_in: &FilePath) -> Diagnostic {
    let mut known: Vec<String> = disk::list(root, THEMES)
        .unwrap_or_default()
        .iter()
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect();
    known.push(DEFAULT.to_owned());
    known.sort();
    known.dedup();
    Diagnostic::new(
        Code::UnknownTheme,
        format!("there is no theme called `{name}`"),
    )
    .in_file(asked_in)
    .help(did_you_mean(name, known.iter().map(String::as_str)).unwrap_or_default())
    .help(format!(
        "themes are the folders in `themes/`, and `{DEFAULT}` is built in"
    ))
}
