//! `copublish schema`: JSON Schemas of what authors write, for editors. Makes none itself.

use std::path::Path;

use serde::Serialize;

use super::args::SchemaArgs;
use super::json::Document;
use super::shell::Shell;
use super::{Answer, Failure};
use crate::base::english::ticked_and;
use crate::base::file_error;
use crate::base::suggest::did_you_mean;
use crate::engine::{Project, read_project, schemas, write_schemas};
use crate::schema::{Schema, bundle};

/// The files that were written, in JSON.
#[derive(Debug, Serialize)]
struct Written {
    written: Vec<String>,
}

/// Runs the subcommand.
///
/// # Errors
/// There is no site, no such schema, or a file cannot be written.
pub fn run(shell: Shell, root: &Path, args: &SchemaArgs) -> Result<Answer, Failure> {
    let project = read_project(root)?;
    if args.write {
        return write(shell, root, &project);
    }
    let mut all = schemas(&project);
    match &args.name {
        // Programs read it: it is JSON in both formats.
        None => shell.document(&bundle(all))?,
        Some(name) => {
            let at = find(&all, name)?;
            shell.document(&all.swap_remove(at).value)?;
        }
    }
    Ok(Answer::Fine)
}

fn write(shell: Shell, root: &Path, project: &Project) -> Result<Answer, Failure> {
    let written = write_schemas(root, project).map_err(|error| {
        let (why, help) = (
            file_error::reason(&error),
            file_error::help_to_write(&error),
        );
        format!("the schemas cannot be written: {why}; {help}")
    })?;
    if shell.wants_json() {
        shell.document(&Document::fine(Written { written }))?;
    } else {
        for file in &written {
            shell.say(&format!("wrote {file}"))?;
        }
    }
    Ok(Answer::Fine)
}

/// The place of a schema by its name.
fn find(all: &[Schema], name: &str) -> Result<usize, String> {
    let names = || all.iter().map(|schema| schema.name.as_str());
    if let Some(at) = names().position(|known| known == name) {
        return Ok(at);
    }
    let help = did_you_mean(name, names()).unwrap_or_else(|| {
        let names: Vec<&str> = names().collect();
        format!("the schemas of this site are {}", ticked_and(&names))
    });
    Err(format!("there is no schema called `{name}`; {help}"))
}
