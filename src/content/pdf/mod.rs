//! What is known of a PDF: how many pages it has, and what it offers to readers who cannot see it.
//!
//! 1. `object_streams`: refuses files that unpack to too much
//! 2. `limited_load`, by `object_starts`: reads all objects, within limits of time and memory
//! 3. `access`, by `page_text`: what readers who use a screen reader find in them
//! 4. `page_words`, by `font`, `pen` and `lines`: what its pages say, for the search; `packed_pages`: the same as a file
//!
//! The objects of a file are loaded once, in `inspect`. Whoever needs more of a PDF takes it from the same document there,
//! adds it to [`PdfFacts`], and so has it in the cache. Texts and fonts are in memory then; the contents of pictures are not.

mod access;
mod font;
mod limited_load;
mod lines;
mod object_starts;
mod object_streams;
mod packed_pages;
mod page_text;
mod page_words;
mod pen;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lopdf::xref::XrefRecovery;
use lopdf::{Document, Error, PdfMetadata};
use serde::{Deserialize, Serialize};

use self::limited_load::{Limited, Storage, load, within};
use self::object_streams::unpack_to_too_much;

pub use self::access::{PdfAccess, PdfText};
pub use self::packed_pages::unpack;

/// The largest PDF that is looked into, in bytes: it is held in memory as a whole.
pub const LARGEST: u64 = 256 * 1024 * 1024;
/// How long a look into a PDF may take. One of a thousand pages takes less than a second.
const LONGEST: Duration = Duration::from_secs(30);

/// What is known of a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pdf {
    /// It can be read.
    Readable(Arc<PdfFacts>),
    /// It is no PDF, or a damaged one.
    Damaged,
    /// It asks for a password before it opens.
    Locked,
    /// It is larger than [`LARGEST`].
    TooLarge,
}

/// What is known of a PDF that can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PdfFacts {
    /// How many pages it has.
    pub pages: u32,
    /// What it offers to readers who cannot see it, if that could be found out.
    pub access: Option<PdfAccess>,
    /// What its pages say, packed for readers who search; nothing if they say nothing. [`unpack`] reads it.
    #[serde(skip)]
    pub text: Option<Arc<[u8]>>,
    /// It was not looked into as a whole, since that took too long. The next time may be quicker.
    #[serde(skip)]
    pub is_unfinished: bool,
}

impl Pdf {
    /// What is known, as bytes to save; nothing if it is not known from the bytes of the PDF alone.
    pub fn write(&self) -> Option<Box<[u8]>> {
        match self {
            Pdf::Readable(facts) if facts.is_unfinished => None,
            Pdf::Readable(facts) => facts.write(),
            Pdf::Damaged => Some((*b"damaged").into()),
            Pdf::Locked => Some((*b"locked").into()),
            Pdf::TooLarge => None,
        }
    }

    /// Reads what was saved.
    pub fn read(bytes: &[u8]) -> Option<Pdf> {
        match bytes {
            b"damaged" => Some(Pdf::Damaged),
            b"locked" => Some(Pdf::Locked),
            facts => Some(Pdf::Readable(Arc::new(PdfFacts::read(facts)?))),
        }
    }
}

impl PdfFacts {
    /// A line of JSON, and behind it the text, if there is one.
    fn write(&self) -> Option<Box<[u8]>> {
        let mut bytes = serde_json::to_vec(self).ok()?;
        if let Some(text) = &self.text {
            bytes.push(b'\n');
            bytes.extend_from_slice(text);
        }
        Some(bytes.into())
    }

    fn read(bytes: &[u8]) -> Option<PdfFacts> {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let (facts, text) = bytes.split_at(end.unwrap_or(bytes.len()));
        Some(PdfFacts {
            text: text.get(1..).map(Arc::from),
            ..serde_json::from_slice(facts).ok()?
        })
    }
}

/// Looks into a PDF. One that is encrypted, but opens without a password, is like any other.
///
/// lopdf bounds its recursion and what it decompresses, and gives an error for whatever it cannot read; that
/// it neither stops nor panics is tested below on PDFs that are cut, mixed up or made to be a nuisance.
///
/// One file is looked into at a time, since a small one may still unpack to hundreds of megabytes.
pub fn look(bytes: &Arc<Vec<u8>>) -> Pdf {
    look_within(LONGEST, bytes)
}

