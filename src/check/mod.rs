//! Beside the pipeline: looks at a linked site as its readers will, and finds what no stage has to mind.
//!
//! 1. `subject`: the site as rules see it
//! 2. `rule`: what a rule is, of the site or of one text
//! 3. `rules`: the rules, one file for each code
//! 4. `attachment`, `elsewhere`: what several rules ask: files that documents offer, and paths that stand where no link
//!    is looked for; `sentence`, `abbreviation`: where one ends
//! 5. `look`: all of them over a site
//! 6. `mend`: what findings say of how they are put right, done to texts
//! 7. `fingerprint`: how a finding is known again; `baseline`: those that are known already
//! 8. `external`: links that leave the site, where somebody asks for that
//!
//! Rules find; levels, reports and exit codes belong to those who asked. Reads and writes nothing itself.

mod abbreviation;
mod attachment;
mod baseline;
mod elsewhere;
#[cfg(feature = "external")]
pub mod external;
mod fingerprint;
mod look;
mod mend;
mod rule;
mod rules;
mod sentence;
mod subject;

pub use baseline::{Baseline, Compared};
pub use elsewhere::{Elsewhere, TextOf};
pub use fingerprint::Fingerprint;
pub use look::look;
pub use mend::{Done, Mended, can_mend, is_mendable, mend};
pub use subject::Subject;
