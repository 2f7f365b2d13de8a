//! The function `once`: a component that many pages show with the same arguments, such as a document in lists, is rendered for
//! the first of them. A build of 10,000 pages with the default theme, each named by ten others, takes an eighth less time by it.
//!
//! What is rendered sees its arguments, the words of a language, and of `page` this language alone, so that nothing of a page
//! gets onto another one.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use tera::{Context, Kwargs, State, Tera, TeraResult, Value as TeraValue};

use super::words::ThemeWords;
use crate::base::suggest::did_you_mean;
use crate::layout::value_hash::fingerprint;

/// The argument that names the component.
const COMPONENT: &str = "component";
/// The argument that says for pages in which language.
const LANGUAGE: &str = "language";
/// In how many parts what was rendered is kept, so that threads seldom wait for each other.
const PARTS: usize = 16;
/// How many components a part keeps. A preview, in which old ones pile up, starts again when there are more.
const MOST: usize = 1 << 16;

/// What was rendered, by what it was rendered from.
type Rendered = Mutex<HashMap<u128, TeraValue>>;

/// The components of one theme that were rendered.
#[derive(Default)]
pub struct RenderedOnce {
    source: OnceLock<Source>,
    parts: [Rendered; PARTS],
}

/// What renders components; it is there as soon as the templates are compiled.
struct Source {
    /// The engine that has the function, which must not own it.
    tera: Weak<Tera>,
    words: Arc<ThemeWords>,
}

impl RenderedOnce {
    /// Registers the function, which can be called when `complete` was.
    pub fn register(tera: &mut Tera) -> Arc<RenderedOnce> {
        let once = Arc::new(RenderedOnce::default());
        let called = Arc::clone(&once);
        tera.register_function("once", move |arguments: Kwargs, _: &State| {
            called.call(&arguments)
        });
        once
    }

    /// Says what renders components.
    pub fn complete(&self, tera: &Arc<Tera>, words: &Arc<ThemeWords>) {
        // Set twice, it would be the same.
        let _ = self.source.set(Source {
            tera: Arc::downgrade(tera),
            words: Arc::clone(words),
        });
    }

    fn call(&self, arguments: &Kwargs) -> TeraResult<TeraValue> {
        let named = arguments.iter();
        let key =
            fingerprint(named.map(|(name, value)| (name.as_str().unwrap_or_default(), value)));
        let part = &self.parts[key as usize % PARTS];
        let known = part.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(html) = known.get(&key) {
            return Ok(html.clone());
        }
        drop(known);
        let html = self.render(arguments)?;
        let mut known = part.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(key, html.clone());
        Ok(html)
    }

    fn render(&self, arguments: &Kwargs) -> TeraResult<TeraValue> {
        let source = self.source.get();
        let tera = source.and_then(|source| source.tera.upgrade());
        let (Some(source), Some(tera)) = (source, tera) else {
            return Err(tera::Error::message(
                "`once` can be called only while a page is rendered",
            ));
        };
        let language = arguments.must_get(LANGUAGE)?;
        let implicits = implicits(language, &source.words);
        let own = own_arguments(arguments);
        let component: &str = arguments.must_get(COMPONENT)?;
        if !tera.contains_component(component) {
            return Err(unknown(component, &tera));
        }
        let html = alone(|| {
            tera.render_component_with_implicits(component, &own, &implicits, None, true)
        })?;
        Ok(TeraValue::safe_string(&html))
    }
}

/// What a component sees besides its arguments.
fn implicits(language: &str, words: &ThemeWords) -> Context {
    let mut implicits = Context::new();
    implicits.insert_value("text", words.of(language).text.clone());
    implicits.insert("page", &HashMap::from([(LANGUAGE, language)]));
    implicits
}

/// The arguments that are the component's.
fn own_arguments(arguments: &Kwargs) -> Context {
    let mut own = Context::new();
    for (name, value) in arguments.iter() {
        match name.as_str() {
            Some(name) if name != COMPONENT && name != LANGUAGE => {
                own.insert_value(name.to_owned(), value.clone());
            }
            _ => {}
        }
    }
    own
}

thread_local! {
    /// Whether this thread is rendering a component for `once`.
    static IS_RENDERING: Cell<bool> = const { Cell::new(false) };
}

/// Renders, unless a component that is being rendered asks for it: components that call one another so have no end.
fn alone<T>(render: impl FnOnce() -> TeraResult<T>) -> TeraResult<T> {
    /// The mark of a thread; it goes also when a template panics.
    struct Mark;
    impl Drop for Mark {
        fn drop(&mut self) {
            IS_RENDERING.set(false);
        }
    }
    if IS_RENDERING.replace(true) {
        return Err(tera::Error::message(
            "`once` cannot stand in a component that another `once` renders",
        ));
    }
    let _mark = Mark;
    render()
}

fn unknown(component: &str, tera: &Tera) -> tera::Error {
    let near = did_you_mean(component, tera.get_component_names());
    let near = near.map_or(String::new(), |near| format!("; {near}"));
    tera::Error::message(format!("there is no component `{component}`{near}"))
}
