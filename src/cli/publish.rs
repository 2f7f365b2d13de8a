//! `copublish publish`: builds the site, and sends what changed to where readers find it. Decides nothing about the order.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::args::{Now, Publish};
use super::build::needs;
use super::digest::{self, Detail};
use super::options::moment;
use super::press_program::press_program;
use super::progress::Progress;
use super::publish_report::{PublishReport, failed_build, not_due};
use super::publish_target::{self, Opened};
use super::shell::Shell;
use super::shutdown::{ExitAs, Shutdown};
use super::source_texts::in_order;
use super::summary::Counts;
use super::{Answer, clock};
use crate::base::report::any_error;
use crate::base::site_layout;
use crate::base::{Diagnostic, FilePath, Severity};
use crate::config::publishing::PublishTarget;
use crate::config::{HostId, Hosts};
use crate::engine::{
    self, Drafts, EditionPress, Failure, LanguageHosts, NewUrls, OnError, Options, Outcome,
    Project, Unsaved,
};
use crate::publish::{self, Destination, Environment, Fault, HostFolder, LocalSite};

/// How long another run may be silent.
const PATIENCE: Duration = Duration::from_secs(30);
/// The first pause before something is tried again.
const PAUSE: Duration = Duration::from_millis(250);

/// Publishes the site.
///
/// # Errors
/// A sentence on why it could not be published.
pub fn run(shell: Shell, root: &Path, args: &Publish) -> Result<Answer, Failure> {
    let project = engine::read_project(root)?;
    if any_error(&project.diagnostics) {
        return Err(Failure {
            why: "nothing was sent: the settings have errors".to_owned(),
            found: project.diagnostics,
        });
    }
    let target = publish_target::choose(&project.site.publish, args.target.as_deref())?;
    let job = PublishJob {
        shell,
        root,
        args,
        project: &project,
        target,
        now: moment_to_publish(root, args.now.as_ref())?,
        shutdown: Shutdown::listen(ExitAs::Signal),
    };
    job.run()
}

/// The moment of the site. What is not public yet must not be sent, so it cannot be later than that of the clock.
fn moment_to_publish(root: &Path, now: Option<&Now>) -> Result<Timestamp, Failure> {
    let Some(typed) = now else { return Ok(clock()) };
    let at = moment(root, typed)?;
    if at > clock() {
        let why =
            "nothing was sent: --now is in the future, so what is not public yet would be sent";
        return Err(why.to_owned().into());
    }
    Ok(at)
}

struct PublishJob<'j> {
    shell: Shell,
    root: &'j Path,
    args: &'j Publish,
    project: &'j Project,
    target: &'j PublishTarget,
    now: Timestamp,
    shutdown: Shutdown,
}

/// A site that is built.
struct Built {
    /// Its folder, or those of all its parts.
    folders: Vec<PathBuf>,
    next_change: Option<Zoned>,
}