fn look_within(limit: Duration, bytes: &Arc<Vec<u8>>) -> Pdf {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    if unpack_to_too_much(bytes) {
        return Pdf::Damaged;
    }
    let known = match Document::load_metadata_mem(bytes) {
        Ok(known) => known,
        Err(
            Error::Decryption(_) | Error::InvalidPassword | Error::UnsupportedSecurityHandler(_),
        ) => {
            return Pdf::Locked;
        }
        Err(_) => return Pdf::Damaged,
    };
    match known.page_count {
        0 if known.encrypted => Pdf::Locked,
        0 => Pdf::Damaged,
        // The number is what the file says of itself; no page takes less than a byte.
        pages if pages as usize > bytes.len() => Pdf::Damaged,
        pages => Pdf::Readable(Arc::new(inspect(limit, bytes, pages, &known))),
    }
}

/// Finds out what takes all objects of a PDF.
fn inspect(limit: Duration, bytes: &Arc<Vec<u8>>, pages: u32, known: &PdfMetadata) -> PdfFacts {
    let storage = match known.xref_recovery {
        _ if known.encrypted => Storage::Encrypted,
        Some(XrefRecovery::Reconstructed) => Storage::Damaged,
        _ => Storage::Plain,
    };
    let bytes = Arc::clone(bytes);
    let work = move || {
        let document = load(&bytes, storage)?;
        let text = packed_pages::pack(&page_words::pages(&document));
        Some((access::access(&document), text))
    };
    let looked = within(limit, work);
    let is_unfinished = matches!(looked, Limited::TooSlow);
    let (access, text) = match looked {
        Limited::Done(Some(found)) => found,
        Limited::Done(None) | Limited::TooSlow | Limited::Failed => (None, None),
    };
    PdfFacts {
        pages,
        access,
        text: text.map(Arc::from),
        is_unfinished,
    }
}

#[cfg(test)]
mod tests {
    use lopdf::{
        EncryptionState, EncryptionVersion, Object, Permissions, SaveOptions, StringFormat,
        dictionary,
    };
    use proptest::prelude::*;

    use super::*;

    fn look(bytes: &[u8]) -> Pdf {
        super::look(&Arc::new(bytes.to_vec()))
    }

    /// How many pages it has, or why that is not known.
    fn pages(bytes: &[u8]) -> Result<u32, Pdf> {
        match look(bytes) {
            Pdf::Readable(facts) => Ok(facts.pages),
            unreadable => Err(unreadable),
        }
    }

    /// A PDF of empty pages.
    fn document(pages: u32) -> Document {
        let mut document = Document::with_version("1.7");
        let root = document.new_object_id();
        let kids: Vec<Object> = (0..pages)
            .map(|_| {
                document
                    .add_object(dictionary! { "Type" => "Page", "Parent" => root })
                    .into()
            })
            .collect();
        document.objects.insert(
            root,
            dictionary! { "Type" => "Pages", "Count" => pages, "Kids" => kids }.into(),
        );
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
        document.trailer.set("Root", catalog);
        let id = Object::String(b"0123456789abcdef".to_vec(), StringFormat::Literal);
        document.trailer.set("ID", vec![id.clone(), id]);
        document
    }

    fn plain(pages: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        document(pages).save_to(&mut bytes).unwrap();
        bytes
    }

    /// A PDF with its pages in a compressed stream of objects, as programs write them today.
    fn modern(pages: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let options = SaveOptions::builder()
            .use_object_streams(true)
            .use_xref_streams(true)
            .build();
        document(pages)
            .save_with_options(&mut bytes, options)
            .unwrap();
        bytes
    }

