"""Editions of two sites, looked at by validators that others wrote: every page of the example site, and documents that are
hard to set (`torture.py`).

    python3 tests/editions.py target/ci/copublish target/release [CHAPTERS]

The first is the program, the second the folder that holds `copublish-press`. With a number of chapters, one of the hard
documents has that many: eighty make three hundred pages.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import page
import pikepdf
import pymupdf

import torture
from words import is_from_right, missing_words, page_of, plain, read, split

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
# The size of letters in large print, in points.
LARGE = 18
# How many letters of a text tell it from others.
START = 24


def read_aloud(pdf):
    """What a screen reader reads: the texts of the tags, in the order of the tags."""
    said = subprocess.run(["pdfinfo", "-struct-text", pdf], capture_output=True, check=True).stdout.decode(errors="replace")
    pieces = (line.strip() for line in said.splitlines())
    return plain("".join(piece[1:-1] for piece in pieces if piece.startswith('"')))


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


def small_letters(pdf, reader):
    """Words of a file in large print that are smaller than the rest of it, but for what is raised. Drawings are as large as
    their page lets them be."""
    found, drawn = set(), set(split(reader.drawn))
    for drawing in Path(*pdf.parts[: pdf.parts.index("output") + 1]).rglob("*.svg"):
        drawn |= set(split(re.findall(r">([^<]+)<", drawing.read_text())))
    with pymupdf.open(pdf) as opened:
        for sheet in opened:
            for block in sheet.get_text("dict")["blocks"]:
                for line in block.get("lines", []):
                    for span in line["spans"]:
                        is_small = span["size"] < LARGE - 0.1 and len(plain(span["text"])) > 3
                        if is_small and not set(split(span["text"])) <= drawn:
                            found.add(f"`{span['text']}` in {span['size']:.1f} point")
    return sorted(found)


def example(site):
    for name in ("content", "themes"):
        shutil.copytree(name, site / name)
    # What a document asks for goes before what the site asks for.
    for source in (site / "content").rglob("*.md"):
        text = source.read_text()
        source.write_text(re.sub(r"^editions:.*\n", "", text, flags=re.MULTILINE))
    (site / "site.yaml").write_text(Path("site.yaml").read_text() + "\neditions: [pdf, large-print]\n")


def look_at(pdfs):
    """What is wrong with some editions; says how many there are."""
    faults, archives, words, links = [], 0, 0, 0
    for pdf in pdfs:
        found, is_archive = problems(pdf)
        archives += is_archive
        reader = read(page_of(pdf))
        wanted = split(reader.words)
        wrong, count = wrong_links(reader, pdf)
        words, links = words + len(wanted), links + count
        # Poppler tells words that are read from the right in pieces: they are looked for on the pages.
        from_right = [word for word in wanted if is_from_right(word)]
        said = read_aloud(pdf)
        is_large = "large-print" in pdf.name
        in_order = split(reader.outside) if is_large else wanted
        missing = missing_words([word for word in in_order if not is_from_right(word)], said)
        missing += [word for word in wanted if is_large and not is_from_right(word) and word not in said]
        missing += [word for word in from_right if word not in on_pages(pdf)]
        faults += [f"{pdf.name}: {fault}" for fault in found + wrong]
        faults += [f"{pdf.name}: {words}" for words in (small_letters(pdf, reader)[:10] if is_large else [])]
        faults += [f"{pdf.name}: `{word}` is missing, or not where it is read" for word in missing[:10]]
    # In the long text, lines of many pages are alike but for their numbers: they are taken for heads of pages.
    long = [pdf for pdf in pdfs if "a-very-long-text" in pdf.name]
    found = findings([pdf for pdf in pdfs if pdf not in long])
    found += [rule for rule in findings(long) if rule != "PAG-001"] if long else []
    faults += [f"outloud: {rule}" for rule in found]
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
    words = split(reader.words)
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
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"no program took more than {most} MB of memory")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
