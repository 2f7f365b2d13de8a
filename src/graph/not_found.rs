//! Links that lead nowhere as they are written: what is wrong with them, and what may have been meant.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::file_index::FileIndex;
use super::finding::Finding;
use super::link_problem::{
    At, backslashes, hidden_signs, left_over, meant_outside, moved_away, nothing_there,
};
use super::moved_files::MovedFiles;
use super::name_index::NameIndex;
use super::names::{Origin, Thing};
use super::outside;
use super::resolve::{Resolved, Resolver, Written};
use super::target::{absolute, is_outside, split_behind, with_slashes};
use crate::base::english::excerpt;
use crate::base::suggest;
use crate::base::url::percent_decoded;
use crate::base::{Code, FilePath, SharedText};
use crate::document::LinkRole;

impl<'r> Resolver<'r> {
    /// A path with backslashes: it leads where slashes would, but browsers alone read it so.
    pub fn with_backslashes(&self, thing: &Thing, link: Written, at: &At) -> Resolved {
        let Written { target, role } = link;
        if is_outside(target) {
            let own = self.from.names.on_site(target).as_ref().into();
            return self.resolve(thing, Written { target: &own, role }, at);
        }
        let (path, behind) = split_behind(target);
        let meant: SharedText = format!("{}{behind}", with_slashes(path)).into();
        let written = Written {
            target: &meant,
            role,
        };
        match self.resolve(thing, written, at) {
            Ok(_) => Err(Some(Box::new(backslashes(target, &meant, at)))),
            Err(Some(found)) => {
                let help = "it is written with `\\`; paths in links have `/`";
                Err(Some(Box::new(found.help(help))))
            }
            Err(None) => Err(None),
        }
    }

    /// What is wrong with a link that leads somewhere without the signs in it that nobody sees.
    fn with_hidden_signs(&self, link: Written, at: &At) -> Option<Finding> {
        let Written { target, role } = link;
        if !target.contains(is_hidden) {
            return None;
        }
        let meant: String = target
            .trim_matches(is_hidden)
            .chars()
            .filter_map(|c| match c {
                NON_BREAKING => Some(' '),
                _ => (!is_hidden(c)).then_some(c),
            })
            .collect();
        let meant: SharedText = meant.into();
        let origin = Origin {
            file: at.file,
            page: at.page.and_then(|id| self.from.names.origin_of(id).page),
            language: at.language,
        };
        let thing = self.from.names.find(&meant, role, &origin);
        let written = Written {
            target: &meant,
            role,
        };
        let leads_there = self.resolve(&thing, written, at).is_ok();
        leads_there.then(|| hidden_signs(target, &meant, at))
    }

    /// What is wrong with a link that leads nowhere.
    pub fn nothing(&self, link: Written, at: &At) -> Finding {
        let Written { target, role } = link;
        if let Some(found) = self.with_hidden_signs(link, at) {
            return found;
        }
        let own = self.from.names.on_site(target);
        let path = split_behind(&own).0;
        let decoded = percent_decoded(path).unwrap_or(Cow::Borrowed(path));
        if let Some(leftover) = self.leftover(&decoded, at) {
            return left_over(target, leftover, at);
        }
        if role == LinkRole::Target
            && let Some(meant) = outside::meant(target)
        {
            return meant_outside(target, &meant, at);
        }
        if role == LinkRole::Id {
            return self.nothing_with_id(target, path, at);
        }
        self.nothing_at(link, &decoded, at)
    }

    /// What is wrong with a link by a path that leads nowhere.
    fn nothing_at(&self, link: Written, path: &str, at: &At) -> Finding {
        let Written { target, role } = link;
        let site = outside::perhaps_meant(target).or_else(|| outside::meant(target));
        let site = site.map(|site| format!("did you mean `{site}`?"));
        let near = site.or_else(|| self.near_files().suggest(at.file, path, role));
        let nothing = nothing_there(target, near, at);
        let moved = self
            .moved
            .get_or_init(|| MovedFiles::new(self.from.names.index));
        let new = moved.target(at.file, target, path, role);
        moved_away(nothing, target, new, at)
    }

    /// What is wrong with a link by an id, or by the name of a file, that leads nowhere.
    fn nothing_with_id(&self, target: &SharedText, path: &str, at: &At) -> Finding {
        if !path.contains('.') {
            let (kind, id) = self.from.names.split_id(path);
            return self.unknown_id(id, kind, at);
        }
        let near = self.near_files().suggest(at.file, path, LinkRole::File);
        let near = near.or_else(|| self.file_names().did_you_mean(path));
        nothing_there(target, near, at)
    }

    fn near_files(&self) -> &FileIndex<'_> {
        self.file_index
            .get_or_init(|| FileIndex::new(self.from.names.index, &self.from.urls.files.public))
    }

    fn file_names(&self) -> &suggest::Candidates<'r> {
        self.file_names.get_or_init(|| {
            let names = self
                .from
                .urls
                .files
                .public
                .iter()
                .map(|(asset, _)| asset.file.name());
            suggest::Candidates::new(names.collect::<BTreeSet<&str>>())
        })
    }

    /// The leftover that a path leads to, itself or a folder above it.
    fn leftover(&self, path: &str, at: &At) -> Option<&FilePath> {
        let wanted = absolute(at.file, path)?;
        let leftovers = &self.from.names.index.input.leftovers;
        let known = |path: &str| {
            leftovers
                .binary_search_by(|leftover| leftover.as_str().cmp(path))
                .ok()
        };
        let folders = wanted.match_indices('/').map(|(at, _)| &wanted[..at]);
        let found = std::iter::once(wanted.as_str())
            .chain(folders)
            .find_map(known)?;
        leftovers.get(found)
    }

    fn unknown_id(&self, id: &str, kind: Option<&str>, at: &At) -> Finding {
        let what = kind.unwrap_or("document");
        let near = self
            .near
            .get_or_init(|| NameIndex::new(self.from.names.index))
            .id_like(id, kind);
        Finding::new(
            Code::BrokenLink,
            format!("there is no {what} called `{}`", excerpt(id, 60)),
        )
        .at(at.file, at.place.clone(), "no such id")
        .help(near.unwrap_or_default())
    }
}

const NON_BREAKING: char = '\u{a0}';

/// True for a sign that nobody sees, and that texts pasted from elsewhere have.
fn is_hidden(c: char) -> bool {
    matches!(
        c,
        NON_BREAKING | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}
