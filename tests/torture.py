"""A site of documents that are hard to set: those of the folder `torture`, and those that are too long to write."""

import shutil
import struct
import zlib
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

SETTINGS = """title: Torture Partnership
base_url: https://torture.example
git_dates: false
editions: [{editions}]
look:
  logo: logo.svg
  colour:
    brand: "#8c7500"
  fonts:
    text:
      regular: letters.woff2
kinds:
  home: {{editions: none}}
"""
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 60" width="240" height="60">'
    '<circle cx="30" cy="30" r="26"/><path d="M70 10h160v40h-160z"/></svg>'
)
SENTENCE = "People have a real say in the support that they get, and those who give it learn from them. "


def picture(number):
    """A small PNG of one colour."""
    width, height = 60 + number, 40

    def chunk(kind, data):
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    line = b"\0" + bytes([number * 2 % 256, 90, 120]) * width
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(line * height)) + chunk(b"IEND", b"")


def font(letters, file):
    """A font that has some letters, each a box: what is looked at is that they can be read out, not how they look."""
    names = {ord(letter): f"box{ord(letter):x}" for letter in letters}
    pen = TTGlyphPen(None)
    for index, point in enumerate([(50, 0), (50, 700), (550, 700), (550, 0)]):
        (pen.lineTo if index else pen.moveTo)(point)
    pen.closePath()
    box = pen.glyph()
    order = [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: box for name in order})
    builder.setupHorizontalMetrics({name: (600, 50) for name in order})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.font.flavor = "woff2"
    builder.save(file)


def is_far(letter):
    """True for a letter of Arabic, Chinese or Japanese, which the fonts of the press do not have."""
    return 0x600 <= ord(letter) <= 0x6FF or 0x3000 <= ord(letter) <= 0x9FFF


def tables():
    wide = ["Council", *(f"{month} figures" for month in "January February March April May June July August September October".split())]
    lines = ["## A wide table", "", "| " + " | ".join(wide) + " |", "| --- |" + " ---: |" * 10]
    lines += [f"| Llanfairpwllgwyngyll {row} |" + "".join(f" {row * 1000 + month} |" for month in range(10)) for row in range(8)]
    lines += ["", "## A long table", "", "| Number | What happened | Amount |", "| --- | --- | ---: |"]
    lines += [f"| Entry {row} | {SENTENCE}{'Once more. ' if row % 7 == 0 else ''}| £{row * 17} |" for row in range(120)]
    lines += ["", "## A wide table in a box", "", '::: callout kind="note"']
    lines += ["| " + " | ".join(wide) + " |", "| --- |" + " ---: |" * 10, "| Ashfield |" + " 1234567 |" * 10, ":::"]
    return "---\ntitle: Tables that do not fit\ndate: 2024-03-01\n---\n" + "\n".join(lines) + "\n"


def pictures(folder):
    text = "---\ntitle: A hundred pictures\ndate: 2024-03-01\n---\n"
    for number in range(100):
        (folder / f"p{number}.png").write_bytes(picture(number))
        text += f"## Row {number // 10}\n\n" if number % 10 == 0 else ""
        text += f"![Picture number {number}](p{number}.png)\n\n"
    return text


def long_text(chapters):
    text = "---\ntitle: A very long text\ndate: 2024-03-01\neditions: [pdf]\n---\n"
    for chapter in range(chapters):
        text += f"## Chapter {chapter}\n\n"
        text += f"See [the next one](#chapter-{(chapter + 1) % chapters}).[^n{chapter}]\n\n"
        for part in range(4):
            text += f"### Part {part} of {chapter}\n\n"
            # Lines that are the same on several pages would look like the heads of pages.
            for at in range(4):
                text += "".join(f"{SENTENCE}That is number {chapter}.{part}.{at}.{it}. " for it in range(6)) + "\n\n"
            text += "- " + "\n- ".join(f"{SENTENCE}That is item {chapter}.{part}.{it}." for it in range(4)) + "\n\n| Year | Number |\n| --- | ---: |\n| 2022 | 12 |\n\n"
        text += f"[^n{chapter}]: A note of chapter {chapter}.\n\n"
    return text


def write(site, editions, chapters=0):
    """Writes the site into an empty folder, with a long text of so many chapters, each of about three pages."""
    content, assets = site / "content", site / "assets"
    shutil.copytree(Path(__file__).parent / "torture", content)
    assets.mkdir()
    (site / "site.yaml").write_text(SETTINGS.format(editions=editions))
    (assets / "logo.svg").write_text(LOGO)
    for name in ("pixel", "photo"):
        (content / f"{name}.png").write_bytes(picture(7))
    (content / "tables.md").write_text(tables())
    (content / "pictures").mkdir()
    (content / "pictures" / "index.md").write_text(pictures(content / "pictures"))
    if chapters:
        (content / "long.md").write_text(long_text(chapters))
    letters = "".join(source.read_text() for source in content.rglob("*.md"))
    font({letter for letter in letters if is_far(letter)}, assets / "letters.woff2")
