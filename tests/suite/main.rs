//! The suite: everything that drives the real binary, in one program.
