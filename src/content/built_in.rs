//! The default theme's files, as they were when the binary was built.

include!(concat!(env!("OUT_DIR"), "/partnership.rs"));
