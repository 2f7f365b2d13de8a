//! The geometry of a plan for a time: where a day is between the first and the last, which marks and labels have room beside
//! one another, which colour is whose, and shares that add up. Knows numbers and days, no documents and no words.
//!
//! 1. `plan_span`: days and months as places in the plan's time
//! 2. `marks`: where the mark and the label of each day go
//! 3. `shares`: whole per cents of amounts
//! 4. `strands`: a colour for each document of a kind

mod marks;
mod plan_span;
mod shares;
mod strands;

pub use marks::{Mark, place_marks};
pub use plan_span::{Month, PlanSpan, percent};
pub use shares::shares;
pub use strands::{COLOURS, assign_strands};
