//! Markdown made into HTML once, with a slot wherever the rest of the site is needed.

use super::tag::may_load;
use super::value::LinkId;
use crate::base::Span;
use crate::content::Table;

/// HTML of one Markdown text. What depends on other documents or on the theme is left open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fragment {
    html: Box<str>,
    /// The slots, in the order of the text.
    pub slots: Vec<Slot>,
}

/// A gap in a fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The byte of `html` before which the slot's content goes.
    pub at: u32,
    /// What goes there.
    pub filling: Filling,
}

/// What fills a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filling {
    /// The address of a link's target, inside the quotes of an attribute.
    Href(LinkId),
    /// The title of a link's target, as text.
    Title(LinkId),
    /// What stands before a picture that is published in several sizes.
    PictureStart(LinkId),
    /// The width and height of a picture, as attributes.
    Dimensions(LinkId),
    /// What stands behind a picture that is published in several sizes.
    PictureEnd(LinkId),
    /// What a linked file is, behind the text of its link: its type, its size, its pages.
    FileFacts(Box<FileLink>),
    /// The language of a link's target, behind the text of the link, if it is another one than that of the text.
    TargetLanguage(LinkId),
    /// A word of the theme, in the language of the page.
    Word(Box<Word>),
    /// A block of code.
    Code(Box<Code>),
    /// A block of the theme.
    Block(Box<Call>),
    /// A table right inside a block, which may want its values.
    Table(Box<BodyTable>),
    /// The content of a cell of such a table.
    Cell(Box<Fragment>),
}

/// A table in the body of a block: its values, and its HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyTable {
    /// The table with the plain text of its cells.
    pub table: Table,
    /// The table as HTML, with a slot for each cell, row by row, the headings first.
    pub fragment: Fragment,
}

impl BodyTable {
    /// The content of a cell, by its number among all cells.
    pub fn cell(&self, number: usize) -> Option<&Fragment> {
        let cells = self.fragment.slots.iter();
        let mut cells = cells.filter_map(|slot| match &slot.filling {
            Filling::Cell(cell) => Some(&**cell),
            _ => None,
        });
        cells.nth(number)
    }
}

impl Fragment {
    /// The blocks of the theme in it, without those inside them.
    pub fn blocks(&self) -> impl Iterator<Item = &Call> {
        self.slots.iter().filter_map(|slot| match &slot.filling {
            Filling::Block(call) => Some(&**call),
            _ => None,
        })
    }

    /// A fragment of HTML with nothing standing where the slots are.
    pub fn new(html: String, mut slots: Vec<Slot>) -> Fragment {
        slots.shrink_to_fit();
        Fragment {
            html: html.into_boxed_str(),
            slots,
        }
    }

    /// The HTML with nothing standing where the slots are.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// True if something of the author's own HTML in it may run, or may load something besides pictures.
    pub fn may_load(&self) -> bool {
        may_load(&self.html)
            || self.slots.iter().any(|slot| match &slot.filling {
                Filling::Block(call) => call.body.may_load(),
                Filling::Table(table) => table.fragment.may_load(),
                Filling::Cell(cell) => cell.may_load(),
                _ => false,
            })
    }

    /// Adds the blocks that it calls, those inside others right behind them.
    pub(super) fn add_calls<'f>(&'f self, calls: &mut Vec<&'f Call>) {
        for slot in &self.slots {
            if let Filling::Block(call) = &slot.filling {
                calls.push(call);
                call.body.add_calls(calls);
            }
        }
    }
}

/// A link to a file that readers may save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLink {
    /// The link itself.
    pub link: LinkId,
    /// What the text of the link says in brackets at its end, such as `PDF`. `None` if its text is the title of the file,
    /// which is not known yet.
    pub remark: Option<Box<str>>,
}

impl FileLink {
    /// What a text says in brackets at its end; empty if it has none.
    pub fn remark(text: &str) -> &str {
        let inside = text.trim_end().strip_suffix([')', ']']);
        let parts = inside.and_then(|text| text.rsplit_once(['(', '[']));
        parts.map_or("", |(_, remark)| remark)
    }
}

/// A word that the theme says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its key in the theme's words.
    pub key: &'static str,
    /// What stands in it for `{number}`; empty for a word without one.
    pub number: String,
}

/// A block of code to highlight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The language as written behind the fence; empty where none is.
    pub language: String,
    /// Where the language stands in the file.
    pub span: Span,
    /// The code itself.
    pub text: String,
}

/// A call of one of the theme's components: `::: quote by="Sam Lee"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The component's name as written.
    pub name: String,
    /// Where the name stands in the file.
    pub name_span: Span,
    /// The arguments in the order written.
    pub arguments: Vec<Argument>,
    /// The opening line as written: what is shown where there is no such component.
    pub line: String,
    /// What stands between the fences.
    pub body: Fragment,
}

/// One argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its value, quotes removed; `None` for a bare word, which counts as true.
    pub value: Option<String>,
    /// For a value that leads to a file, a document or the web (`src`, `href`, `file`, `image`, `link`):
    /// that link. A mail address or a telephone number is its own address and has none.
    pub link: Option<LinkId>,
    /// Where it stands in the file.
    pub span: Span,
}
