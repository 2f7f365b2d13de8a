//! What no template names need not be made, and nobody can tell: a page is the same as where all values are made,
//! however its template looks at them.

use crate::determinism::assert_same;
use crate::edits;

/// Templates of a blog that look at the values of pages and cards in the ways there are.
const WAYS: [(&str, &str); 22] = [
    (
        "by name",
        "{{ page.title }}{% for card in page.authors %}{{ card.title }}{{ card.url }}{% endfor %}{{ page.next.date }}",
    ),
    (
        "by a name in brackets",
        "{{ page[\"kind_label\"] }}{{ page.next[\"kind_label\"] }}{{ page.authors[0].title }}",
    ),
    (
        "by a name that is not there",
        "{{ page.next.nothing is defined }}{{ page.nothing or 'none' }}",
    ),
    ("by a name that fails", "{{ page.nothing }}"),
    (
        "by a name that fails on a card",
        "{% for card in page.authors %}{{ card.kind_labels }}{% endfor %}",
    ),
    ("all of a page", "{{ page }}"),
    ("all of a card", "{{ page.next }}"),
    ("all of several cards", "{{ page.authors }}"),
    ("as JSON", "{{ page.next | json }}{{ page.authors | json }}"),
    (
        "as the start of some JSON",
        "{{ page.next | json | truncate(length=40) }}",
    ),
    (
        "as a text that is changed",
        "{{ page.next | json | upper | replace(from=':', to='-') }}{{ page.next ~ '' | slug }}",
    ),
    (
        "one after the other",
        "{% for value in page.next %}{{ value }}{% endfor %}",
    ),
    (
        "each with its name",
        "{% for name, value in page.next %}{{ name }}: {{ value }} {% endfor %}",
    ),
    ("counted", "{{ page.next | length }}"),
    ("its names alone", "{{ page.next | keys | join(sep=' ') }}"),
    (
        "by a name that is worked out",
        "{% set name = \"kind\" ~ \"_label\" %}{{ page.next[name] }}{{ page.next | get(key=name) }}",
    ),
    (
        "by a name that is asked for",
        "{% set name = \"kind\" ~ \"_label\" %}{% if name in page.next %}yes{% else %}no{% endif %}",
    ),
    (
        "sorted by a name that is worked out",
        "{% for card in page.authors | sort(attribute=\"sum\" ~ \"mary\") %}{{ card.title }}{% endfor %}",
    ),
    (
        "sorted by a name",
        "{% for card in page.authors | sort(attribute=\"kind_label\") %}{{ card.title }}{% endfor %}",
    ),
    (
        "compared",
        "{% for card in page.backlinks %}{{ card == page }}{{ card == page.next }}{% endfor %}",
    ),
    (
        "handed on",
        "{% set all = page %}{% for name, value in all %}{{ name }}{% endfor %}",
    ),
    (
        "in what is included",
        "{% set card = page.next %}{% include \"part.html\" %}",
    ),
];

#[test]
fn what_no_template_names_is_missed_by_none() {
    let site = edits::site().file("themes/bare/templates/part.html", "{{ card }}");
    for file in ["components/numbers.html", "components/plain.html"] {
        site.delete(&format!("themes/bare/templates/{file}"));
    }
    for (way, template) in WAYS {
        let template = format!(
            "<main>{{% if page.next %}}{template}{{% endif %}}{{{{ page.content }}}}</main>"
        );
        site.write("themes/bare/templates/blog.html", template);
        println!("{way}");
        let some = site.build();
        // Since it may be shown as a whole, all of a page is made, and of all others too.
        site.write("themes/bare/templates/unused.html", "{{ page }}");
        assert_same(&some, &site.build());
        site.delete("themes/bare/templates/unused.html");
    }
}
