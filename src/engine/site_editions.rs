//! The editions of a site at one moment: reads the pictures that they show.

use std::path::Path;
use std::sync::Arc;

use super::PlannedSite;
use super::editions::EditionPress;
use super::pictures::{Keeping, PictureMaker, Wanted};
use crate::base::{FilePath, Url};
use crate::config::Edition;
use crate::content::disk;
use crate::edition::{
    EditionMaker, EditionOutcome, EditionText, FinishedEdition, MakeMoment, Picture, Publication,
    Tree, epub, press_job,
};
use crate::graph::{AssetId, Item};
use crate::images::Form;

impl EditionMaker for PlannedSite {
    fn can_make(&self, edition: Edition) -> bool {
        self.editions.press.can_make(edition)
    }

    fn moment(&self) -> MakeMoment {
        self.editions.press.moment()
    }

    fn make(&self, wanted: &[Edition], text: &EditionText) -> Vec<EditionOutcome> {
        let tree = Tree::parse(&text.html);
        let source = EditionSource {
            pictures: self.pictures_in(&tree),
            tree,
            publication: &text.publication,
        };
        let press = &self.editions.press;
        let outcomes = wanted.iter().map(|edition| source.make(*edition, press));
        outcomes.collect()
    }
}

/// What all editions of a document are made of.
struct EditionSource<'s> {
    tree: Tree,
    pictures: Vec<Picture>,
    publication: &'s Publication,
}

impl EditionSource<'_> {
    fn make(&self, edition: Edition, press: &EditionPress) -> EditionOutcome {
        if edition == Edition::Epub {
            let bytes = epub(&self.tree, self.publication, &self.pictures);
            return Ok(Arc::new(FinishedEdition { bytes, pages: None }));
        }
        let job = press_job(edition, &self.tree, self.publication, &self.pictures);
        press.made(&job)
    }
}

impl PlannedSite {
    /// The pictures that a text shows, without camera data and places. One that cannot be read is left out; that it cannot
    /// is reported where its own file is made.
    fn pictures_in(&self, tree: &Tree) -> Vec<Picture> {
        let sources = tree.picture_sources().into_iter().enumerate();
        let found = sources.filter_map(|(number, src)| {
            let bytes = self.picture_bytes(self.file_at(&src)?)?;
            let ending = src.rsplit('.').next().unwrap_or_default();
            let name = format!("{}.{}", number + 1, ending.to_ascii_lowercase());
            Some(Picture { src, name, bytes })
        });
        found.collect()
    }

    /// The author's file at a URL of the site.
    fn file_at(&self, src: &str) -> Option<AssetId> {
        let path = src.strip_prefix(self.linked.project.site.base_path())?;
        let url = Url::parse(path).ok()?;
        let graph = &self.linked.graph;
        match graph.route(&url)?.item {
            Item::ContentAsset(id) => Some(id),
            _ => None,
        }
    }

    /// The bytes of a picture as they are published; none of a format that no edition can show.
    fn picture_bytes(&self, id: AssetId) -> Option<Vec<u8>> {
        let asset = self.linked.graph.asset(id)?;
        let root = &self.editions.root;
        match asset.file_type().media_type {
            _ if self.pictures.get(id).is_some() => bytes_of(root, &asset.file),
            "image/gif" | "image/jpeg" | "image/png" | "image/svg+xml" | "image/webp" => {
                disk::read(root, &asset.file, disk::size_limit::PICTURE).ok()
            }
            _ => None,
        }
    }
}

fn bytes_of(root: &Path, file: &FilePath) -> Option<Vec<u8>> {
    let wanted = Wanted {
        file,
        form: Form::Kept,
        forms: &[],
    };
    PictureMaker::new(root, Keeping::Nothing).bytes(wanted).ok()
}
