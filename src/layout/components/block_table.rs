//! The table that a block asks for: from the CSV file that `src` names, or from the first table in the
//! block's own text. A component asks with `{"data": {}}` in its metadata, and receives `table`.

use std::collections::{BTreeMap, BTreeSet};

use tera::{ComponentInfo, Value as TeraValue};

use super::blocks::Blocks;
use super::misnamed_argument::meant_for;
use crate::base::english::{count, excerpt};
use crate::base::{Code, Diagnostic, FilePath, Label};
use crate::content::csv::NamedTable;
use crate::content::table::NumberStyle;
use crate::content::{Cell, Table};
use crate::document::{Argument, BodyTable, Call, Document, Filling, Fragment, LinkId};
use crate::graph::{Node, Site, Target};
use crate::html::{self, Html, Piece};
use crate::layout::number::{Separators, says_nothing};
use crate::layout::theme::Theme;
use crate::layout::views::table::{ReadCell, TableView};
use crate::layout::views::value::to_value;

/// The argument in which a component receives its table.
pub const TABLE: &str = "table";

/// What a component wants of its table.
pub struct TableNeeds {
    /// Whether every cell but those of the first column has to be a number.
    numbers: bool,
    most_rows: usize,
    most_columns: usize,
}

/// A table with the file it stands in.
struct GivenTable<'g> {
    table: &'g Table,
    file: FilePath,
    /// The table of the block's own text, for its HTML.
    body: Option<&'g BodyTable>,
}

/// The cells of a table, with what templates are told of each.
struct ReadTable<'t> {
    headings: Vec<ReadCell<'t>>,
    rows: Vec<Vec<ReadCell<'t>>>,
}

impl TableNeeds {
    /// What a component's metadata asks for; `None` for a component without a table.
    pub fn of(signature: &ComponentInfo) -> Option<TableNeeds> {
        let data = signature.metadata().get("data")?;
        let most = |name: &str| {
            let number = data.get_from_path(name).and_then(TeraValue::as_u64);
            number
                .and_then(|number| usize::try_from(number).ok())
                .unwrap_or(usize::MAX)
        };
        let numbers = data
            .get_from_path("numbers")
            .and_then(TeraValue::as_bool)
            .unwrap_or(false);
        Some(TableNeeds {
            numbers,
            most_rows: most("most_rows"),
            most_columns: most("most_columns"),
        })
    }
}

/// Why a component cannot show a table, and the first cell that is too many.
struct TableError<'t> {
    what: TableFault,
    cell: Option<&'t Cell>,
}

enum TableFault {
    NoRows,
    OneColumn,
    Rows {
        found: usize,
        most: usize,
    },
    /// Columns of numbers, without that of names.
    Columns {
        found: usize,
        most: usize,
    },
}

impl TableFault {
    fn message(&self, block: &str) -> String {
        match self {
            TableFault::NoRows => "this table has titles, but no rows".to_owned(),
            TableFault::OneColumn => format!(
                "this table has one column; the block `{block}` needs a column of names and one of numbers"
            ),
            TableFault::Rows { found, most } => {
                let found = count(*found, "row");
                format!("this table has {found}; the block `{block}` shows {most} at most")
            }
            TableFault::Columns { found, most } => {
                let found = count(*found, "column");
                format!(
                    "this table has {found} of numbers; the block `{block}` shows {most} at most"
                )
            }
        }
    }

    fn help(&self) -> &'static str {
        match self {
            TableFault::NoRows | TableFault::OneColumn => "",
            TableFault::Rows { .. } => "show a part of them, or all of them with the block `table`",
            TableFault::Columns { .. } => "make two charts of it, or leave columns out",
        }
    }
}

impl TableNeeds {
    fn misfit<'t>(&self, table: &'t Table) -> Option<TableError<'t>> {
        let Table { headings, rows, .. } = table;
        let (what, cell) = if rows.is_empty() {
            (TableFault::NoRows, None)
        } else if self.numbers && headings.len() < 2 {
            (TableFault::OneColumn, None)
        } else if let Some(row) = rows.get(self.most_rows) {
            let (found, most) = (rows.len(), self.most_rows);
            (TableFault::Rows { found, most }, row.first())
        } else if let Some(heading) = headings.get(self.most_columns) {
            let (found, most) = (headings.len() - 1, self.most_columns.saturating_sub(1));
            (TableFault::Columns { found, most }, Some(heading))
        } else {
            return None;
        };
        Some(TableError { what, cell })
    }
}

