//! The HTML of a fragment: in memory, or set aside until its page is made.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::sync::Arc;

/// HTML shorter than this, in bytes, stays in memory: to know where it is would take nearly as much.
const SHORT: usize = 256;

/// A place for texts that nobody needs for a while. It outlives what stands on it.
pub trait Shelf: fmt::Debug + Send + Sync {
    /// Takes a text, and says where it stands. `None` where the text has to stay where it is.
    fn put(&self, text: &str) -> Option<u64>;

    /// A text of `length` bytes that was put at `place`.
    ///
    /// # Errors
    /// As the system says, where it cannot be read again.
    fn read(&self, place: u64, length: usize) -> io::Result<String>;
}

/// HTML, wherever it is.
#[derive(Clone, Debug)]
pub(super) enum Markup {
    Here(Box<str>),
    Aside {
        shelf: Arc<dyn Shelf>,
        place: u64,
        length: usize,
    },
}

impl Markup {
    /// The HTML itself.
    ///
    /// # Errors
    /// As for [`Shelf::read`].
    pub fn read(&self) -> io::Result<Cow<'_, str>> {
        match self {
            Markup::Here(html) => Ok(Cow::Borrowed(html)),
            Markup::Aside {
                shelf,
                place,
                length,
            } => shelf.read(*place, *length).map(Cow::Owned),
        }
    }

    /// Puts it on a shelf, where it is worth that and there is room.
    pub fn set_aside(&mut self, shelf: &Arc<dyn Shelf>) {
        let Markup::Here(html) = self else { return };
        let place = if html.len() < SHORT {
            None
        } else {
            shelf.put(html)
        };
        if let Some(place) = place {
            *self = Markup::Aside {
                shelf: Arc::clone(shelf),
                place,
                length: html.len(),
            };
        }
    }
}

impl Default for Markup {
    fn default() -> Markup {
        Markup::Here(Box::default())
    }
}

impl From<String> for Markup {
    fn from(html: String) -> Markup {
        Markup::Here(html.into_boxed_str())
    }
}

/// Equal is what reads the same; what cannot be read is equal to nothing.
impl PartialEq for Markup {
    fn eq(&self, other: &Markup) -> bool {
        matches!((self.read(), other.read()), (Ok(one), Ok(other)) if one == other)
    }
}

impl Eq for Markup {}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Keeps texts in a list, and refuses those that shout.
    #[derive(Debug, Default)]
    struct List(Mutex<Vec<String>>);

    impl Shelf for List {
        fn put(&self, text: &str) -> Option<u64> {
            let mut texts = self.0.lock().unwrap();
            texts.push(text.to_owned());
            (!text.contains('!')).then(|| texts.len() as u64 - 1)
        }

        fn read(&self, place: u64, length: usize) -> io::Result<String> {
            let texts = self.0.lock().unwrap();
            let at = usize::try_from(place).unwrap();
            texts
                .get(at)
                .filter(|text| text.len() == length)
                .cloned()
                .ok_or(io::ErrorKind::NotFound.into())
        }
    }

    #[test]
    fn html_reads_the_same_wherever_it_is() {
        let list = Arc::new(List::default());
        let shelf: Arc<dyn Shelf> = Arc::clone(&list) as Arc<dyn Shelf>;
        for (html, is_aside) in [
            ("<p>é</p>", false),
            (&*"é".repeat(SHORT), true),
            (&*"!".repeat(SHORT), false),
        ] {
            let mut markup = Markup::from(html.to_owned());
            markup.set_aside(&shelf);
            markup.set_aside(&shelf);
            assert_eq!(matches!(markup, Markup::Aside { .. }), is_aside);
            assert_eq!(markup.read().unwrap(), html);
            assert_eq!(markup, Markup::from(html.to_owned()));
        }
        let mut markup = Markup::from("a".repeat(SHORT));
        markup.set_aside(&shelf);
        list.0.lock().unwrap().clear();
        assert!(markup.read().is_err());
        assert_ne!(markup, markup.clone());
    }
}
