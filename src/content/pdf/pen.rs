//! Where a PDF shows texts: what is near enough to be one word, and what begins a line.

use std::rc::Rc;

use lopdf::Object;

use super::font::{Font, number};

/// A gap between letters that separates words, as a share of their size.
const GAP: f32 = 0.17;
/// How far below or above the line a text begins another one.
const LINE: f32 = 0.45;

/// How places are moved, turned and scaled: the six numbers of a PDF.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix([f32; 6]);

impl Matrix {
    const SAME: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub fn read(operands: &[Object]) -> Matrix {
        let mut matrix = Matrix::SAME;
        matrix
            .0
            .iter_mut()
            .zip(operands)
            .for_each(|(to, from)| *to = number(from));
        matrix
    }

    fn moved(x: f32, y: f32) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First this one, then another.
    pub fn then(self, other: Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Matrix([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    /// What separates a text that begins here from one that ended there.
    fn gap_after(self, end: (f32, f32), size: f32) -> Option<char> {
        let Matrix([a, b, c, d, x, y]) = self;
        let (wide, tall) = (a.hypot(b), c.hypot(d) * size.abs());
        if wide == 0.0 || tall == 0.0 {
            return Some(' ');
        }
        let (right, up) = (x - end.0, y - end.1);
        let along = (right * a + up * b) / wide;
        let across = (up * a - right * b) / wide;
        if across.abs() > LINE * tall || along < -tall {
            Some('\n')
        } else if along > GAP * tall || along < -GAP * 2.0 * tall {
            Some(' ')
        } else {
            None
        }
    }

    fn place(self) -> (f32, f32) {
        (self.0[4], self.0[5])
    }
}

/// How a page is drawn at the moment: what `q` keeps and `Q` brings back.
#[derive(Clone)]
pub(super) struct Drawing<'d> {
    pub page: Matrix,
    pub font: Option<Rc<Font<'d>>>,
    pub size: f32,
    pub between_letters: f32,
    pub between_words: f32,
    /// How much wider than tall letters are.
    pub stretch: f32,
    pub line_height: f32,
}

impl Drawing<'_> {
    pub fn new() -> Self {
        Drawing {
            page: Matrix::SAME,
            font: None,
            size: 1.0,
            between_letters: 0.0,
            between_words: 0.0,
            stretch: 1.0,
            line_height: 0.0,
        }
    }
}

/// Writes down what is shown, with spaces and line ends where a reader sees them.
pub(super) struct Pen {
    pub text: String,
    /// The place of the next letter, and of the start of its line.
    at: Matrix,
    line: Matrix,
    end: End,
}

/// Where the last text ended.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// At this place of the page.
    At(f32, f32),
    /// Nobody knows; the next text goes on if nothing moves the pen.
    Unknown,
    /// Elsewhere: what follows is another word.
    Elsewhere,
}

impl Pen {
    pub fn new() -> Pen {
        Pen {
            text: String::new(),
            at: Matrix::SAME,
            line: Matrix::SAME,
            end: End::Elsewhere,
        }
    }

    /// Begins a text object.
    pub fn begin(&mut self) {
        self.set(Matrix::SAME);
    }

    pub fn set(&mut self, matrix: Matrix) {
        (self.at, self.line) = (matrix, matrix);
        self.lose();
    }

    /// Begins a line this far from the start of the last one.
    pub fn move_line(&mut self, x: f32, y: f32) {
        self.line = Matrix::moved(x, y).then(self.line);
        self.at = self.line;
        self.lose();
    }

    fn lose(&mut self) {
        if self.end == End::Unknown {
            self.end = End::Elsewhere;
        }
    }

    /// Moves along the line, by thousandths of the size against its direction.
    pub fn kern(&mut self, drawing: &Drawing, thousandths: f32) {
        let by = -thousandths / 1000.0 * drawing.size * drawing.stretch;
        self.at = Matrix::moved(by, 0.0).then(self.at);
        if self.end == End::Unknown && by > GAP * drawing.size {
            self.end = End::Elsewhere;
        }
    }

    /// Shows a text.
    pub fn show(&mut self, drawing: &Drawing, codes: &[u8]) {
        let Some(font) = &drawing.font else { return };
        let on_page = self.at.then(drawing.page);
        self.separate(on_page, drawing.size);
        let start = self.text.len();
        font.read(codes, &mut self.text);
        let spaces = self.text.get(start..).unwrap_or("").matches(' ').count();
        let Some((width, count)) = font.width(codes) else {
            self.end = End::Unknown;
            return;
        };
        let between =
            drawing.between_letters * count as f32 + drawing.between_words * spaces as f32;
        let by = (width / 1000.0 * drawing.size + between) * drawing.stretch;
        self.at = Matrix::moved(by, 0.0).then(self.at);
        let (x, y) = self.at.then(drawing.page).place();
        self.end = End::At(x, y);
    }

    /// Ends the word or the line unless what comes now follows without a gap.
    fn separate(&mut self, start: Matrix, size: f32) {
        let between = match self.end {
            End::Unknown => None,
            End::Elsewhere => Some('\n'),
            End::At(x, y) => start.gap_after((x, y), size),
        };
        if let Some(between) = between
            && !self.text.ends_with(['\n', between])
        {
            self.text.push(between);
        }
    }
}
