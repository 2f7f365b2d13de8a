//! The place of a value that is being read. Reads nothing.

use super::spots::Located;
use crate::yaml::{Node, Value as Yaml};

/// Which value is being read: its name for messages, and the list item it is part of.
#[derive(Clone)]
pub struct At<'n> {
    pub name: String,
    pub item: Option<u32>,
    pub node: &'n Node,
}

impl<'n> At<'n> {
    /// The only item of a list of one, or the value itself.
    pub fn only_item(&self) -> At<'n> {
        let node = match &self.node.value {
            Yaml::Sequence(items) if items.len() == 1 => &items[0],
            _ => self.node,
        };
        At {
            node,
            ..self.clone()
        }
    }

    pub fn located<T>(&self, value: T) -> Located<T> {
        let span = *self.node.span;
        Located { value, span }
    }
}
