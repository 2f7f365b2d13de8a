//! An argument that a block does not have, and the one that its author means by it: a block that lacks what it needs is
//! told at the argument that was written in place of it.

use tera::ComponentInfo;

use super::blocks::{LINKS, authors};
use crate::base::suggest::Candidates;
use crate::document::{Argument, Call};

/// What people call an argument that leads to a file or a page, besides its names here.
const OTHER_LINKS: [&str; 6] = ["csv", "data", "path", "source", "target", "url"];

/// The argument that is meant for `name`, which the block lacks.
pub(super) fn meant_for<'c>(
    call: &'c Call,
    name: &str,
    signature: &ComponentInfo,
) -> Option<&'c Argument> {
    let is_declared = |argument: &Argument| {
        let written = argument.name.replace('-', "_");
        authors(signature).any(|declared| declared.name() == written)
    };
    let means_it = |written: &str| {
        let both_lead_somewhere = LINKS.contains(&name) && leads_somewhere(written);
        both_lead_somewhere || !Candidates::new([name]).nearest(written).is_empty()
    };
    let mut arguments = call.arguments.iter();
    arguments.find(|argument| !is_declared(argument) && means_it(&argument.name))
}

fn leads_somewhere(name: &str) -> bool {
    LINKS.contains(&name) || OTHER_LINKS.contains(&name)
}
