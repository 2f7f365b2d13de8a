//! Where a site is sent: file by file, or all at once.

use super::branch::BranchTarget;
use super::local_site::LocalSite;
use super::manifest::Manifest;
use super::sending::{self, Environment, Report};
use super::target::{Fault, Target};

/// The destination.
pub enum Destination {
    /// One that takes files one at a time.
    Files(Box<dyn Target>),
    /// One that takes a whole site in one step.
    Branch(BranchTarget),
}

impl Destination {
    /// Where it is, for people.
    pub fn place(&self) -> String {
        match self {
            Destination::Files(target) => target.place(),
            Destination::Branch(branch) => branch.place(),
        }
    }

    /// The manifest there, if the site was ever published.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn published(&self, environment: &Environment) -> Result<Option<Manifest>, Fault> {
        match self {
            Destination::Files(target) => sending::published(target.as_ref(), environment),
            Destination::Branch(branch) => branch.published(),
        }
    }

    /// Makes it hold the site.
    ///
    /// # Errors
    /// Why it does not; the next run makes up for what is missing.
    pub fn send(&self, site: &LocalSite, environment: &Environment) -> Result<Report, Fault> {
        match self {
            Destination::Files(target) => sending::send(site, target.as_ref(), environment),
            Destination::Branch(branch) => branch.send(site, environment),
        }
    }
}
