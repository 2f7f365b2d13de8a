//! The words of a page's language, as filters find them in the template that calls them.

use tera::{State, TeraResult, Value as TeraValue};

/// `text`, if the template or the component sees it; else none.
pub fn template_words(state: &State) -> TeraResult<TeraValue> {
    Ok(state.get("text")?.unwrap_or_else(TeraValue::none))
}
