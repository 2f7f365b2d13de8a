//! The theme's files: parents first, the theme over them, the site's own over all, file by file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use super::unreadable::{unreadable, unreadable_entry};
use super::{Source, built_in, disk};
use crate::base::nearest::did_you_mean;
use crate::base::yaml::Node;
use crate::base::{Code, Diagnostic, FilePath, Reported, Severity};
use crate::config::settings::SettingsFile;

/// The default theme's name; it is in the binary.
const DEFAULT: &str = "partnership";
/// Parts of a theme, and of a site, that are laid over each other.
const PARTS: [&str; 3] = ["templates", "assets", "text"];
/// Themes may extend one another this deep.
const DEEPEST: usize = 8;

/// One file of a theme.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Where it stands, for places.
    pub file: FilePath,
    /// What it holds.
    pub bytes: Cow<'static, [u8]>,
}

/// All files that make the look of a site.
#[derive(Clone, Debug, Default)]
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

impl ThemeFiles {
    /// The files of one part, by name below it: `base.html` of `templates`.
    pub fn of_part<'t>(&'t self, part: &'t str) -> impl Iterator<Item = (&'t str, &'t ThemeFile)> {
        self.files.iter().filter_map(move |(name, file)| {
            let rest = name.strip_prefix(part)?.strip_prefix('/')?;
            Some((rest, file))
        })
    }
}

/// Reads the theme called `name`, the themes it extends, and the site's own files over them.
pub fn read(root: &Path, name: &str) -> Reported<ThemeFiles> {
    let mut diagnostics = Vec::new();
    let mut layers = Vec::new();
    let mut wanted = Some((name.to_owned(), FilePath::new("site.yaml")));
    while let Some((name, asked_in)) = wanted.take() {
        let layer = layer(root, &name, &mut diagnostics).filter(|_| layers.len() < DEEPEST);
        let Some(layer) = layer else {
            diagnostics.push(unknown(root, &name, &asked_in));
            layers.push(built_in_layer());
            break;
        };
        wanted = parent(&layer, &mut diagnostics);
        layers.push(layer);
    }
    let mut files = ThemeFiles { lacks_kinds: diagnostics.iter().any(hides_kinds), ..ThemeFiles::default() };
    layers.reverse();
    layers.push(site_layer(root, &mut diagnostics));
    for layer in layers {
        for (name, file) in layer {
            if name.starts_with("kinds/") {
                files.kinds.push(file);
            } else if name.starts_with("text/") {
                files.words.push(file);
            } else {
                files.files.insert(name, file);
            }
        }
    }
    Reported { value: files, diagnostics }
}

/// True for an error in what names the layers of a theme, or in its kinds: anything but how pages look.
fn hides_kinds(found: &Diagnostic) -> bool {
    let is_of_look =
        |file: &FilePath| file.as_str().split('/').nth(2).is_some_and(|part| PARTS.contains(&part));
    found.severity == Severity::Error && !found.labels.iter().any(|label| is_of_look(&label.file))
}

type LayerFiles = Vec<(String, ThemeFile)>;

fn layer(root: &Path, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<LayerFiles> {
    let is_plain = !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.');
    let folder = root.join("themes").join(name);
    if is_plain && disk::has_folder(&folder).unwrap_or(true) {
        return Some(folder_files(root, &folder, &folder).into_value(diagnostics));
    }
    (name == DEFAULT).then(built_in_layer)
}

fn built_in_layer() -> LayerFiles {
    let file = |(name, bytes): &(&'static str, &'static [u8])| {
        let file = FilePath::new(format!("{}themes/{DEFAULT}/{name}", FilePath::BUILT_IN));
        ((*name).to_owned(), ThemeFile { file, bytes: Cow::Borrowed(*bytes) })
    };
    built_in::FILES.iter().map(file).collect()
}

fn site_layer(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> LayerFiles {
    let part = |part| folder_files(root, root, &root.join(part)).into_value(diagnostics);
    PARTS.iter().flat_map(part).collect()
}

/// All files below `folder`, named from `base`; dot-files are left out. A file that cannot be read is said: without it
/// the site would look like another one.
fn folder_files(root: &Path, base: &Path, folder: &Path) -> Reported<LayerFiles> {
    let mut diagnostics = Vec::new();
    let has_folder = disk::has_folder(folder).unwrap_or_else(|error| {
        let shown = FilePath::new(relative(root, folder).unwrap_or_default());
        diagnostics.push(unreadable(&shown, &error));
        false
    });
    if !has_folder {
        return Reported { value: Vec::new(), diagnostics };
    }
    let mut files = Vec::new();
    let mut entries = disk::tree(folder);
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(trouble) => {
                diagnostics.extend(unreadable_entry(root, &trouble));
                continue;
            }
        };
        let is_hidden = entry.path != folder
            && entry.path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !entry.is_file || is_hidden {
            if entry.is_folder && is_hidden {
                entries.skip_folder();
            }
            continue;
        }
        let (Some(name), Some(shown)) = (relative(base, &entry.path), relative(root, &entry.path)) else {
            continue;
        };
        let file = FilePath::new(shown);
        match disk::read_anywhere(root, &file) {
            Ok(bytes) => files.push((name, ThemeFile { file, bytes: Cow::Owned(bytes) })),
            Err(error) => diagnostics.push(unreadable(&file, &error)),
        }
    }
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    Reported { value: files, diagnostics }
}

fn relative(base: &Path, path: &Path) -> Option<String> {
    Some(path.strip_prefix(base).ok()?.to_str()?.replace('\\', "/"))
}

/// The theme that a layer's theme.yaml names in `extends`, with that file.
fn parent(layer: &LayerFiles, diagnostics: &mut Vec<Diagnostic>) -> Option<(String, FilePath)> {
    let (_, file) = layer.iter().find(|(name, _)| name == "theme.yaml")?;
    let source = Source::from_bytes(file.file.clone(), file.bytes.to_vec());
    let source = source.map_err(|not_utf8| diagnostics.push(*not_utf8.diagnostic)).ok()?;
    let settings = SettingsFile::new(&file.file, Code::InvalidSetting);
    let root = settings.read(&source.text);
    diagnostics.extend(settings.diagnostics.into_inner());
    let name = root?.get("extends").and_then(Node::text)?.to_owned();
    Some((name, file.file.clone()))
}

fn unknown(root: &Path, name: &str, asked_in: &FilePath) -> Diagnostic {
    let mut known: Vec<String> = disk::entries(&root.join("themes"))
        .iter()
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect();
    known.push(DEFAULT.to_owned());
    known.sort();
    known.dedup();
    Diagnostic::new(Code::UnknownTheme, format!("there is no theme called `{name}`"))
        .in_file(asked_in)
        .help(did_you_mean(name, known.iter().map(String::as_str)).unwrap_or_default())
        .help(format!("themes are the folders in `themes/`, and `{DEFAULT}` is built in"))
}
