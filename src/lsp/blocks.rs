//! Which blocks can be written, and what can be said to each.

use super::completion::{Suggestion, SuggestionSort, word};
use super::place::{Place, Writing};
use crate::layout::{DeclaredArgument, DeclaredBlock, Takes};

/// What can be written in the first line of a block.
pub fn in_first_line(writing: &Writing, blocks: &[DeclaredBlock]) -> Vec<Suggestion> {
    match &writing.place {
        Place::Block => blocks.iter().map(block).collect(),
        Place::Argument { block, given } => {
            let arguments = arguments_of(block, blocks);
            let others = arguments.filter(|argument| !given.contains(&argument.name));
            others.map(argument).collect()
        }
        Place::ArgumentValue { block, argument } => choices(block, argument, blocks),
        _ => Vec::new(),
    }
}

/// Which sort of file the value of an argument leads to, if it leads to one.
pub fn files_wanted(block: &str, argument: &str, blocks: &[DeclaredBlock]) -> Option<Place> {
    let mut arguments = arguments_of(block, blocks);
    let argument = arguments.find(|known| known.name == argument)?;
    match argument.takes {
        Takes::Picture => Some(Place::Picture),
        Takes::File => Some(Place::File),
        Takes::Link => Some(Place::Target),
        _ => None,
    }
}

/// What a block is for.
pub fn about(name: &str, blocks: &[DeclaredBlock]) -> Option<String> {
    let block = blocks.iter().find(|block| block.name == name)?;
    Some(format!("**{name}**: {}", block.about))
}

fn arguments_of<'b>(
    name: &str,
    blocks: &'b [DeclaredBlock],
) -> impl Iterator<Item = &'b DeclaredArgument> {
    let block = blocks.iter().find(|block| block.name == name);
    block.into_iter().flat_map(|block| &block.arguments)
}

fn block(block: &DeclaredBlock) -> Suggestion {
    Suggestion {
        sort: SuggestionSort::Block,
        ..word(&block.name, &block.about)
    }
}

fn argument(argument: &DeclaredArgument) -> Suggestion {
    let takes = match &argument.takes {
        Takes::Nothing => "on if it is there",
        Takes::Choice(_) => "one of some words",
        Takes::Picture => "a picture",
        Takes::File => "a file",
        Takes::Link => "a page or a file",
        Takes::Number => "a number",
        Takes::Text => "text",
    };
    let needed = if argument.is_required { ", needed" } else { "" };
    let sort = match argument.takes {
        Takes::Nothing => SuggestionSort::Word,
        _ => SuggestionSort::Argument,
    };
    Suggestion {
        sort,
        ..word(&argument.name, &format!("{takes}{needed}"))
    }
}

fn choices(block: &str, argument: &str, blocks: &[DeclaredBlock]) -> Vec<Suggestion> {
    let mut arguments = arguments_of(block, blocks);
    let argument = arguments.find(|known| known.name == argument);
    match argument.map(|argument| &argument.takes) {
        Some(Takes::Choice(words)) => words.iter().map(|text| word(text, "")).collect(),
        _ => Vec::new(),
    }
}