    fn encrypted(user_password: &str) -> Vec<u8> {
        let mut document = document(3);
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password,
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    /// A PDF of these objects, numbered from 1, the first being the catalogue.
    fn of_objects(objects: &[&str]) -> Vec<u8> {
        let mut text = "%PDF-1.4\n".to_owned();
        let mut table = String::new();
        for (at, object) in objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", text.len()));
            text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
        }
        let (start, size) = (text.len(), objects.len() + 1);
        text.push_str(&format!(
            "xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
        ));
        text.into_bytes()
    }

    #[test]
    fn counts_pages_however_they_are_stored() {
        for count in [1, 2, 150] {
            assert_eq!(pages(&plain(count)), Ok(count));
            assert_eq!(pages(&modern(count)), Ok(count));
        }
        let behind_other_bytes = [b"\n\n".to_vec(), plain(2)].concat();
        assert_eq!(pages(&behind_other_bytes), Ok(2));
    }

    #[test]
    fn encrypted_files_count_where_anybody_can_open_them() {
        assert_eq!(pages(&encrypted("")), Ok(3));
        assert_eq!(look(&encrypted("secret")), Pdf::Locked);
    }

    #[test]
    fn damaged_files_are_told_from_good_ones() {
        for bytes in [
            b"".as_slice(),
            b"%PDF-1.7\n",
            b"\x89PNG",
            b"%PDF-1.4\nstartxref\n99999999999999999999\n%%EOF",
        ] {
            assert_eq!(look(bytes), Pdf::Damaged, "{bytes:?}");
        }
        let catalog = "<</Type/Catalog/Pages 2 0 R>>";
        for (tree, expected) in [
            (&[catalog, "<</Type/Pages/Count 2>>"][..], Ok(2)),
            (
                &[catalog, "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page>>"],
                Ok(1),
            ),
            // A tree that holds itself, and numbers that lie.
            (
                &[catalog, "<</Type/Pages/Kids[2 0 R 2 0 R]>>"],
                Err(Pdf::Damaged),
            ),
            (
                &[
                    catalog,
                    "<</Type/Pages/Kids[3 0 R]>>",
                    "<</Type/Pages/Kids[2 0 R 3 0 R]>>",
                ],
                Err(Pdf::Damaged),
            ),
            (&[catalog, "2 0 R"], Err(Pdf::Damaged)),
            (
                &[catalog, "<</Type/Pages/Count 4294967290>>"],
                Err(Pdf::Damaged),
            ),
            (&[catalog, "<</Type/Pages/Count -1>>"], Err(Pdf::Damaged)),
            (&["<</Type/Catalog>>"], Err(Pdf::Damaged)),
        ] {
            assert_eq!(pages(&of_objects(tree)), expected, "{tree:?}");
        }
        let both = "<</Type/Pages/Count 4294967295>>";
        look(&of_objects(&[
            catalog,
            "<</Type/Pages/Kids[3 0 R 4 0 R]>>",
            both,
            both,
        ]));
    }

    #[test]
    fn nuisances_end_soon() {
        let deep = format!("<</A {}", "[".repeat(200_000));
        let chain: Vec<String> = (3..3_000)
            .map(|next| format!("<</Type/Pages/Kids[{next} 0 R]>>"))
            .collect();
        let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>"];
        look(&of_objects(&[objects[0], &deep]));
        objects.extend(chain.iter().map(String::as_str));
        look(&of_objects(&objects));
        look(&[b"%PDF-1.4\n".to_vec(), b"1 0 obj <<\n".repeat(100_000)].concat());
        look(
            &[
                b"%PDF-1.4\n".to_vec(),
                b"1 0 obj\n((((<< trailer stream xref ".repeat(30_000),
            ]
            .concat(),
        );
        look(
            &[
                b"%PDF-1.4\n".to_vec(),
                b"%PDF-1.4 startxref 9 ".repeat(50_000),
            ]
            .concat(),
        );
        look(b"%PDF-1.4\nxref\n0 1\ntrailer\n<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF");
        look(b"%PDF-1.4\nxref\n0 4294967295\n0000000000 65535 f \ntrailer\n<<>>\nstartxref\n9\n%%EOF");
        let length = "1 0 obj\n<</Type/XRef/Size 9/W[1 8 8]/Length 9223372036854775807>>\nstream\nx\nendstream\nendobj\n";
        look(format!("%PDF-1.5\n{length}startxref\n9\n%%EOF").as_bytes());
    }

