"""What the program that sets PDFs costs: time and memory for a long publication, for the same again, and over many edits.

    python3 tests/press_figures.py target/ci/copublish target/release [PAGES [EDITS]]

The first is the program, the second the folder that holds `copublish-press`. It fails if a promise is broken: at most one
second of CPU for 100 pages after the start, 500 MB for 300 pages, 700 MB over 100 edits.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Writes down the jobs of a build, and answers each with a file.
STAND_IN = """#!{python}
import sys
for line in sys.stdin:
    open({jobs!r}, "a").write(line)
    print('{{"pdf":"JVBERi0xLjcK","pages":1}}', flush=True)
"""
WORDS = "people who use services and those who pay for them agree on what good support looks like in each region".split()
TICKS = os.sysconf("SC_CLK_TCK")


def chapter(number):
    words = lambda start, count: " ".join(WORDS[(start + at * 7) % len(WORDS)] for at in range(count))
    text = f"---\ntitle: Chapter {number}\n---\n"
    for section in range(4):
        text += f"## Section {number}.{section}\n\n"
        text += "\n\n".join(f"{words(number + at, 90).capitalize()}." for at in range(5))
        text += f"\n\n- {words(section, 12)}\n- {words(section + 1, 9)}[^{section}]\n\n[^{section}]: {words(section, 8)}.\n\n"
        rows = "\n".join(f"| {words(at, 2)} | {at * number} | {words(at, 5)} |" for at in range(8))
        text += f"| Region | People | What changed |\n|---|---:|---|\n{rows}\n\n"
    return text


def jobs(program, chapters):
    """The jobs of a publication, and of the same with another word in it."""
    with tempfile.TemporaryDirectory() as folder:
        root, found = Path(folder), []
        path = root / "jobs"
        press = root / "press"
        press.mkdir()
        stand_in = press / "copublish-press"
        stand_in.write_text(STAND_IN.format(python=sys.executable, jobs=str(path)))
        stand_in.chmod(0o755)
        (root / "site.yaml").write_text("title: Figures\nbase_url: https://example.org\n")
        report = root / "content/reports/long"
        report.mkdir(parents=True)
        (report / "index.md").write_text("---\ntitle: A long report\ndate: 2012-05-01\neditions: [pdf]\n---\nText.\n")
        for number in range(1, chapters + 1):
            (report / f"{number:03}-chapter-{number}.md").write_text(chapter(number))
        environment = {**os.environ, "PATH": f"{press}{os.pathsep}{os.environ['PATH']}"}
        for edit in range(2):
            edited = report / "001-chapter-1.md"
            edited.write_text(edited.read_text() + "\nAnother word.\n" * edit)
            command = [program, "build", "--root", root, "--editions", "required"]
            built = subprocess.run(command, env=environment, capture_output=True, text=True)
            if built.returncode:
                sys.exit(built.stdout + built.stderr)
            found.append(path.read_text())
            path.unlink()
        return [json.loads(job) for job in found]


class Press:
    def __init__(self, folder):
        command = [str(folder / "copublish-press")]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={})
        self.pages = 0

    def cpu(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self, name="VmRSS"):
        status = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in status if line.startswith(name)) // 1024

    def set(self, job):
        """The seconds of CPU that a job takes."""
        before = self.cpu()
        self.process.stdin.write(json.dumps(job).encode() + b"\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "pdf" in answer:
            self.pages, self.bytes = answer["pages"], len(base64.b64decode(answer["pdf"]))
        elif job["main"]:
            sys.exit(f"a job is refused: {answer['messages'][:3]}")
        return self.cpu() - before

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    program, folder = (Path(name).resolve() for name in sys.argv[1:3])
    pages = int(sys.argv[3]) if len(sys.argv) > 3 else 300
    edits = int(sys.argv[4]) if len(sys.argv) > 4 else 100
    job, other = jobs(program, max(1, round(pages / 5.3)))
    broken = []
    for name in ("memory", "seconds"):
        job[name] = other[name] = 0
    press = Press(folder)
    start = press.set({"main": ""})
    first = press.set(job)
    most = press.memory("VmHWM")
    per_hundred = first * 100 / press.pages
    print(f"{press.pages} pages, {press.bytes / 1e6:.1f} MB; start {start:.2f} s of CPU")
    print(f"first: {first:.2f} s of CPU, {per_hundred:.2f} s for 100 pages; {most} MB at the most")
    print(f"the same again: {press.set(job):.2f} s; one word changed: {press.set(other):.2f} s")
    if per_hundred > 1:
        broken.append("more than a second of CPU for 100 pages")
    if most > 500 * max(1, press.pages / 300):
        broken.append("more than 500 MB for 300 pages")
    begun, spent = time.monotonic(), press.cpu()
    for edit in range(edits):
        job["main"] = other["main"].replace("Another word.", f"Edit {edit}.")
        press.set(job)
    most = press.memory("VmHWM")
    each = (press.cpu() - spent) / max(1, edits)
    print(f"{edits} edits: {each:.2f} s of CPU each, {time.monotonic() - begun:.0f} s in all; {most} MB at the most")
    if most > 700:
        broken.append("more than 700 MB over the edits")
    press.end()
    print("\n".join(f"broken: {promise}" for promise in broken))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
