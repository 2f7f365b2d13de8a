//! The filters of numbers: written for readers, and reckoned with to the penny, which templates cannot do by themselves:
//! `+` gives 26001.140000000003 for what is 26001.14.

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::base::Number;
use crate::layout::number::{Precision, Separators, of_view, to_view};
use crate::layout::template_words::template_words;

/// A number with the separators of the page's language, which `text` tells: `{{ 90000 | number(unit="£") }}`.
pub fn number(value: &Value, arguments: &Kwargs, state: &State) -> TeraResult<String> {
    let number = of_view(value).ok_or_else(|| {
        let name = value.name();
        Error::message(format!("`number` writes numbers, but this is a {name}"))
    })?;
    let decimals = |name: &'static str| -> TeraResult<Option<usize>> {
        let decimals = arguments.get::<u64>(name)?;
        Ok(decimals.map(|decimals| usize::try_from(decimals).unwrap_or(usize::MAX)))
    };
    let precision = Precision {
        decimals: decimals("decimals")?,
        most_decimals: decimals("most_decimals")?.unwrap_or(0),
    };
    let unit = arguments.get::<&str>("unit")?.unwrap_or_default();
    let separators = Separators::of(&template_words(state)?);
    Ok(separators.write_quantity(number, unit, precision))
}

/// The sum of what the items of a list hold at the path `attribute`, or of the items themselves.
pub fn sum(items: &[Value], arguments: &Kwargs) -> TeraResult<Value> {
    let numbers = numbers(items, arguments)?;
    let sum = numbers.into_iter().fold(Number::ZERO, Number::plus);
    Ok(to_view(sum))
}

/// How many decimals the most precise of some numbers has.
pub fn most_decimals(items: &[Value], arguments: &Kwargs) -> TeraResult<Value> {
    let numbers = numbers(items, arguments)?.into_iter();
    let decimals = numbers.map(|number| number.shortest().decimals());
    let most = decimals.max().unwrap_or(0);
    Ok(u64::try_from(most).unwrap_or(0).into())
}

/// How many per cent a number is of another, rounded to whole ones or to `decimals`; none if the other is zero or less.
pub fn percent(value: &Value, arguments: &Kwargs) -> TeraResult<Value> {
    let part = of_view(value).ok_or_else(no_number)?;
    let whole = arguments.must_get::<Value>("of")?;
    let whole = of_view(&whole).ok_or_else(no_number)?;
    let decimals = arguments.get::<u64>("decimals")?.unwrap_or(0);
    let decimals = usize::try_from(decimals).unwrap_or(usize::MAX);
    let share = part.percent_of(whole);
    Ok(share.map_or_else(Value::none, |share| to_view(share.with_decimals(decimals))))
}

fn no_number() -> Error {
    Error::message("`percent` needs a number, and another in `of`")
}

/// The numbers of a list; items without one are left out.
fn numbers(items: &[Value], arguments: &Kwargs) -> TeraResult<Vec<Number>> {
    let path = arguments.get::<&str>("attribute")?;
    let mut numbers = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let held = match path {
            Some(path) => item.get_from_path(path),
            None => Some(item),
        };
        let Some(held) = held.filter(|held| !held.is_none()) else {
            continue;
        };
        let number = of_view(held).ok_or_else(|| {
            let name = held.name();
            Error::message(format!(
                "the value at index {place} is not a number but a {name}"
            ))
        })?;
        numbers.push(number);
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use tera::{Context, Tera};

    use super::*;

    fn shown(template: &str) -> Result<String, String> {
        let mut tera = Tera::new();
        tera.register_filter("sum", |items: &[Value], arguments: Kwargs, _: &State| {
            sum(items, &arguments)
        });
        tera.register_filter(
            "most_decimals",
            |items: &[Value], arguments: Kwargs, _: &State| most_decimals(items, &arguments),
        );
        tera.register_filter("percent", |value: Value, arguments: Kwargs, _: &State| {
            percent(&value, &arguments)
        });
        tera.register_filter(
            "number",
            |value: Value, arguments: Kwargs, state: &State| number(&value, &arguments, state),
        );
        tera.add_raw_template("a", template)
            .map_err(|error| error.to_string())?;
        tera.render("a", &Context::new())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn sums_come_out_to_the_penny() {
        let items = "[{\"a\": 1250.5}, {\"a\": 24750.64}, {\"b\": 1}]";
        let both = format!(
            "{{{{ {items} | sum(attribute=\"a\") }}}} {{{{ {items} | most_decimals(attribute=\"a\") }}}}"
        );
        assert_eq!(shown(&both).as_deref(), Ok("26001.14 2"));
        assert_eq!(shown("{{ [0.1, 0.2] | sum }}").as_deref(), Ok("0.3"));
        assert_eq!(shown("{{ [] | sum }}").as_deref(), Ok("0"));
        let vast = "{{ [9007199254740993, 9007199254740993] | sum }}";
        assert_eq!(shown(vast).as_deref(), Ok("18014398509481986"));
        assert!(shown("{{ [\"a\"] | sum }}").is_err());
    }

    #[test]
    fn shares_are_rounded_half_up() {
        assert_eq!(shown("{{ 1 | percent(of=8) }}").as_deref(), Ok("13"));
        assert_eq!(
            shown("{{ 1 | percent(of=8, decimals=1) }}").as_deref(),
            Ok("12.5")
        );
        assert_eq!(
            shown("{{ 1 | percent(of=0) is none }}").as_deref(),
            Ok("true")
        );
    }

    #[test]
    fn what_is_no_number_is_said() {
        assert!(
            shown("{{ \"a\" | number }}")
                .unwrap_err()
                .contains("`number` writes numbers")
        );
        assert_eq!(
            shown("{{ 1250.5 | number(unit=\"£\", most_decimals=3) }}").as_deref(),
            Ok("£1,250.500")
        );
    }
}