    /// A PDF that opens for all, with these permissions.
    fn permitting(permissions: Permissions) -> Vec<u8> {
        let mut document = document(3);
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: "",
            key_length: 128,
            permissions,
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn access(bytes: &[u8]) -> Option<PdfAccess> {
        match look(bytes) {
            Pdf::Readable(facts) => facts.access.clone(),
            _ => None,
        }
    }

    #[test]
    fn encrypted_files_say_whether_they_may_be_read_aloud() {
        let closed = Permissions::all() - Permissions::COPYABLE_FOR_ACCESSIBILITY;
        assert!(access(&permitting(closed)).unwrap().forbids_reading);
        assert!(
            !access(&permitting(Permissions::all()))
                .unwrap()
                .forbids_reading
        );
        assert!(!access(&plain(3)).unwrap().forbids_reading);
    }

    #[test]
    fn what_was_found_is_saved() {
        for bytes in [plain(2), encrypted("secret"), b"%PDF".to_vec()] {
            let known = look(&bytes);
            assert_eq!(Pdf::read(&known.write().unwrap()), Some(known));
        }
    }

    /// A PDF whose table names one large object again and again; `extra` goes into its trailer.
    fn repeated(extra: &str, times: usize) -> Vec<u8> {
        let large = format!(
            "<</Length 3000000>>stream\n{}\nendstream",
            "x".repeat(3_000_000)
        );
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page>>",
            &large,
        ];
        let plain = String::from_utf8(of_objects(&objects)).unwrap();
        let entry = plain.match_indices(" 00000 n").last().unwrap().0;
        let entry = &plain[entry - 10..entry + 10];
        let plain = plain.replace("0 5\n", &format!("0 {}\n", times + 5));
        plain
            .replace(entry, &entry.repeat(times + 1))
            .replace("/Root", &format!("{extra}/Root"))
            .into_bytes()
    }

    #[test]
    fn objects_named_again_and_again_take_no_more_memory() {
        let bytes = repeated("", 2_000);
        assert_eq!(pages(&bytes), Ok(1));
        assert_eq!(access(&bytes), None);
        let once = repeated("", 0);
        assert_eq!(access(&once).unwrap().text, PdfText::Nothing);
        assert!(load(&bytes, Storage::Encrypted).is_none());
        assert!(load(&once, Storage::Encrypted).is_some());
        let (few, starts) = (modern(9), object_starts::object_starts(&modern(9)).unwrap());
        assert!(
            starts
                .iter()
                .filter(|start| few[**start..].starts_with(b"2 0 obj"))
                .count()
                <= 1
        );
        assert!(!starts.is_empty() && starts.iter().all(|start| *start < few.len()));
    }

    #[test]
    fn a_look_that_takes_too_long_is_given_up() {
        let bytes = Arc::new(repeated("", 2_000));
        let Pdf::Readable(facts) = look_within(Duration::ZERO, &bytes) else {
            panic!("its pages are known");
        };
        assert!(facts.is_unfinished && facts.access.is_none() && facts.pages == 1);
        assert_eq!(Pdf::Readable(facts).write(), None);
    }

    #[test]
    fn cut_anywhere_a_file_is_one_or_the_other() {
        for whole in [plain(2), modern(2), encrypted("secret")] {
            for end in 0..whole.len() {
                look(&whole[..end]);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_panics(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
            for whole in [plain(2), modern(5), encrypted(""), encrypted("secret")] {
                let mut bytes = whole;
                for (at, byte) in &changes {
                    let at = at.index(bytes.len());
                    bytes[at] = *byte;
                }
                look(&bytes);
            }
        }

        #[test]
        fn noise_is_no_document(noise in proptest::collection::vec(any::<u8>(), 0..600)) {
            look(&[b"%PDF-1.7\n".to_vec(), noise.clone(), b"\nstartxref\n9\n%%EOF".to_vec()].concat());
            look(&noise);
        }
    }
}
