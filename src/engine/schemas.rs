//! The JSON Schemas of a site as files, for editors: in `.copublish/schema`, which is never published and may be lost at any
//! time. A build keeps them up to date where the site uses them.

use std::io;
use std::path::Path;

use super::Project;
use crate::base::site_layout::{CACHE, SCHEMAS, SETTINGS};
use crate::content::disk;
use crate::output;
use crate::schema::{self, Declared, Schema};

/// All schemas of a site.
pub fn schemas(project: &Project) -> Vec<Schema> {
    schema::all(Declared {
        kinds: &project.kinds,
        has_translations: project.site.languages.tags.are_several(),
        theme: &project.theme,
    })
}

/// Writes all schemas of a site, and returns their paths from its root. A file that is as it should be is not touched.
///
/// # Errors
/// As the system says.
pub fn write_schemas(root: &Path, project: &Project) -> io::Result<Vec<String>> {
    let schemas = schemas(project);
    let folder = root.join(CACHE);
    for schema in &schemas {
        let (file, text) = (schema.file(), schema.text());
        if disk::read_kept(root, &format!("{SCHEMAS}/{file}")) != text.as_bytes() {
            output::keep_below(&folder, SCHEMAS, &file, text.as_bytes())?;
        }
    }
    let is_current = |file: &str| schemas.iter().any(|schema| schema.file() == file);
    output::keep_only(&folder.join(SCHEMAS), &is_current)?;
    Ok(schemas
        .iter()
        .map(|schema| schema::path_of(&schema.name))
        .collect())
}

/// Brings the schemas up to date, if the site uses them.
pub(super) fn refresh(root: &Path, project: &Project) {
    if are_used(root) {
        // Without them an editor helps less: that is not worth a message of a build.
        let _ = write_schemas(root, project);
    }
}

/// True if they are there, or if site.yaml names one for editors: `# yaml-language-server: $schema=.copublish/schema/…`.
fn are_used(root: &Path) -> bool {
    let folder = format!("{CACHE}/{SCHEMAS}");
    if disk::is_folder(&root.join(&folder)) {
        return true;
    }
    let settings = disk::read_own(root, &root.join(SETTINGS), disk::size_limit::SETTINGS);
    settings.is_ok_and(|text| memchr::memmem::find(&text, folder.as_bytes()).is_some())
}
