//! Pictures of a site as bytes: each file is decoded once for all its forms, and what is made is kept for the next build.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::base::{FilePath, Hash, site_layout};
use crate::content::{PixelFormat, disk};
use crate::images::{self, Form, Undecodable};
use crate::output;

/// Makes pictures of the files of a site.
pub(super) struct PictureMaker<'m> {
    root: &'m Path,
    keeping: Keeping,
    sources: Mutex<BTreeMap<FilePath, Arc<Mutex<Source>>>>,
}

/// Whether what is made is kept on the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Keeping {
    /// All forms of a picture are made at once, and kept for the next build.
    Kept,
    /// Nothing is written, and nothing is made that nobody asked for.
    #[default]
    Nothing,
}

/// What a file is made for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// For its bytes.
    ForContent,
    /// For what is wrong with it: pictures are looked into, and none is made.
    ForProblems,
}

/// A picture that is wanted.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'w> {
    pub file: &'w FilePath,
    pub form: Form,
    /// All forms in which it is published.
    pub forms: &'w [Form],
}

/// Why a picture could not be made.
pub(super) enum PictureError {
    /// Its file cannot be read.
    Unreadable(io::Error),
    /// It cannot be decoded. Its file is there without what does not belong to its pixels, if that can be told apart.
    Undecodable(Option<Vec<u8>>),
}

impl PictureError {
    fn undecodable(bytes: &[u8]) -> PictureError {
        PictureError::Undecodable(images::without_metadata(bytes))
    }
}

/// The file of a picture, for whoever makes something of it: one at a time.
#[derive(Default)]
struct Source {
    hash: Option<Hash>,
    used: BTreeSet<Hash>,
    /// The bytes that could not be decoded: they are not tried again for each form.
    undecodable: Option<Hash>,
}

impl<'m> PictureMaker<'m> {
    pub fn new(root: &'m Path, keeping: Keeping) -> PictureMaker<'m> {
        PictureMaker {
            root,
            keeping,
            sources: Mutex::default(),
        }
    }

    /// The bytes of a picture in one of its forms.
    pub fn bytes(&self, wanted: Wanted) -> Result<Vec<u8>, PictureError> {
        let source = Arc::clone(lock(&self.sources).entry(wanted.file.clone()).or_default());
        let mut source = lock(&source);
        let known = source
            .hash
            .and_then(|hash| self.kept(hash, wanted, &mut source.used));
        if let Some(bytes) = known {
            return Ok(bytes);
        }
        let bytes = self.read(wanted.file)?;
        let hash = Hash::of(&bytes);
        source.hash = Some(hash);
        if let Some(kept) = self.kept(hash, wanted, &mut source.used) {
            return Ok(kept);
        }
        if is_dear(&wanted.form) && source.undecodable == Some(hash) {
            return Err(PictureError::undecodable(&bytes));
        }
        let made = self.make(bytes, hash, wanted);
        if matches!(made, Err(PictureError::Undecodable(_))) {
            source.undecodable = Some(hash);
        }
        made
    }

    fn read(&self, file: &FilePath) -> Result<Vec<u8>, PictureError> {
        disk::read(self.root, file, disk::size_limit::PICTURE).map_err(PictureError::Unreadable)
    }

    /// Finds out whether a picture can be made in all its forms. What an earlier build has made of it tells that.
    pub fn examine(&self, wanted: Wanted) -> Result<(), PictureError> {
        let bytes = self.read(wanted.file)?;
        let hash = Hash::of(&bytes);
        let mut forms = wanted.forms.iter();
        let is_made = forms.any(|form| {
            let wanted = Wanted {
                form: *form,
                ..wanted
            };
            self.kept(hash, wanted, &mut BTreeSet::new()).is_some()
        });
        if is_made {
            return Ok(());
        }
        images::examine(&bytes, wanted.forms)
            .map_err(|Undecodable| PictureError::undecodable(&bytes))
    }

    /// Forgets on the disk whatever no picture of this build has used.
    pub fn drop_unused(&self) {
        let used: BTreeSet<Hash> = lock(&self.sources)
            .values()
            .flat_map(|source| lock(source).used.clone())
            .collect();
        // What cannot be removed takes room, and nothing else.
        let _ = output::keep_only(&self.folder(), &|name| {
            Hash::parse(name).is_none_or(|name| used.contains(&name))
        });
    }

    fn make(&self, bytes: Vec<u8>, hash: Hash, wanted: Wanted) -> Result<Vec<u8>, PictureError> {
        let all: Vec<Form> = wanted.forms.iter().copied().filter(is_dear).collect();
        let forms = match self.keeping {
            Keeping::Kept if is_dear(&wanted.form) => all.as_slice(),
            Keeping::Kept | Keeping::Nothing => &[wanted.form],
        };
        let mut asked_for = None;
        let outcome = images::make(&bytes, forms, |form, made| {
            if is_dear(&form) {
                self.keep(&name(hash, form), &made);
            }
            if form == wanted.form {
                asked_for = Some(made);
            }
        });
        match (outcome, asked_for) {
            (Err(Undecodable), _) => Err(PictureError::undecodable(&bytes)),
            (Ok(()), Some(made)) => Ok(made),
            (Ok(()), None) => Ok(bytes),
        }
    }

    /// Keeps what was made; what cannot be kept is made again.
    fn keep(&self, name: &str, made: &[u8]) {
        if self.keeping == Keeping::Kept {
            let folder = self.root.join(site_layout::CACHE);
            let _ = output::keep_below(&folder, site_layout::PICTURES, name, &with_check(made));
        }
    }

    /// What an earlier build, or another thread of this one, has made.
    fn kept(&self, hash: Hash, wanted: Wanted, used: &mut BTreeSet<Hash>) -> Option<Vec<u8>> {
        if !is_dear(&wanted.form) {
            return None;
        }
        let name = name(hash, wanted.form);
        used.extend(Hash::parse(&name));
        let kept = disk::read_kept(self.root, &format!("{}/{name}", site_layout::PICTURES));
        let bytes = without_check(&kept)?;
        let format = match wanted.form {
            Form::WebP(_) => Some(PixelFormat::WebP),
            Form::Kept | Form::Smaller(_) => PixelFormat::of(bytes),
        };
        (format.is_some() && PixelFormat::of(bytes) == format).then(|| bytes.to_vec())
    }

    fn folder(&self) -> std::path::PathBuf {
        self.root
            .join(site_layout::CACHE)
            .join(site_layout::PICTURES)
    }
}

/// True for a form that takes long to make.
fn is_dear(form: &Form) -> bool {
    *form != Form::Kept
}

/// The name of what is kept: all that it is made of.
fn name(source: Hash, form: Form) -> String {
    let made_of = format!("{source} {form:?} {}", images::VERSION);
    Hash::of(made_of.as_bytes()).to_string()
}

/// Bytes behind their hash: two builds at once may mix theirs.
fn with_check(bytes: &[u8]) -> Vec<u8> {
    [&Hash::of(bytes).bytes()[..], bytes].concat()
}

fn without_check(kept: &[u8]) -> Option<&[u8]> {
    let (check, bytes) = kept.split_first_chunk::<16>()?;
    (*check == Hash::of(bytes).bytes()).then_some(bytes)
}

/// What is locked is whole whatever happened to the thread that had it.
fn lock<T>(locked: &Mutex<T>) -> MutexGuard<'_, T> {
    locked.lock().unwrap_or_else(PoisonError::into_inner)
}
