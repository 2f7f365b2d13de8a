"""The pages of a PDF, as its e-book tells them: between two of its page breaks are the words of a page, and no others."""

import re
import subprocess
import zipfile
from html.parser import HTMLParser

from words import is_from_right, missing_words, plain


class Pages(HTMLParser):
    """The words of a book between its page breaks."""

    # Drawings have their words as pictures; those of formulas are set in another order.
    WITHOUT_WORDS = {"head", "math", "svg"}
    IN_WORDS = {"a", "abbr", "b", "cite", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time"}
    # A note is at the foot of a page, and at the end of a book.
    NOTES = {"doc-endnotes", "doc-noteref"}
    VOID = {"br", "hr", "img", "link", "meta", "wbr", "col"}

    def __init__(self):
        super().__init__()
        self.open, self.labels, self.pages = [], [], [[]]

    def handle_startendtag(self, tag, attributes):
        values = dict(attributes)
        if values.get("epub:type") == "pagebreak":
            self.labels.append(values["aria-label"])
            self.pages.append([])
        elif tag not in self.IN_WORDS:
            self.pages[-1].append(" ")

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        without = tag in self.WITHOUT_WORDS or values.get("role") in self.NOTES
        # Of the figures of a chart, a PDF has those alone: their caption is that of the chart.
        is_of_chart = any(classes == "chart-data" for *_, classes in self.open)
        self.open.append((tag, without or (is_of_chart and tag in ("div", "caption") and values.get("role") is None), values.get("class")))
        self.handle_startendtag(tag, {})

    def handle_endtag(self, tag):
        self.open.pop()
        self.handle_startendtag(tag, {})

    def handle_data(self, data):
        if not any(without for _, without, _ in self.open):
            self.pages[-1].append(data)


def pages_of_book(book):
    """The words of each page; and the labels of the list of pages, which have to be those of the breaks."""
    pages = Pages()
    with zipfile.ZipFile(book) as opened:
        package = opened.read("EPUB/package.opf").decode()
        items = dict(re.findall(r'<item id="([^"]+)" href="([^"]+)"', package))
        contents = opened.read("EPUB/contents.xhtml").decode()
        for item in re.findall(r'<itemref idref="([^"]+)"', package):
            if items[item] != "contents.xhtml":
                pages.feed(opened.read(f"EPUB/{items[item]}").decode())
                pages.pages[-1].append(" ")
        targets = re.findall(r'<a href="([^"]+)#([^"]+)">([^<]+)</a>', contents.partition('epub:type="page-list"')[2])
        listed = [label for file, name, label in targets if f'id="{name}"' in opened.read(f"EPUB/{file}").decode()]
    words = [[word for word in map(plain, "".join(page).split()) if word] for page in pages.pages]
    return words, pages.labels, listed


def pages_of_pdf(pdf):
    run = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True)
    return [plain(page) for page in run.stdout.decode(errors="replace").split("\f")[:-1]]


def strange_words(book, printed):
    """The words of each page of a book that its PDF does not have on that page. A word that is divided is on both."""
    found = []
    for number, words in enumerate(book):
        text = printed[number]
        beside = "".join(printed[number + 1 : number + 2])
        lost = missing_words([word for word in words if not is_from_right(word)], text)
        # A cell that reaches over several rows is set beside another of them.
        lost = [word for word in lost if words.count(word) > text.count(word)]
        if lost and lost[-1] == words[-1]:
            is_divided = any(text.endswith(lost[-1][:at]) or lost[-1][at:] in beside for at in range(1, len(lost[-1])))
            lost = lost[:-1] if is_divided else lost
        found += [f"`{word}` is not on page {number + 1}" for word in lost]
    return found


def wrong_pages(book, pdf):
    """What is wrong with the pages of a book; and how many there are."""
    words, labels, listed = pages_of_book(book)
    printed = pages_of_pdf(pdf)
    expected = [str(number + 1) for number in range(len(printed))]
    if labels != expected or listed != expected:
        return [f"{book.name}: pages {labels} and list {listed} instead of {len(expected)} pages"], 0
    words = words[1:]
    return [f"{book.name}: {fault}" for fault in strange_words(words, printed)[:10]], len(words)


def is_unnoticed(book, pdf):
    """True if nobody would notice that each page of a book begins a few words too late."""
    words, printed = pages_of_book(book)[0][1:], pages_of_pdf(pdf)
    late = [before[3 if number else 0 :] + after[:3] for number, (before, after) in enumerate(zip(words, [*words[1:], []]))]
    return len(words) > 1 and not strange_words(late, printed)
