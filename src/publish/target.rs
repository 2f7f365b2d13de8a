//! What a target can do. The differences between hosts end here.

use std::fmt;

use super::local_site::SiteFile;

/// Why something could not be done at a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It may work if it is tried again: a sentence.
    Temporary(String),
    /// It will not: a sentence that says what to do.
    Final(String),
    /// The manifest is not the one that was expected: another run wrote it.
    Conflict,
    /// Somebody stopped the run.
    Cancelled,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Fault::Temporary(why) | Fault::Final(why) => why,
            Fault::Conflict => {
                "another run of `copublish publish` wrote to the target meanwhile; see that it has ended, and publish again"
            }
            Fault::Cancelled => "stopped",
        })
    }
}

/// How a target treats conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conditions {
    /// It writes only if they hold.
    Minded,
    /// It writes anyway, or does not know them.
    Ignored,
}

/// A manifest at a target, and what tells it from any other version of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub text: Vec<u8>,
    pub version: String,
}

/// A file at a target, with what the target says of what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub path: String,
    /// A hash by the target's own rule; empty if it has none.
    pub digest: String,
}

/// A place that a site is sent to. Nothing here is tried twice: that is for who asks.
pub trait Target: Sync {
    /// Where it is, for people.
    fn place(&self) -> String;

    /// Reads the manifest; `None` if there is none.
    ///
    /// # Errors
    /// If the target cannot be read.
    fn read_manifest(&self) -> Result<Option<Stored>, Fault>;

    /// Writes the manifest, if the one there is still the expected version (`None`: if there is none), and returns its version.
    ///
    /// # Errors
    /// [`Fault::Conflict`] if it is not.
    fn write_manifest(&self, text: &str, expected: Option<&str>) -> Result<String, Fault>;

    /// Tries, with a manifest that has just been written, whether the target minds conditions; without them, two runs at the
    /// same time are only seen if they are not at the very same moment.
    ///
    /// # Errors
    /// If the target cannot be asked.
    fn try_conditions(&self, text: &str) -> Result<Conditions, Fault>;

    /// Takes it from the manifest how the target treats conditions.
    fn remember(&self, conditions: Conditions);

    /// All files there.
    ///
    /// # Errors
    /// If they cannot be listed.
    fn list(&self) -> Result<Vec<Listed>, Fault>;

    /// The digest that the target lists for a file that holds these bytes.
    fn digest(&self, body: &[u8]) -> String;

    /// Writes a file in one step.
    ///
    /// # Errors
    /// If the target refuses it.
    fn put(&self, file: &SiteFile, body: &[u8]) -> Result<(), Fault>;

    /// Removes a file; one that is not there is removed already.
    ///
    /// # Errors
    /// If the target refuses it.
    fn remove(&self, path: &str) -> Result<(), Fault>;
}
