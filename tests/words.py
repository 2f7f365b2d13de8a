"""The words of what authors wrote on a page, in the order in which they are read: those of its editions have to be the same."""

import unicodedata
from html.parser import HTMLParser

# Elements whose texts an edition has to have, word by word: what authors wrote.
TEXT_OF_AUTHORS = "prose"


class Words(HTMLParser):
    """The words of what authors wrote on a page, without what only a browser shows; its links, and the texts of what has
    an id."""

    HIDDEN = {"nav", "script", "style", "form", "button", "svg", "math", "select", "summary", "title"}
    VOID = {"br", "hr", "img", "input", "source", "wbr", "link", "meta", "col", "area", "track"}

    def __init__(self):
        super().__init__()
        self.open, self.words = [], []
        # Those outside of tables, and those in them: in large print each value of a wide table is beside the head of its column.
        self.outside, self.cells = [], []
        # The words of drawings.
        self.drawn = []
        self.links, self.texts = [], {}

    def handle_starttag(self, tag, attributes):
        if tag in self.VOID:
            return
        values = dict(attributes)
        classes = (values.get("class") or "").split()
        hidden = (
            tag in self.HIDDEN
            or "visually-hidden" in classes
            or "hidden" in values
            or values.get("aria-hidden") == "true"
            or values.get("role") in ("doc-backlink", "doc-endnotes", "doc-noteref")
            or values.get("data-edition") == "no"
            # The caption of a chart is that of its figures too.
            or (tag == "caption" and any("chart-data" in above for *_, above in self.open))
        )
        names = [values["id"]] if values.get("id") else []
        for name in names:
            self.texts[name] = []
        if tag == "a" and (values.get("href") or "").startswith("#"):
            self.links.append((values["href"][1:], []))
            names.append(self.links[-1])
        self.open.append((tag, TEXT_OF_AUTHORS in classes, hidden, names, classes))
        # A block ends a word.
        if tag not in ("a", "b", "em", "strong", "span", "i", "abbr", "code", "sup", "sub"):
            for words in (self.words, self.outside, self.cells):
                words.append(" ")

    def handle_endtag(self, tag):
        while any(entry[0] == tag for entry in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        for _, _, _, names, _ in self.open:
            for name in names:
                (self.texts[name] if isinstance(name, str) else name[1]).append(data)
        if any(entry[0] == "svg" for entry in self.open):
            self.drawn += [data, " "]
        if any(entry[1] for entry in self.open) and not any(entry[2] for entry in self.open):
            is_cell = any(entry[0] in ("td", "th") for entry in self.open)
            self.words.append(data)
            (self.cells if is_cell else self.outside).append(data)


def plain(text):
    """Letters and digits alone, so that hyphens at the ends of lines make no difference."""
    return "".join(letter for letter in text if letter.isalnum())


def split(pieces):
    """Pieces of a text as words."""
    return [word for word in map(plain, "".join(pieces).split()) if word]


def read(html):
    reader = Words()
    reader.feed(html.read_text())
    return reader


def page_of(edition):
    """The page whose texts an edition has: the one with all parts of the document, if there is one."""
    whole = edition.parent / "whole" / "index.html"
    return whole if whole.exists() else edition.parent / "index.html"


def is_from_right(word):
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in word)


def missing_words(words, text):
    """The words that a text does not have behind those before them."""
    at, missing = 0, []
    for word in words:
        found = text.find(word, at)
        if found < 0:
            missing.append(word)
        else:
            at = found + len(word)
    return missing
