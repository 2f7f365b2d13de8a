//! What `new` asks on a terminal: the kind, the title, what the document is a part of, and what its kind requires. Makes no
//! file.

use std::path::Path;

use jiff::tz::TimeZone;

use super::args::New;
use super::document_skeleton::{Answers, needed};
use super::new;
use super::options::options_for;
use super::questions::{self, Choice, InputEnded, Talk};
use super::shell::Shell;
use crate::base::{date, mail};
use crate::config::{Ends, Field, FieldType, Kind, Kinds};
use crate::document::Outline;
use crate::engine::{Drafts, Failure, LinkedSite, Project, Stopwatch, link};
use crate::graph::Node;
use crate::yaml::boolean;

/// What is to be made: as typed, with what was asked for.
#[derive(Debug)]
pub struct Wanted {
    /// The kind.
    pub kind: String,
    /// The title.
    pub title: String,
    /// The folder, or the document it is a part of.
    pub inside: Option<String>,
    /// What its fields say.
    pub answers: Answers,
}

/// Who is asked, about which site.
struct Asker<'a> {
    root: &'a Path,
    project: &'a Project,
    talk: &'a mut dyn Talk,
    /// The documents of the site, once they are asked for.
    site: Option<LinkedSite>,
}

/// What the command line says, and for the rest what somebody answers if they can be asked.
///
/// # Errors
/// Something is missing, and nobody can be asked.
pub fn wanted(shell: Shell, root: &Path, project: &Project, args: &New) -> Result<Wanted, Failure> {
    let can_ask = !args.no_input && shell.can_ask();
    match (&args.kind, &args.title) {
        (Some(kind), Some(title)) if !can_ask => Ok(Wanted {
            kind: kind.clone(),
            title: title.clone(),
            inside: args.inside.clone(),
            answers: Answers::new(),
        }),
        _ if !can_ask => Err(incomplete(args).into()),
        _ => {
            let asker = Asker {
                root,
                project,
                talk: &mut shell.talk(),
                site: None,
            };
            asker.ask(args)
        }
    }
}

/// What to type where nobody can be asked.
fn incomplete(args: &New) -> String {
    let missing = match &args.kind {
        None => "no kind is given; write `copublish new KIND \"Title\"`".to_owned(),
        Some(kind) => format!("no title is given; write `copublish new {kind} \"Title\"`"),
    };
    format!("{missing}; `copublish new --list` lists the kinds")
}

impl From<InputEnded> for Failure {
    fn from(_: InputEnded) -> Failure {
        "the input ended before all was answered; nothing was made"
            .to_owned()
            .into()
    }
}

impl<'a> Asker<'a> {
    fn ask(mut self, args: &New) -> Result<Wanted, Failure> {
        let project = self.project;
        self.talk.say("Press Enter to leave a question for later.");
        let kind = match &args.kind {
            Some(name) => new::find(&project.kinds, name)?,
            None => self.kind()?,
        };
        let title = match &args.title {
            Some(title) => title.clone(),
            None => self.title(kind)?,
        };
        let inside = match &args.inside {
            None if kind.part.is_some() => self.owner(kind)?,
            given => given.clone(),
        };
        Ok(Wanted {
            kind: kind.name.clone(),
            title,
            inside,
            answers: self.answers(kind)?,
        })
    }

