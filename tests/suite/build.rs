//! placeholder of words
