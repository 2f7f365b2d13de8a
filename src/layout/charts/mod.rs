//! Charts: a table drawn as SVG, the same for the same table. No colour, no style and no script: classes
//! for a theme to colour, and patterns, dashes and marks that tell series apart without it.
//!
//! 1. `data`: the values of a table, by series
//! 2. `summary`: the chart in a sentence
//! 3. `scale`: values to places, and round numbers between
//! 4. `label`: how wide a text is, and where it wraps
//! 5. `bar`, `stacked`, `line`: the types, with `legend` and `key` for several series; for `line`, `row_places` in time
//!    and `row_names` beneath
//! 6. `svg`: elements
//!
//! No number and no name is ever shortened. What has no room beside something is above or beneath it; only some of the
//! names beneath lines are left out, if they are too many.
//!
//! The markup around a chart, its title and the table beside it are a theme's affair.

mod bar;
mod data;
mod key;
mod label;
mod legend;
mod line;
mod row_names;
mod row_places;
mod scale;
mod stacked;
mod summary;
mod svg;

use tera::{Kwargs, State, TeraResult, Value as View};

use crate::base::suggest::did_you_mean;
use crate::layout::number::Separators;
use crate::layout::template_words::template_words;
use data::{Data, Format};
use svg::Drawing;

/// The width of every chart in its own units: about that of a telephone, so that texts stay readable there.
const WIDTH: f64 = 340.0;
/// The size of texts in the same units.
const FONT: f64 = 16.0;
/// From one line of text to the next.
const LINE: f64 = 20.0;
/// From the top of a line of text to where its letters stand.
const BASELINE: f64 = 15.0;
/// More could not be told apart.
const MOST_SERIES: usize = 6;

/// How values are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    /// A bar for each value, the series of a row side by side.
    Bar,
    /// A bar for each row, made of its series.
    Stacked,
    /// A line for each series.
    Line,
}

const TYPES: [(&str, Type); 3] = [
    ("bar", Type::Bar),
    ("stacked", Type::Stacked),
    ("line", Type::Line),
];

/// The filter: `{{ table | chart(type="bar", id="_a", title="Budget by area") }}`.
pub fn filter(table: &View, arguments: &Kwargs, state: &State) -> TeraResult<View> {
    let text = |name: &'static str| -> TeraResult<String> {
        Ok(arguments.get::<&str>(name)?.unwrap_or_default().to_owned())
    };
    let (ty, id, title) = (text("type")?, text("id")?, text("title")?);
    if id.is_empty() || title.is_empty() {
        return Err(tera::Error::message("`chart` needs an `id` and a `title`"));
    }
    let words = template_words(state)?;
    let format = Format::new(Separators::of(&words), &text("unit")?, words);
    let data = Data::of(table, format).map_err(tera::Error::message)?;
    let ty = type_of(&ty).map_err(tera::Error::message)?;
    let about = About {
        id,
        title,
        description: text("description")?,
    };
    Ok(View::safe_string(&draw(&data, ty, &about)))
}

/// What is said of a chart.
struct About {
    /// Its id on the page.
    id: String,
    title: String,
    /// Empty for a sentence made from the values.
    description: String,
}

fn type_of(name: &str) -> Result<Type, String> {
    let known = TYPES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, ty)| *ty);
    known.ok_or_else(|| {
        let near = did_you_mean(name, TYPES.iter().map(|(name, _)| *name));
        let near = near.map(|near| format!("; {near}")).unwrap_or_default();
        format!("`type` of a chart must be `bar`, `stacked` or `line`, but is `{name}`{near}")
    })
}

/// A chart as SVG.
fn draw(data: &Data, ty: Type, about: &About) -> String {
    let mut drawing = Drawing::new(&about.id);
    draw_unit(&mut drawing, data);
    match ty {
        Type::Bar => bar::draw(&mut drawing, data),
        Type::Stacked => stacked::draw(&mut drawing, data),
        Type::Line => line::draw(&mut drawing, data),
    }
    let name = TYPES
        .iter()
        .find(|(_, known)| *known == ty)
        .map_or("", |(name, _)| name);
    let description = if about.description.is_empty() {
        summary::sentence(data, name)
    } else {
        about.description.clone()
    };
    drawing.finish(name, &about.title, &description)
}

/// The unit of all numbers, if it is too long to be said with each.
fn draw_unit(drawing: &mut Drawing, data: &Data) {
    let lines = label::wrap(&data.format.long_unit, WIDTH);
    drawing.lines("unit", 0.0, &lines);
    if !lines.is_empty() {
        drawing.y += 6.0;
    }
}

#[cfg(test)]
mod tests;
