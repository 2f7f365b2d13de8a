//! A site with all that its pages are made of: linked, planned, its files looked into. Makes no page itself.

use std::path::Path;

use super::files::{Keep, facts};
use super::stats::Stopwatch;
use super::{Linked, level};
use crate::base::Diagnostic;
use crate::content::Facts;
use crate::layout::{self, Plan, Views};

/// A site whose pages can be made.
pub struct Ready {
    /// The site.
    pub linked: Linked,
    /// Every file it will have.
    pub plan: Plan,
    /// What is known of its public files, in their order.
    facts: Vec<Facts>,
    /// Everything found up to here, at the site's own levels.
    pub diagnostics: Vec<Diagnostic>,
}

impl Ready {
    /// Plans a site and looks into its files.
    pub fn of(mut linked: Linked, (root, keep): (&Path, Keep), stopwatch: &mut Stopwatch) -> Ready {
        let mut diagnostics = std::mem::take(&mut linked.diagnostics);
        let (plan, of_plan) = linked.plan();
        diagnostics.extend(of_plan);
        stopwatch.lap("plan");
        let facts = facts(root, &linked.graph, keep).into_value(&mut diagnostics);
        let diagnostics = level::apply(&linked.declared.site.levels, diagnostics);
        Ready { linked, plan, facts, diagnostics }
    }

    /// The values that templates see.
    pub fn views(&self) -> Views<'_> {
        let Linked { declared, graph, data, tables, theme, .. } = &self.linked;
        layout::prepare((graph, &self.facts), &declared.kinds, (&declared.site, theme), (data, tables))
    }
}