/// The CSV files that blocks of public documents name, each once, with the first block that does.
pub fn tables_named(graph: &Site, theme: &Theme) -> Vec<NamedTable> {
    let mut found = BTreeMap::new();
    for node in graph.nodes() {
        name_tables(&node.document().fragments, &mut |call| {
            let file = source(call).and_then(|argument| csv_of(argument, graph, node));
            if let Some(file) = file
                && wants_table(call, theme)
            {
                let by = label(&node.outline().file, call);
                found.entry(file.clone()).or_insert(NamedTable { file, by });
            }
        });
    }
    found.into_values().collect()
}

/// The links of a document that lead to the tables of its blocks, as they stand in its outline: with the same
/// outline and the same links, another text of it names the same files.
pub fn tables_of(document: &Document, theme: &Theme) -> BTreeSet<LinkId> {
    let mut found = BTreeSet::new();
    name_tables(&document.fragments, &mut |call| {
        if wants_table(call, theme) {
            found.extend(source(call).and_then(|argument| argument.link));
        }
    });
    found
}

fn name_tables(fragments: &[Fragment], found: &mut dyn FnMut(&Call)) {
    for slot in fragments.iter().flat_map(|fragment| &fragment.slots) {
        if let Filling::Block(call) = &slot.filling {
            found(call);
            name_tables(std::slice::from_ref(&call.body), found);
        }
    }
}

fn wants_table(call: &Call, theme: &Theme) -> bool {
    let signature = theme.signature(&call.name);
    signature.is_some_and(|signature| signature.metadata().contains_key("data"))
}

/// The argument that names the file of a table.
const SOURCE: &str = "src";

fn source(call: &Call) -> Option<&Argument> {
    call.arguments
        .iter()
        .find(|argument| argument.name == SOURCE)
}

/// The CSV file that an argument leads to.
fn csv_of(argument: &Argument, graph: &Site, node: Node) -> Option<FilePath> {
    let link = argument
        .link
        .and_then(|link| node.links().get(link.0 as usize))?;
    let Target::Asset(asset) = link.target else {
        return None;
    };
    let file = graph
        .assets()
        .get(asset.0 as usize)
        .map(|(asset, _)| asset.file.clone())?;
    matches!(
        file.extension().to_ascii_lowercase().as_str(),
        "csv" | "tsv"
    )
    .then_some(file)
}

fn label(file: &FilePath, call: &Call) -> Label {
    Label {
        file: file.clone(),
        span: Some(call.name_span),
        text: "used by this block".to_owned(),
    }
}

/// Takes the first table out of a block's text.
fn take_table<'h>(body: &mut Html<'h>) -> Option<&'h BodyTable> {
    let mut pieces = body.pieces.iter();
    let at = pieces.position(|piece| matches!(piece, Piece::Table(..)))?;
    match body.pieces.remove(at) {
        Piece::Table(table, _) => Some(table),
        Piece::Text(_) | Piece::Block(..) => None,
    }
}

fn how_to_write_numbers(style: NumberStyle) -> &'static str {
    match style {
        NumberStyle::OfPage => {
            "write it in figures, such as `1,250`, `£90,000` or `-12.5%`; leave the cell empty where there is no value"
        }
        NumberStyle::DecimalComma => {
            "write it in figures, with a comma before decimals as in the rest of the file, such as `1.250` or `12,5`; leave the cell empty where there is no value"
        }
        NumberStyle::Unclear => {
            "the numbers of this file have points and commas in both meanings; write them without separators of thousands, such as `1250` or `12.5`"
        }
    }
}

