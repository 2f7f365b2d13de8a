//! The editions of a site at one moment: reads the pictures that they show.

use std::path::Path;
use std::sync::Arc;

use super::PlannedSite;
use super::editions::EditionPress;
use super::pictures::{Keeping, PictureMaker, Wanted};
use super::press::PressFault;
use crate::base::{FilePath, Span, Url};
use crate::config::Edition;
use crate::content::disk;
use crate::edition::{
    EditionMaker, EditionOutcome, EditionText, FinishedEdition, LookFont, MakeMoment, PageList,
    PageSource, Picture, PressJob, PressLook, Publication, Tree, epub, press_job,
};
use crate::graph::{AssetId, Item};
use crate::images::Form;

/// So many words more than one tell a place from others.
const MOST_WORDS: usize = 7;

impl EditionMaker for PlannedSite {
    fn moment(&self) -> MakeMoment {
        self.editions.press.moment()
    }

    fn make(&self, wanted: &[Edition], text: &EditionText) -> Vec<EditionOutcome> {
        let mut tree = Tree::parse(&text.html);
        tree.add_abbreviations(&text.publication.abbreviations);
        let source = EditionSource {
            pictures: self.pictures_in(&tree),
            tree,
            publication: &text.publication,
            page_source: text.page_source.as_ref(),
            look: self.press_look(),
        };
        let outcomes = source.make_all(wanted, &self.editions.press).into_iter();
        let placed = outcomes.map(|outcome| self.placed(outcome, &text.sources));
        placed.collect()
    }
}

/// What all editions of a document are made of.
struct EditionSource<'s> {
    tree: Tree,
    pictures: Vec<Picture>,
    publication: &'s Publication,
    page_source: Option<&'s PageSource>,
    look: PressLook,
}

impl EditionSource<'_> {
    fn make_all(&self, wanted: &[Edition], press: &EditionPress) -> Vec<EditionOutcome> {
        let mut files = PressedFiles {
            source: self,
            press,
            silence: None,
            made: Vec::new(),
        };
        let outcomes = wanted.iter().map(|edition| match edition {
            Edition::Epub => Ok(self.book(&mut files)),
            edition => files.outcome(*edition),
        });
        outcomes.collect()
    }

    fn book(&self, files: &mut PressedFiles) -> Arc<FinishedEdition> {
        let pages = self.pages(files);
        let bytes = epub(&self.tree, self.publication, &self.pictures, pages.as_ref());
        Arc::new(FinishedEdition {
            bytes,
            ..FinishedEdition::default()
        })
    }

    /// The pages of the PDF; nothing where it could not be made, which is told where its own file is made.
    fn pages(&self, files: &mut PressedFiles) -> Option<PageList> {
        let source = self.page_source?;
        let file = files.outcome(source.edition).ok()?;
        let breaks = self.job(source.edition).page_breaks(&file.starts);
        // A press of an earlier version does not say where pages begin.
        (!breaks.is_empty()).then(|| PageList {
            source: source.name.clone(),
            breaks,
        })
    }

    fn job(&self, edition: Edition) -> PressJob {
        let EditionSource { tree, look, .. } = self;
        press_job(edition, tree, self.publication, &self.pictures, look)
    }
}

/// The editions of a document that the press sets, each once.
struct PressedFiles<'s> {
    source: &'s EditionSource<'s>,
    press: &'s EditionPress,
    /// What became of a job that the press was silent about.
    silence: Option<PressFault>,
    made: Vec<(Edition, EditionOutcome)>,
}

impl PressedFiles<'_> {
    fn outcome(&mut self, edition: Edition) -> EditionOutcome {
        let known = self.made.iter().find(|made| made.0 == edition);
        if let Some((_, known)) = known {
            return known.clone();
        }
        let outcome = self.set(edition);
        self.made.push((edition, outcome.clone()));
        outcome
    }

    fn set(&mut self, edition: Edition) -> EditionOutcome {
        // Another job of the same text would take as long, for nothing.
        if let Some(fault) = self.silence.clone() {
            return Err(self.press.error_of(fault));
        }
        let job = self.source.job(edition);
        let made = self.press.made(&job, &self.source.pictures);
        made.unwrap_or_else(|fault| {
            if matches!(fault, PressFault::Silent(_)) {
                self.silence = Some(fault.clone());
            }
            Err(self.press.error_of(fault))
        })
    }
}

