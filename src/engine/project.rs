//! What a site declares before any content is read: settings, theme files, kinds.

use std::io::{self, ErrorKind};
use std::path::Path;

use super::Failure;
use crate::base::site_layout::SETTINGS;
use crate::base::{Code, Diagnostic, FilePath, Reported, Span, file_error};
use crate::config::settings::SettingsFile;
use crate::config::{Kinds, Layer, SiteConfig, SiteSearch};
use crate::content::{Folder, Source, ThemeFiles, Unsaved, disk, theme};
use crate::layout;
use crate::yaml::Node;

/// What site.yaml and the theme declare. Equal if both say the same, wherever in their files they say it.
#[derive(Clone, PartialEq)]
pub struct Project {
    /// The settings.
    pub site: SiteConfig,
    /// The theme's files and the site's over them.
    pub theme: ThemeFiles,
    /// The kinds.
    pub kinds: Kinds,
    /// What was wrong with them.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads what a site declares.
///
/// # Errors
/// Where `root` holds no site.
pub fn read_project(root: &Path) -> Result<Project, Failure> {
    read_project_in(Folder {
        root,
        unsaved: &Unsaved::default(),
    })
}

/// The same, with texts over its files.
pub(super) fn read_project_in(folder: Folder) -> Result<Project, Failure> {
    let mut diagnostics = Vec::new();
    let site = settings(folder)?;
    let mut site = site.into_value(&mut diagnostics);
    let theme = theme::read(folder, &site.theme).into_value(&mut diagnostics);
    if !layout::can_search(&theme) {
        site.search = SiteSearch::Off;
    }
    let of_theme: Vec<Option<Layer>> = theme
        .kinds
        .iter()
        .map(|file| layer(file, &mut diagnostics))
        .collect();
    if theme.lacks_kinds || of_theme.iter().any(Option::is_none) {
        // Without some of the kinds, the others may only seem to be wrong.
        return Err(Failure::of_settings(diagnostics));
    }
    let mut layers: Vec<Layer> = of_theme.into_iter().flatten().collect();
    layers.push(site.kinds.clone());
    let kinds = Kinds::from_layers(&layers).into_value(&mut diagnostics);
    if !kinds.is_safe {
        return Err(Failure::of_settings(diagnostics));
    }
    Ok(Project {
        site,
        theme,
        kinds,
        diagnostics,
    })
}

/// The path a site lives below, as its settings alone say: empty, or `/sub`.
///
/// # Errors
/// Where `root` holds no site.
pub fn base_path(root: &Path) -> Result<String, Failure> {
    let folder = Folder {
        root,
        unsaved: &Unsaved::default(),
    };
    Ok(settings(folder)?.value.base_path().to_owned())
}

/// A site needs a site.yaml; a folder without one is not a site.
fn settings(folder: Folder) -> Result<Reported<SiteConfig>, Failure> {
    let file = FilePath::new(SETTINGS);
    let bytes = folder
        .read(&file, disk::size_limit::SETTINGS)
        .map_err(|error| unreadable_settings(folder.root, &error))?;
    let site = match Source::from_bytes(file.clone(), bytes) {
        Ok(source) => SiteConfig::parse(&file, Some(&source.text)),
        Err(not_utf8) => {
            let mut site = SiteConfig::parse(&file, None);
            site.diagnostics.push(*not_utf8.diagnostic);
            return Err(Failure::of_settings(site.diagnostics));
        }
    };
    if !site.value.is_safe {
        return Err(Failure::of_settings(site.diagnostics));
    }
    Ok(site)
}

fn unreadable_settings(root: &Path, error: &io::Error) -> Failure {
    let root = root.display();
    Failure::from(if error.kind() == ErrorKind::NotFound {
        format!(
            "there is no {SETTINGS} in {root}; `copublish init` starts a site, `--root FOLDER` names another folder"
        )
    } else {
        let (why, help) = (file_error::reason(error), file_error::help_to_read(error));
        format!("{SETTINGS} in {root} cannot be read: {why}; {help}")
    })
}

/// One kind's file of a theme: its name is the kind's. `None` if it cannot be understood.
fn layer(file: &theme::ThemeFile, diagnostics: &mut Vec<Diagnostic>) -> Option<Layer> {
    let name = file.file.stem().to_owned();
    let source = match Source::from_bytes(file.file.clone(), file.bytes.to_vec()) {
        Ok(source) => source,
        Err(not_utf8) => {
            diagnostics.push(*not_utf8.diagnostic);
            return None;
        }
    };
    let settings = SettingsFile::new(&file.file, Code::InvalidKind);
    let root = settings
        .read(&source.text)
        .unwrap_or(Node::empty(Span::default()));
    let is_clear = settings.is_safe() && !settings.has_repeated_keys();
    diagnostics.extend(settings.diagnostics.into_inner());
    is_clear.then(|| Layer {
        file: file.file.clone(),
        kinds: vec![(name, root)],
    })
}