impl PublishJob<'_> {
    fn run(&self) -> Result<Answer, Failure> {
        let address = self.address();
        let opened = publish_target::open(self.root, self.target, address.as_deref())?;
        let target = &opened.destination;
        if self.args.if_due
            && let Some(next) = self.wait(target)?
        {
            not_due(self.shell, next, &self.zone())?;
            return Ok(Answer::Fine);
        }
        let Some(built) = self.built()? else {
            return Ok(Answer::Problems);
        };
        let site = self.local_site(&built, &opened)?;
        let report = self.send(&site, target, &built)?;
        PublishReport {
            args: self.args,
            root: self.root,
            target: self.target,
            place: target.place(),
            address,
            next_change: built.next_change,
            report,
        }
        .show(self.shell)?;
        Ok(Answer::Fine)
    }

    fn zone(&self) -> TimeZone {
        self.project.site.timezone.clone()
    }

    /// The hosts of the site as it is built for the target: another address is one for all of it.
    fn hosts(&self) -> Hosts {
        let mut site = self.project.site.clone();
        if let Some(base_url) = &self.target.base_url {
            site.move_to(base_url.clone());
        }
        site.hosts
    }

    /// The host that the target is.
    fn host(&self, hosts: &Hosts) -> HostId {
        let languages = &self.project.site.languages;
        let language = self.target.language.as_deref();
        let language = language.and_then(|code| languages.tags.find(code));
        language.map_or(HostId::OWN, |id| hosts.of_language_id(languages, id))
    }

    /// The address at which readers find the target.
    fn address(&self) -> Option<String> {
        let hosts = self.hosts();
        let address = hosts.base_url(self.host(&hosts));
        (!address.is_empty()).then_some(address)
    }

    /// The address that the site is built for.
    fn site_address(&self) -> String {
        self.hosts().base_url(HostId::OWN)
    }

    /// When the site at the target changes by itself, if that is later; the scheduler need not do anything before.
    fn wait(&self, target: &Destination) -> Result<Option<Option<Timestamp>>, Failure> {
        let environment = self.environment(None, &|_, _| {});
        let manifest = target
            .published(&environment)
            .map_err(|it| self.failure(&it))?;
        let finished = manifest.filter(|manifest| manifest.run.is_none());
        let next = finished.map(|manifest| manifest.next_change());
        Ok(next.filter(|next| next.is_none_or(|next| next > self.now)))
    }

    /// The site in its folders; `None` if it has errors, which are shown.
    fn built(&self) -> Result<Option<Built>, Failure> {
        let parts = &self.args.parts;
        if parts.is_empty() {
            let folders = vec![self.root.join(site_layout::OUTPUT)];
            let outcome = self.build()?;
            return Ok(outcome.map(|outcome| Built {
                folders,
                next_change: outcome.next_change,
            }));
        }
        let next = publish::join(parts, &self.site_address(), clock());
        let next = next.map_err(|why| Failure::from(format!("nothing was sent: {why}")))?;
        Ok(Some(Built {
            folders: parts.clone(),
            next_change: next.map(|next| next.to_zoned(self.zone())),
        }))
    }

    /// Builds the site; `None` if it has errors, which are shown.
    fn build(&self) -> Result<Option<Outcome>, Failure> {
        let options = self.options();
        let progress = Progress::on(self.shell);
        let outcome = engine::build(&options, None, &|done, total| progress.set(done, total));
        progress.finish();
        self.shutdown.exit_if_requested();
        let outcome = outcome?;
        if let Some(failure) = outcome.not_written {
            return Err(failure);
        }
        let ordered = in_order(&outcome.diagnostics);
        self.show_diagnostics(&options, &ordered);
        let counts = Counts::of(&ordered);
        if outcome.committed && counts.errors == 0 {
            return Ok(Some(outcome));
        }
        let text_of = |file: &FilePath| engine::source_text(&options, file);
        failed_build(self.shell, &ordered, &text_of, counts)?;
        Ok(None)
    }

    fn options(&self) -> Options {
        let (root, stop) = (self.root, self.shutdown.token().clone());
        let need = needs(self.args.editions);
        Options {
            root: root.to_owned(),
            output: root.join(site_layout::OUTPUT),
            base_url: self.target.base_url.clone(),
            hosts: LanguageHosts::Own,
            now: self.now,
            drafts: Drafts::Hide,
            on_error: OnError::Stop,
            unsaved: Unsaved::default(),
            new_urls: NewUrls::Count,
            stop: stop.clone(),
            editions: EditionPress::of_build(press_program(), root, need, stop),
            shard: None,
        }
    }

    /// Errors only: `build` and `check` say the rest.
    fn show_diagnostics(&self, options: &Options, ordered: &[&Diagnostic]) {
        if !self.shell.is_for_people() {
            return;
        }
        let errors = ordered
            .iter()
            .copied()
            .filter(|found| found.severity == Severity::Error);
        let errors: Vec<&Diagnostic> = errors.collect();
        let text_of = |file: &FilePath| engine::source_text(options, file);
        self.shell.on_stderr(|colour, stderr| {
            let report = digest::report(&errors, &text_of, colour, Detail::ELSEWHERE);
            let _ = stderr.write_all(report.text().as_bytes());
        });
    }

    fn local_site(&self, built: &Built, opened: &Opened) -> Result<LocalSite, Failure> {
        let hosts = self.hosts();
        let host = self.host(&hosts);
        let others: Vec<&str> = hosts.others().map(|other| hosts.folder(other)).collect();
        let folder = HostFolder {
            folder: hosts.folder(host),
            others: &others,
            base_path: hosts.base_path(host),
        };
        let site = LocalSite::read(&built.folders, folder, opened.rules)?;
        let over = self
            .target
            .host
            .map(|host| publish::check_limits(&site, host));
        let over = over.unwrap_or_default();
        if over.is_empty() {
            return Ok(site);
        }
        Err(format!("nothing was sent: {}", over.join("; ")).into())
    }

    fn send(
        &self,
        site: &LocalSite,
        target: &Destination,
        built: &Built,
    ) -> Result<publish::Report, Failure> {
        let progress = Progress::of(self.shell, "sending");
        let next_change = built.next_change.as_ref().map(Zoned::timestamp);
        let set = |done: usize, total: usize| progress.set(done, total);
        let environment = self.environment(next_change, &set);
        let sent = target.send(site, &environment);
        progress.finish();
        self.shutdown.exit_if_requested();
        sent.map_err(|fault| self.failure(&fault))
    }

    fn failure(&self, fault: &Fault) -> Failure {
        let name = match self.target.name.as_str() {
            "" => String::new(),
            name => format!(" to `{name}`"),
        };
        format!("the site was not published{name}: {fault}").into()
    }

    fn environment<'e>(
        &'e self,
        next_change: Option<Timestamp>,
        progress: &'e (dyn Fn(usize, usize) + Sync),
    ) -> Environment<'e> {
        let patience = self
            .args
            .patience
            .map(|ms| Duration::from_millis(ms.into()));
        Environment {
            now: clock(),
            id: std::process::id(),
            next_change,
            patience: patience.unwrap_or(PATIENCE),
            pause: patience.map_or(PAUSE, |patience| patience / 100),
            threads: publish_target::threads(self.target),
            replaces: self.args.replace,
            is_rehearsal: self.args.dry_run,
            stop: self.shutdown.token(),
            progress,
        }
    }
}