/// What to do with a file that is no CSV file.
fn how_to_get_csv(file: &str) -> String {
    let (name, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    match extension.to_ascii_lowercase().as_str() {
        "xlsx" | "xls" | "xlsm" | "ods" | "numbers" => format!(
            "open it in a spreadsheet program, save the sheet as CSV beside it, and write `src=\"{name}.csv\"`"
        ),
        _ => "put the file into `content/`; its name ends in `.csv`".to_owned(),
    }
}

impl<'b> Blocks<'b> {
    /// The table for a block, taken out of its body where it stands there. `None` where it could not be
    /// had, or does not fit: then that is reported.
    pub fn table(
        &mut self,
        call: &Call,
        body: &mut Html,
        wanted: &TableNeeds,
    ) -> Option<TeraValue> {
        let given = self.given(call, take_table(body))?;
        self.fits(call, &given, wanted)?;
        let read = self.read_cells(&given);
        if wanted.numbers {
            self.numbers(call, &given, &read.rows)?;
        }
        self.shown.tables += 1;
        let id = format!("_table-{}", self.shown.tables);
        Some(to_value(&TableView::new(&read.headings, &read.rows, id)))
    }

    fn read_cells<'g>(&self, given: &GivenTable<'g>) -> ReadTable<'g> {
        let separators = Separators::of(&self.text()).of_table(given.table.numbers);
        let known = self.context.slots(self.node);
        let mut number = 0;
        let mut read = |cell| {
            let html = given.body.map(|body| html::cell(body, number, known));
            number += 1;
            ReadCell::new(cell, html, &separators)
        };
        let headings = given.table.headings.iter().map(&mut read).collect();
        let rows = given.table.rows.iter();
        let rows = rows.map(|row| row.iter().map(&mut read).collect());
        ReadTable {
            headings,
            rows: rows.collect(),
        }
    }

    /// The table as its author gave it.
    fn given<'g>(&mut self, call: &Call, own: Option<&'g BodyTable>) -> Option<GivenTable<'g>>
    where
        'b: 'g,
    {
        match (source(call), own) {
            (None, Some(body)) => Some(GivenTable {
                table: &body.table,
                file: self.file().clone(),
                body: Some(body),
            }),
            (None, None) => self.no_table(call),
            (Some(argument), Some(_)) => self.two_tables(call, argument),
            (Some(argument), None) => {
                let site = self.context.site;
                let Some(file) = csv_of(argument, site.graph, self.node) else {
                    return self.no_csv(call, argument);
                };
                // One that cannot be read was reported when it was.
                let table = site.tables.get(&file)?;
                Some(GivenTable {
                    table,
                    file,
                    body: None,
                })
            }
        }
    }

    fn no_table<T>(&mut self, call: &Call) -> Option<T> {
        let signature = self.context.theme.signature(&call.name)?;
        if let Some(argument) = meant_for(call, SOURCE, &signature) {
            self.misnamed(call, SOURCE, argument);
            return None;
        }
        let message = format!("the block `{}` needs a table", call.name);
        self.diagnostics.push(
            Diagnostic::new(Code::MissingArgument, message)
                .at(self.file(), call.name_span, "")
                .help("name a CSV file with `src=\"…\"`, or write a table between the colons"),
        );
        None
    }

    fn two_tables<T>(&mut self, call: &Call, argument: &Argument) -> Option<T> {
        let message = format!(
            "the block `{}` has a table of its own, and `src` names another",
            call.name
        );
        self.diagnostics.push(
            Diagnostic::new(Code::WrongArgument, message)
                .at(self.file(), argument.span, "")
                .help("delete one of them"),
        );
        None
    }

    fn no_csv<T>(&mut self, call: &Call, argument: &Argument) -> Option<T> {
        let link = argument
            .link
            .and_then(|link| self.node.links().get(link.0 as usize));
        // A link to nothing is reported as such.
        if link.is_none_or(|link| link.target != Target::Nothing) {
            let value = argument.value.as_deref().unwrap_or_default();
            let message = format!(
                "`src` of the block `{}` must be a CSV file of this site, but is `{value}`",
                call.name
            );
            self.diagnostics.push(
                Diagnostic::new(Code::WrongArgument, message)
                    .at(self.file(), argument.span, "")
                    .help(how_to_get_csv(value)),
            );
        }
        None
    }

    /// Whether the table is as large as the block can show.
    fn fits(&mut self, call: &Call, given: &GivenTable, wanted: &TableNeeds) -> Option<()> {
        let Some(misfit) = wanted.misfit(given.table) else {
            return Some(());
        };
        let place = misfit.cell.or(given.table.headings.first());
        let span = place.map(|cell| cell.span).unwrap_or_default();
        let message = misfit.what.message(&call.name);
        let wrong = Diagnostic::new(Code::WrongCell, message).at(&given.file, span, "");
        self.wrong_cell(call, wrong.help(misfit.what.help()));
        None
    }

    /// Whether each cell behind the first column is a number or empty.
    fn numbers(&mut self, call: &Call, given: &GivenTable, rows: &[Vec<ReadCell>]) -> Option<()> {
        let cells = rows.iter().flat_map(|row| row.iter().skip(1));
        let wrong: Vec<&ReadCell> = cells
            .filter(|shown| shown.number.is_none() && !says_nothing(&shown.cell.text))
            .collect();
        for shown in &wrong {
            let message = format!(
                "the block `{}` needs a number here, but this is `{}`",
                call.name,
                excerpt(&shown.cell.text, 40)
            );
            let wrong = Diagnostic::new(Code::WrongCell, message);
            let wrong = wrong.at(&given.file, shown.cell.span, "");
            self.wrong_cell(call, wrong.help(how_to_write_numbers(given.table.numbers)));
        }
        wrong.is_empty().then_some(())
    }

    /// Reports a cell, with the block that shows it.
    fn wrong_cell(&mut self, call: &Call, mut wrong: Diagnostic) {
        wrong.labels.push(label(self.file(), call));
        self.diagnostics.push(wrong);
    }
}
