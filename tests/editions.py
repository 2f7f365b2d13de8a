"""Editions of two sites, looked at by validators that others wrote: every page of the example site, and documents that are
hard to set (`torture.py`).

    python3 tests/editions.py target/ci/copublish target/release [CHAPTERS]

The first is the program, the second the folder that holds `copublish-press`. With a number of chapters, one of the hard
documents has that many: a hundred make three hundred pages.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import page
import pikepdf
import pymupdf

import torture

# What `outloud` reports of good files, and why that is no fault.
NO_FAULT = {
    "TBL-010",  # it takes heads of rows for a head that fell into pieces
    "TAG-002",  # it takes a running head that is on one page only for a text
    "ORD-001",  # it takes the order on the page for that of reading: a note is at the foot, and is read at its mark
    "TXT-004",  # it takes shapes of Arabic letters for letters without a meaning
    "HDG-010",  # it takes a year as a heading for a number of a page
    "DOC-040",  # it takes a title that is like the name of the file for none
    "TBL-004",  # it forgets a cell at the end of a row in the last of the rows that it reaches over
}
# It counts the byte at the end of a compressed stream as a line end if it is 0x0D. qpdf is asked instead.
FALSE_ALARM = "PDFA2A-STREAM-LENGTH-001"
# How many rules there are.
RULES = {"ua1": 104, "2a": 154}
# Elements whose texts an edition has to have, word by word: what authors wrote.
TEXT_OF_AUTHORS = "prose"
# How many letters of a text tell it from others.
START = 24


class Words(HTMLParser):
    """The words of what authors wrote on a page, without what only a browser shows; its links, and the texts of what has
    an id."""

    HIDDEN = {"nav", "script", "style", "form", "button", "svg", "math", "select", "summary", "title"}
    VOID = {"br", "hr", "img", "input", "source", "wbr", "link", "meta", "col", "area", "track"}

    def __init__(self):
        super().__init__()
        self.open, self.words = [], []
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
        self.words.append(" ") if tag not in ("a", "b", "em", "strong", "span", "i", "abbr", "code", "sup", "sub") else None

    def handle_endtag(self, tag):
        while any(entry[0] == tag for entry in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        for _, _, _, names, _ in self.open:
            for name in names:
                (self.texts[name] if isinstance(name, str) else name[1]).append(data)
        if any(entry[1] for entry in self.open) and not any(entry[2] for entry in self.open):
            self.words.append(data)


def plain(text):
    """Letters and digits alone, so that hyphens at the ends of lines make no difference."""
    return "".join(letter for letter in text if letter.isalnum())


def read(html):
    reader = Words()
    reader.feed(html.read_text())
    return reader


def read_aloud(pdf):
    """What a screen reader reads: the texts of the tags, in the order of the tags."""
    said = subprocess.run(["pdfinfo", "-struct-text", pdf], capture_output=True, check=True).stdout.decode(errors="replace")
    pieces = (line.strip() for line in said.splitlines())
    return plain("".join(piece[1:-1] for piece in pieces if piece.startswith('"')))


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


def on_pages(pdf):
    with pymupdf.open(pdf) as opened:
        return plain("".join(sheet.get_text() for sheet in opened))


def wrong_links(reader, pdf):
    """The links within an edition that lead to a page without the text of what they lead to; and how many there are."""
    wanted = {}
    for name, words in reader.links:
        target = plain("".join(reader.texts.get(name, [])))
        wanted.setdefault(plain("".join(words)), set()).add(target[:START])
    wrong, links = [], 0
    with pymupdf.open(pdf) as opened:
        texts = [plain(sheet.get_text()) for sheet in opened]
        for sheet in opened:
            for link in sheet.get_links():
                if link["kind"] not in (pymupdf.LINK_GOTO, pymupdf.LINK_NAMED):
                    continue
                links += 1
                words = plain(sheet.get_textbox(link["from"]))
                # The mark of a note is raised, so that the line below is in its box too.
                words = re.sub(r"^(\d+)\D.*", r"\1", words)
                # A list of contents names its target; other links lead where those of the page lead.
                targets = wanted.get(words) or {re.sub(r"\d+$", "", words)[:START]}
                if not any(target in texts[link["page"]] for target in targets):
                    wrong.append(f"`{words}` leads to page {link['page'] + 1}")
    return wrong, links


def failures_of(pdf, profile):
    """The rules of a standard that a file breaks; a fault of its own if there are not as many rules as there should be."""
    result = page.validate_pdf(pdf, profile=profile)
    count = [] if result.rules.total == RULES[profile] else [f"{result.rules.total} rules of {profile}"]
    return count + [failure.rule_id for failure in result.failures if failure.rule_id != FALSE_ALARM]


def problems(pdf):
    found = failures_of(pdf, "ua1")
    with pikepdf.open(pdf) as opened:
        found += opened.check_pdf_syntax() if hasattr(opened, "check_pdf_syntax") else opened.check()
        is_archive = "pdfaid" in opened.Root.Metadata.read_bytes().decode()
    return found + (failures_of(pdf, "2a") if is_archive else []), is_archive


def findings(pdfs):
    outloud = [str(Path(sys.executable).parent / "outloud"), "--json", "-", "--fail-on", "never", *map(str, pdfs)]
    report = json.loads(subprocess.run(outloud, capture_output=True, check=True).stdout)
    pending, found = [report], []
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            rule = value.get("rule_id") or value.get("rule") or value.get("id")
            if value.get("severity") in ("error", "warning") and isinstance(rule, str):
                found.append(rule)
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return [rule for rule in found if rule not in NO_FAULT]


def build(program, press, site):
    environment = {**os.environ, "PATH": f"{press}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([program, "build", "--root", site, "--editions", "required"], check=True, env=environment)
    attached = {path.name for path in (site / "content").rglob("*.pdf")}
    return sorted(path for path in (site / "output").rglob("*.pdf") if path.name not in attached)


def example(site):
    for name in ("content", "themes"):
        shutil.copytree(name, site / name)
    # What a document asks for goes before what the site asks for.
    for source in (site / "content").rglob("*.md"):
        text = source.read_text()
        source.write_text(re.sub(r"^editions:.*\n", "", text, flags=re.MULTILINE))
    (site / "site.yaml").write_text(Path("site.yaml").read_text() + "\neditions: [pdf, large-print]\n")


def page_of(pdf):
    """The page whose texts an edition has: the one with all parts of the document, if there is one."""
    whole = pdf.parent / "whole" / "index.html"
    return whole if whole.exists() else pdf.parent / "index.html"


def look_at(pdfs):
    """What is wrong with some editions; says how many there are."""
    faults, archives, words, links = [], 0, 0, 0
    for pdf in pdfs:
        found, is_archive = problems(pdf)
        archives += is_archive
        reader = read(page_of(pdf))
        wanted = [word for word in map(plain, "".join(reader.words).split()) if word]
        wrong, count = wrong_links(reader, pdf)
        words, links = words + len(wanted), links + count
        # Poppler tells words that are read from the right in pieces: they are looked for on the pages.
        from_right = [word for word in wanted if is_from_right(word)]
        missing = missing_words([word for word in wanted if not is_from_right(word)], read_aloud(pdf))
        missing += [word for word in from_right if word not in on_pages(pdf)]
        faults += [f"{pdf.name}: {fault}" for fault in found + wrong]
        faults += [f"{pdf.name}: `{word}` is missing, or not where it is read" for word in missing[:10]]
    faults += [f"outloud: {rule}" for rule in findings(pdfs)]
    with_pages = sum(len(pymupdf.open(pdf)) for pdf in pdfs)
    print(
        f"{len(pdfs)} editions with {with_pages} pages, {archives} of them PDF/A-2a besides PDF/UA-1; {words} words in order, "
        f"{links} links within them; {len(faults)} faults"
    )
    return faults or ([] if pdfs else ["there are no editions"])


def spoilt(pdf, folder):
    """Copies of a good file that are not good, each with what finds it."""

    def copy(name, change):
        file = folder / f"{name}.pdf"
        with pikepdf.open(pdf) as opened:
            change(opened)
            opened.save(file)
        return file

    def links_to_one(opened):
        notes = [note for sheet in opened.pages for note in sheet.get("/Annots", []) if "/Dest" in note]
        for note in notes:
            note.Dest = notes[0].Dest

    untagged = copy("untagged", lambda opened: opened.Root.__delitem__("/StructTreeRoot"))
    mute = copy("mute", lambda opened: opened.Root.__delitem__("/Lang"))
    lost = copy("lost", links_to_one)
    reader = read(page_of(pdf))
    words = [word for word in map(plain, "".join(reader.words).split()) if word]
    return {
        "a file without tags": failures_of(untagged, "ua1"),
        "a file without a language": failures_of(mute, "ua1"),
        "a file without tags, as PDF/A-2a": failures_of(untagged, "2a"),
        "tags that are not there, aloud": findings([untagged]),
        "links that all lead to one place": wrong_links(reader, lost)[0],
        "words in another order": missing_words(words[::-1], read_aloud(pdf)),
        "a word that nobody wrote": missing_words([*words, "zzyzx"], read_aloud(pdf)),
    }


def main():
    program, press = (Path(name).resolve() for name in sys.argv[1:3])
    chapters = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    with tempfile.TemporaryDirectory() as folder:
        sites = [Path(folder) / name for name in ("example", "torture")]
        for site in sites:
            site.mkdir()
        example(sites[0])
        torture.write(sites[1], "pdf, large-print", chapters)
        pdfs = [build(program, press, site) for site in sites]
        faults = [fault for some in pdfs for fault in look_at(some)]
        control = next(pdf for pdf in pdfs[1] if "tables-that" in pdf.name)
        faults += [f"nothing finds {what}" for what, found in spoilt(control, Path(folder)).items() if not found]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
