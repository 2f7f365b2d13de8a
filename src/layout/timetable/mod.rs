//! The geometry of a plan for a time: where a day is between the first and the last, which marks and labels have room beside
//! one another, and shares that add up. Knows numbers and days, no documents and no words.
//!
//! 1. `plan_span`: days and months as places in the plan's time
//! 2. `marks`: where the mark and the label of each day go
//! 3. `shares`: whole per cents of amounts

mod marks;
mod plan_span;
mod shares;

pub use marks::{Mark, place_marks};
pub use plan_span::{Month, PlanSpan, percent};
pub use shares::shares;
