//! How many pages a PDF has. Looks at its cross-reference table and the root of its page tree only.

use std::sync::{Mutex, PoisonError};

use lopdf::{Document, Error};

use super::pdf_streams::unpack_to_too_much;

/// The largest PDF that is looked into, in bytes: it is held in memory as a whole.
pub const LARGEST: u64 = 256 * 1024 * 1024;

/// What is known of a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pdf {
    /// It has this many pages.
    Pages(u32),
    /// It is no PDF, or a damaged one.
    Damaged,
    /// It asks for a password before it opens.
    Locked,
    /// It is larger than [`LARGEST`].
    TooLarge,
}

impl Pdf {
    /// What is known, as bytes to save; nothing if it is not known from the bytes of the PDF.
    pub fn write(self) -> Option<Box<[u8]>> {
        let text = match self {
            Pdf::Pages(pages) => pages.to_string(),
            Pdf::Damaged => "damaged".to_owned(),
            Pdf::Locked => "locked".to_owned(),
            Pdf::TooLarge => return None,
        };
        Some(text.into_bytes().into())
    }

    /// Reads what was saved.
    pub fn read(bytes: &[u8]) -> Option<Pdf> {
        match std::str::from_utf8(bytes).ok()? {
            "damaged" => Some(Pdf::Damaged),
            "locked" => Some(Pdf::Locked),
            pages => pages.parse().ok().map(Pdf::Pages),
        }
    }
}

/// Looks into a PDF. One that is encrypted, but opens without a password, is like any other.
///
/// lopdf bounds its recursion and what it decompresses, and gives an error for whatever it cannot read; that
/// it neither stops nor panics is tested below on PDFs that are cut, mixed up or made to be a nuisance.
///
/// One file is looked into at a time, since a small one may still unpack to hundreds of megabytes.
pub fn look(bytes: &[u8]) -> Pdf {
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
        pages => Pdf::Pages(pages),
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
        for pages in [1, 2, 150] {
            assert_eq!(look(&plain(pages)), Pdf::Pages(pages));
            assert_eq!(look(&modern(pages)), Pdf::Pages(pages));
        }
        let behind_other_bytes = [b"\n\n".to_vec(), plain(2)].concat();
        assert_eq!(look(&behind_other_bytes), Pdf::Pages(2));
    }

    #[test]
    fn encrypted_files_count_where_anybody_can_open_them() {
        assert_eq!(look(&encrypted("")), Pdf::Pages(3));
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
            (&[catalog, "<</Type/Pages/Count 2>>"][..], Pdf::Pages(2)),
            (
                &[catalog, "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page>>"],
                Pdf::Pages(1),
            ),
            // A tree that holds itself, and numbers that lie.
            (
                &[catalog, "<</Type/Pages/Kids[2 0 R 2 0 R]>>"],
                Pdf::Damaged,
            ),
            (
                &[
                    catalog,
                    "<</Type/Pages/Kids[3 0 R]>>",
                    "<</Type/Pages/Kids[2 0 R 3 0 R]>>",
                ],
                Pdf::Damaged,
            ),
            (&[catalog, "2 0 R"], Pdf::Damaged),
            (&[catalog, "<</Type/Pages/Count 4294967290>>"], Pdf::Damaged),
            (&[catalog, "<</Type/Pages/Count -1>>"], Pdf::Damaged),
            (&["<</Type/Catalog>>"], Pdf::Damaged),
        ] {
            assert_eq!(look(&of_objects(tree)), expected, "{tree:?}");
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
