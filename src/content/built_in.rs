//! The default theme's files, as they were when the binary was built.

use crate::base::FilePath;

include!(concat!(env!("OUT_DIR"), "/partnership.rs"));

/// The bytes of a file inside the binary.
pub fn bytes_of(file: &FilePath) -> Option<&'static [u8]> {
    let name = file
        .as_str()
        .strip_prefix(FilePath::BUILT_IN)?
        .strip_prefix("themes/partnership/")?;
    FILES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, bytes)| *bytes)
}
