//! Short texts of front matter read as numbers.

use super::value::Value;
use crate::base::Number;

/// A number, whole where it is written so.
pub(super) fn number(text: &str) -> Option<Value> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(Value::Integer(whole));
    }
    let is_number = text
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.');
    if is_number {
        Number::read(text).map(Value::Number)
    } else {
        None
    }
}
