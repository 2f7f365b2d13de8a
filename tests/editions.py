"""Every page of the example site as editions, looked at by validators that others wrote.

    python3 tests/editions.py target/ci/copublish target/release

The first is the program, the second the folder that holds `copublish-press`.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import page
import pikepdf
import pymupdf

# What `outloud` reports of good files, and why that is no fault.
NO_FAULT = {
    "TBL-010",  # it takes heads of rows for a head that fell into pieces
    "TAG-002",  # it takes a running head that is on one page only for a text
    "ORD-001",  # it takes the order on the page for that of reading: a note is at the foot, and is read at its mark
    "TXT-004",  # it takes shapes of Arabic letters for letters without a meaning
    "HDG-010",  # it takes a year as a heading for a number of a page
    "DOC-040",  # it takes a title that is like the name of the file for none
}
# It counts the byte at the end of a compressed stream as a line end if it is 0x0D. qpdf is asked instead.
FALSE_ALARM = "PDFA2A-STREAM-LENGTH-001"
# Elements whose texts an edition has to have, word by word: what authors wrote.
TEXT_OF_AUTHORS = "prose"


class Words(HTMLParser):
    """The words of what authors wrote on a page; without what only a browser shows."""

    HIDDEN = {"nav", "script", "style", "form", "button", "svg", "select", "summary"}
    VOID = {"br", "hr", "img", "input", "source", "wbr", "link", "meta", "col", "area", "track"}

    def __init__(self):
        super().__init__()
        self.open, self.words = [], []

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
        )
        self.open.append((tag, TEXT_OF_AUTHORS in classes, hidden))
        # A block ends a word.
        self.words.append(" ") if tag not in ("a", "b", "em", "strong", "span", "i", "abbr", "code") else None

    def handle_endtag(self, tag):
        while any(name == tag for name, _, _ in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        if any(own for _, own, _ in self.open) and not any(hidden for _, _, hidden in self.open):
            self.words.append(data)


def plain(text):
    """Letters and digits alone, so that hyphens at the ends of lines make no difference."""
    return "".join(letter for letter in text if letter.isalnum())


def missing_words(html, pdf):
    reader = Words()
    reader.feed(html.read_text())
    text = plain("".join(sheet.get_text() for sheet in pymupdf.open(pdf)))
    words = [plain(word) for word in "".join(reader.words).split()]
    return [word for word in words if word and word not in text], len([word for word in words if word])


def problems(pdf):
    found = [failure.rule_id for failure in page.validate_pdf(pdf, profile="ua1").failures]
    with pikepdf.open(pdf) as opened:
        found += opened.check_pdf_syntax() if hasattr(opened, "check_pdf_syntax") else opened.check()
        is_archive = "pdfaid" in opened.Root.Metadata.read_bytes().decode()
    if is_archive:
        failures = page.validate_pdf(pdf, profile="2a").failures
        found += [failure.rule_id for failure in failures if failure.rule_id != FALSE_ALARM]
    return found, is_archive


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
    return found


def build(program, press, site):
    for name in ("content", "themes"):
        shutil.copytree(name, site / name)
    # What a document asks for goes before what the site asks for.
    for source in (site / "content").rglob("*.md"):
        text = source.read_text()
        source.write_text(re.sub(r"^editions:.*\n", "", text, flags=re.MULTILINE))
    settings = Path("site.yaml").read_text() + "\neditions: [pdf, large-print]\n"
    (site / "site.yaml").write_text(settings)
    environment = {**os.environ, "PATH": f"{press}{os.pathsep}{os.environ['PATH']}"}
    command = [program, "build", "--root", site, "--editions", "required"]
    subprocess.run(command, check=True, env=environment)
    return site / "output"


def main():
    program, press = (Path(name).resolve() for name in sys.argv[1:3])
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        output = build(program, press, Path(folder))
        attached = {path.name for path in Path("content").rglob("*.pdf")}
        pdfs = sorted(path for path in output.rglob("*.pdf") if path.name not in attached)
        archives = words = 0
        for pdf in pdfs:
            found, is_archive = problems(pdf)
            archives += is_archive
            faults += [f"{pdf.name}: {rule}" for rule in found]
            missing, all_words = missing_words(pdf.parent / "index.html", pdf)
            words += all_words
            faults += [f"{pdf.name}: `{word}` is missing" for word in missing]
        faults += [f"outloud: {rule}" for rule in findings(pdfs) if rule not in NO_FAULT]
    print(f"{len(pdfs)} editions, {archives} of them PDF/A-2a, {words} words of authors, {len(faults)} faults")
    print("\n".join(faults))
    return 1 if faults or not pdfs else 0


if __name__ == "__main__":
    sys.exit(main())