impl PlannedSite {
    /// What came of an edition, with the places in the files of authors that messages are about.
    fn placed(&self, outcome: EditionOutcome, sources: &[FilePath]) -> EditionOutcome {
        match outcome {
            Ok(file) if file.found.is_empty() => Ok(file),
            Ok(file) => {
                let mut file = FinishedEdition::clone(&file);
                for found in &mut file.found {
                    found.places = self.places(&found.words, sources);
                }
                Ok(Arc::new(file))
            }
            Err(mut error) => {
                error.places = self.places(&error.words, sources);
                Err(error)
            }
        }
    }

    /// Where words are written, each at its first place.
    fn places(&self, words: &[String], sources: &[FilePath]) -> Vec<(FilePath, Span)> {
        if words.is_empty() {
            return Vec::new();
        }
        let root = &self.editions.root;
        let texts = sources.iter();
        let texts = texts.filter_map(|file| Some((file, disk::read_to_show(root, file)?)));
        let texts: Vec<(&FilePath, String)> = texts.collect();
        let place = |words: &String| {
            let mut texts = texts.iter();
            texts.find_map(|(file, text)| Some(((*file).clone(), written_place(text, words)?)))
        };
        words.iter().filter_map(place).collect()
    }

    /// What the site and its theme bring to the look of PDFs. A font whose file is not there was reported.
    fn press_look(&self) -> PressLook {
        let theme = &self.linked.theme;
        let chosen = self.linked.project.site.look.fonts.iter();
        let files = chosen.flat_map(|font| font.files.iter().map(|file| (font.role, file)));
        let fonts = files.filter_map(|(role, file)| {
            let (face, file) = file;
            Some(LookFont {
                role,
                face,
                name: file.name.clone(),
                bytes: theme.asset_named(&file.name)?.to_vec(),
            })
        });
        PressLook {
            fonts: fonts.collect(),
            sources: theme.press.clone(),
        }
    }

    /// The pictures that a text shows, without camera data and places. One that cannot be read is left out; that it cannot
    /// is reported where its own file is made.
    fn pictures_in(&self, tree: &Tree) -> Vec<Picture> {
        let sources = tree.picture_sources().into_iter().enumerate();
        let found = sources.filter_map(|(number, src)| {
            let bytes = self.bytes_at(&src)?;
            let ending = src.rsplit('.').next().unwrap_or_default();
            let name = format!("{}.{}", number + 1, ending.to_ascii_lowercase());
            Some(Picture { src, name, bytes })
        });
        found.collect()
    }

    /// The picture at a URL of the site: an author's file, or one of the theme's, such as the logo.
    fn bytes_at(&self, src: &str) -> Option<Vec<u8>> {
        let path = src.strip_prefix(self.linked.project.site.base_path())?;
        let url = Url::parse(path).ok()?;
        let graph = &self.linked.graph;
        match graph.route(&url).map(|route| &route.item) {
            Some(Item::ContentAsset(id)) => self.picture_bytes(*id),
            Some(_) => None,
            None => self.linked.theme.asset_at(&url).map(<[u8]>::to_vec),
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

/// Where words are written in a text, whatever white space is between them.
fn written_place(text: &str, words: &str) -> Option<Span> {
    let mut words = words.split_whitespace();
    let first = words.next()?;
    let rest: Vec<&str> = words.take(MOST_WORDS).collect();
    let mut starts = text.match_indices(first);
    starts.find_map(|(start, _)| {
        let mut end = start + first.len();
        for word in &rest {
            let behind = text.get(end..)?;
            let next = behind.trim_start();
            if !next.starts_with(word) {
                return None;
            }
            end += behind.len() - next.len() + word.len();
        }
        Some(Span::new(start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::written_place;
    use crate::base::Span;

    #[test]
    fn words_are_found_across_lines() {
        let text = "A first, a first meeting\nof\n  all 👍.";
        assert_eq!(
            written_place(text, "first meeting of all"),
            Some(Span::new(11, 33))
        );
        assert_eq!(written_place(text, "👍"), Some(Span::new(34, 38)));
        assert_eq!(written_place(text, "meeting of none"), None);
        assert_eq!(written_place(text, " "), None);
    }
}
