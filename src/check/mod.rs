//! Beside the pipeline: checks a linked site for what its readers would stumble over, and no stage has to reject.
//!
//! 1. `checked_site`: what rules look at
//! 2. `rule`: what a rule is, of the site or of one text
//! 3. `rules`: the rules, one file for each code
//! 4. For several rules: `other_mentions`: paths that are mentioned outside of links; `sentence`, `abbreviation`: how texts are made up;
//!    `inline_marks`: what only other programs read; `failed_line`, `hash_line`, `link_target`: text that looks like a note,
//!    a task, a heading or the target of a link; `odd_space`: non-breaking spaces where Markdown wants ordinary ones;
//!    `translated`: translations with their sources
//! 5. `runner`: runs all rules over a site
//! 6. `fixes`: applies the fixes of findings
//! 7. `fingerprint`: identifies a finding from one check to the next; `baseline`: findings that are known
//! 8. `external`: checks links that leave the site, on request
//!
//! Rules find; the caller decides about levels, reports and exit codes. Reads and writes no files.

mod abbreviation;
mod baseline;
mod checked_site;
#[cfg(feature = "external")]
pub mod external;
mod failed_line;
mod fingerprint;
mod fixes;
mod hash_line;
mod inline_marks;
mod link_target;
mod odd_space;
mod other_mentions;
mod rule;
mod rules;
mod runner;
mod sentence;
mod translated;

pub use baseline::{Baseline, Compared};
pub use checked_site::CheckedSite;
pub use fingerprint::Fingerprint;
pub use fixes::{AppliedFix, FixResult, apply_fixes, is_fixable};
pub use other_mentions::{MentionSources, OtherMentions, TextOf};
pub use runner::{check_document, check_whole_site, run_rules};
pub use translated::TranslationSources;