    fn kind(&mut self) -> Result<&'a Kind, Failure> {
        let kinds: Vec<Choice> = self.project.kinds.iter().map(choice_of_kind).collect();
        let chosen = questions::choice(self.talk, "What is it?", &kinds)?;
        let chosen = chosen.and_then(|chosen| self.project.kinds.find(&chosen.value));
        chosen.ok_or_else(|| "no kind was chosen, so nothing was made".to_owned().into())
    }

    fn title(&mut self, kind: &Kind) -> Result<String, Failure> {
        let question = match kind.thread() {
            Some(_) => "Who wrote it?",
            None => "What is its title?",
        };
        let title = questions::text(self.talk, question, &|_| None)?;
        title.ok_or_else(|| "it has no title, so nothing was made".to_owned().into())
    }

    /// The document that a part belongs to, as `--in` names it.
    fn owner(&mut self, kind: &Kind) -> Result<Option<String>, Failure> {
        let of = kind.part.as_ref().map_or(&[][..], |part| &part.of);
        let owners = self.documents(of, |outline| outline.file.to_string())?;
        let chosen = questions::choice(self.talk, "Which document is it a part of?", &owners)?;
        Ok(chosen.map(|owner| owner.value.clone()))
    }

    /// What the required fields of a kind hold.
    fn answers(&mut self, kind: &Kind) -> Result<Answers, Failure> {
        let mut answers = Answers::new();
        for field in needed(&self.project.kinds, kind) {
            let values = self.values(field)?;
            if !values.is_empty() {
                answers.insert(field.name.to_string(), values);
            }
        }
        Ok(answers)
    }

    /// The values of a field: several if it is a list.
    fn values(&mut self, field: &Field) -> Result<Vec<String>, Failure> {
        let (ty, is_list) = match &field.ty {
            FieldType::List(item) => (&**item, true),
            ty => (ty, false),
        };
        let mut values = Vec::new();
        let mut question = question(field);
        while let Some(value) = self.value(ty, &question)? {
            values.push(value);
            if !is_list {
                break;
            }
            question = format!("{}: another one? Enter if that is all.", field.name);
        }
        Ok(values)
    }

    fn value(&mut self, ty: &FieldType, question: &str) -> Result<Option<String>, Failure> {
        let choices = match ty {
            // A group of keys is easier to fill in where all of it is seen.
            FieldType::Map(_) | FieldType::Image | FieldType::Any | FieldType::List(_) => {
                return Ok(None);
            }
            FieldType::Choice(words) => words.iter().map(|word| choice_of_word(word)).collect(),
            FieldType::Relation(ends) => {
                self.documents(&ends.to, |outline| written_id(outline, ends))?
            }
            _ => return Ok(questions::text(self.talk, question, &|it| problem(ty, it))?),
        };
        let chosen = questions::choice(self.talk, question, &choices)?;
        Ok(chosen.map(|chosen| chosen.value.clone()))
    }

    /// The documents of some kinds, or of all, by title; `value` is what is written down for one.
    fn documents(
        &mut self,
        kinds: &[String],
        value: impl Fn(&Outline) -> String,
    ) -> Result<Vec<Choice>, Failure> {
        let project = self.project;
        let declared = &project.kinds;
        let is_wanted = |outline: &&Outline| match kinds {
            // Nothing is a part of a comment, and nothing names one but its answers.
            [] => !is_comment(declared, &outline.kind),
            kinds => kinds.contains(&outline.kind),
        };
        let nodes = self.site()?.graph.nodes();
        let outlines = nodes.map(Node::outline).filter(is_wanted);
        let mut choices: Vec<Choice> = outlines
            .map(|outline| Choice {
                value: value(outline),
                label: outline.words.title.clone(),
                about: outline.file.to_string(),
            })
            .collect();
        choices.sort_by_cached_key(|choice| choice.label.to_lowercase());
        Ok(choices)
    }

    /// The site, which is read when it is first asked for.
    fn site(&mut self) -> Result<&LinkedSite, Failure> {
        let site = match self.site.take() {
            Some(site) => site,
            None => {
                let options = options_for(self.root, None, Drafts::Show)?;
                link(&options, &mut Stopwatch::start())?
            }
        };
        Ok(self.site.insert(site))
    }
}

fn is_comment(kinds: &Kinds, kind: &str) -> bool {
    kinds.find(kind).is_some_and(|it| it.thread().is_some())
}

/// A kind, with what it is for.
fn choice_of_kind(kind: &Kind) -> Choice {
    Choice {
        value: kind.name.clone(),
        label: kind.name.clone(),
        about: kind.about.clone(),
    }
}

fn choice_of_word(word: &str) -> Choice {
    Choice {
        value: word.to_owned(),
        label: word.to_owned(),
        about: String::new(),
    }
}

/// The id of a document, with its kind where a field may name several kinds.
fn written_id(outline: &Outline, ends: &Ends) -> String {
    if ends.to.len() == 1 {
        outline.id.clone()
    } else {
        format!("{}/{}", outline.kind, outline.id)
    }
}

/// What a field is for, and what it holds.
fn question(field: &Field) -> String {
    let holds = field.ty.describe();
    match field.about.as_str() {
        "" => format!("{} ({holds}):", field.name),
        about => format!("{}: {about} ({holds}):", field.name),
    }
}

/// What is wrong with an answer.
fn problem(ty: &FieldType, answer: &str) -> Option<String> {
    let is_right = match ty {
        FieldType::Date => date::read(answer, &TimeZone::UTC).is_some(),
        FieldType::Number => answer.parse::<f64>().is_ok(),
        FieldType::Boolean => boolean(answer).is_some(),
        FieldType::Email => mail::url(answer).is_some(),
        _ => true,
    };
    if is_right {
        return None;
    }
    let help = match ty {
        FieldType::Date => format!("; write {}", date::FORMS),
        _ => String::new(),
    };
    Some(format!("  `{answer}` is not {}{help}", ty.describe()))
}
