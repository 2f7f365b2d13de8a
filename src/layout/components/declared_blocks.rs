//! The blocks that authors can write, with their arguments, as the theme's components declare them.

use tera::{ComponentArg, ComponentArgType, ComponentInfo, Value as TeraValue};

use super::blocks::{LINKS, authors, choices};
use crate::layout::Theme;

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredBlock {
    /// The name that authors write.
    pub name: String,
    /// What it is for; may be empty.
    pub about: String,
    /// What it can be told.
    pub arguments: Vec<DeclaredArgument>,
}

/// An argument of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredArgument {
    /// The name that authors write.
    pub name: String,
    /// True if the block cannot do without it.
    pub is_required: bool,
    /// What it takes.
    pub takes: Takes,
}

/// What an argument takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing: it is on if it is there.
    Nothing,
    /// One of some words.
    Choice(Vec<String>),
    /// Where a picture is.
    Picture,
    /// Where another file is.
    File,
    /// Where a page or a file is.
    Link,
    /// A number.
    Number,
    /// Anything else.
    Text,
}

/// All blocks of a theme, by name.
pub fn declared_blocks(theme: &Theme) -> Vec<DeclaredBlock> {
    let names = theme.blocks.keys();
    names
        .filter_map(|name| Some(declared(name, &theme.signature(name)?)))
        .collect()
}

fn declared(name: &str, signature: &ComponentInfo) -> DeclaredBlock {
    let about = signature.metadata().get("about");
    let about = about.and_then(TeraValue::as_str).unwrap_or_default();
    DeclaredBlock {
        name: name.to_owned(),
        about: about.to_owned(),
        arguments: authors(signature)
            .map(|argument| DeclaredArgument {
                name: argument.name().replace('_', "-"),
                is_required: argument.is_required(),
                takes: takes(argument, signature),
            })
            .collect(),
    }
}

fn takes(argument: &ComponentArg, signature: &ComponentInfo) -> Takes {
    let choices = choices(signature, argument.name());
    match argument.arg_type() {
        _ if !choices.is_empty() => Takes::Choice(choices),
        _ if argument.name() == "image" => Takes::Picture,
        _ if ["file", "src"].contains(&argument.name()) => Takes::File,
        _ if LINKS.contains(&argument.name()) => Takes::Link,
        Some(ComponentArgType::Bool) => Takes::Nothing,
        Some(ComponentArgType::Integer | ComponentArgType::Float | ComponentArgType::Number) => {
            Takes::Number
        }
        _ => Takes::Text,
    }
}
