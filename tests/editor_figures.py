"""What a keystroke costs in an editor on a large site: makes a site of so many documents, speaks to `copublish lsp` as an
editor does, and prints times and memory; of `copublish serve` too, for comparison.

Usage: python3 tests/editor_figures.py PROGRAM [DOCUMENTS]
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from queue import Queue

WORDS = "care support people budget region council plan home work choice health listen meeting report".split()


def text(number, paragraphs):
    """Some paragraphs with links."""
    out = []
    for paragraph in range(paragraphs):
        words = [WORDS[(number * 7 + paragraph * 5 + place * place) % len(WORDS)] for place in range(60)]
        link = f"[what {words[3]} means](b{(number * 31 + paragraph) % COUNT}.md)"
        out.append(f"## {words[0].title()} and {words[1]} {paragraph}\n\n{' '.join(words)}, {link}.")
    return "\n\n".join(out)


def blog(number):
    return (
        f"---\ntitle: Blog number {number}\nsummary: On {WORDS[number % len(WORDS)]}.\ndate: 2012-{number % 12 + 1:02}-{number % 28 + 1:02}\n"
        f"authors: [person/p{number % 300}]\non_behalf_of: [o{number % 100}]\ntags: [{WORDS[number % 14]}, {WORDS[number % 11]}]\n---\n\n"
        f"{text(number, 8)}\n"
    )


def make(root):
    files = {"site.yaml": "title: A\nbase_url: https://example.org\ngit_dates: false\n"}
    for number in range(COUNT):
        files[f"content/blogs/b{number}.md"] = blog(number)
    for number in range(300):
        files[f"content/people/p{number}.md"] = f"---\ntitle: Person {number}\n---\n\nText.\n"
    for number in range(100):
        files[f"content/organisations/o{number}.md"] = f"---\ntitle: Organisation {number}\n---\n\nText.\n"
    for file, content in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


class Editor:
    """Speaks to the program."""

    def __init__(self, program, root):
        self.process = subprocess.Popen(
            [program, "lsp", "--root", root], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.root = f"file://{root}"
        self.heard = Queue()
        self.id = 0
        threading.Thread(target=self.listen, daemon=True).start()
        self.ask("initialize", {"rootUri": self.root, "capabilities": RENAMES})
        self.say("initialized", {})

    def listen(self):
        stream = self.process.stdout
        while header := stream.readline():
            length = int(header.split(b":")[1])
            stream.readline()
            self.heard.put(json.loads(stream.read(length)))

    def send(self, message):
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def say(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.id += 1
        self.send({"id": self.id, "method": method, "params": params})
        while True:
            message = self.heard.get(timeout=120)
            if message.get("id") == self.id and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def uri(self, file):
        return f"{self.root}/{file}"

    def open(self, file, content):
        document = {"uri": self.uri(file), "languageId": "markdown", "version": 1, "text": content}
        self.say("textDocument/didOpen", {"textDocument": document})

    def change(self, file, content):
        params = {"textDocument": {"uri": self.uri(file), "version": 2}, "contentChanges": [{"text": content}]}
        self.say("textDocument/didChange", params)

    def told(self, file, code=None):
        """Waits until the program says something of a file; with `code`, until it says that."""
        while True:
            message = self.heard.get(timeout=120)
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                codes = [found["code"] for found in params["diagnostics"]]
                if params["uri"] == self.uri(file) and (code is None or code in codes):
                    return codes

    def about(self, method, file, content, words, **more):
        """Asks about the place behind some words."""
        above = content[: content.index(words) + len(words)]
        line = above.count("\n")
        position = {"line": line, "character": len(above) - above.rfind("\n") - 1}
        return self.ask(method, {"textDocument": {"uri": self.uri(file)}, "position": position, **more})

    def memory(self):
        return memory_of(self.process.pid)


def memory_of(pid):
    """What it has now, and what it had at most, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    values = dict(line.split(":", 1) for line in lines if ":" in line)
    return [int(values[key].split()[0]) // 1024 for key in ("VmRSS", "VmHWM")]


def timed(words, action, rounds=30, pause=lambda number: 0.02):
    times = []
    for number in range(rounds):
        started = time.perf_counter()
        action(number)
        times.append((time.perf_counter() - started) * 1000)
        time.sleep(pause(number))
    times.sort()
    almost = times[len(times) * 99 // 100 - 1]
    print(f"{words:58} median {statistics.median(times):8.1f} ms   99 % {almost:8.1f} ms   most {times[-1]:8.1f} ms")


def session(program, root):
    file = "content/blogs/b17.md"
    content = blog(17)
    started = time.perf_counter()
    editor = Editor(program, root)
    editor.open(file, content)
    editor.told(file)
    print(f"{'opened, until something is said of the file':58} {time.perf_counter() - started:.2f} s")
    time.sleep(5)
    print("memory after opening: %d MB, at most %d MB" % tuple(editor.memory()))

    def typed(number):
        editor.change(file, content.replace("summary", f"summry{number}"))
        editor.told(file, "unknown-field")

    timed("keystroke, until what is wrong is said", typed, 200)

    def linked(number):
        editor.change(file, content.replace("person/p17", f"person/nobody{number}"))
        editor.told(file, "unknown-relation")

    timed("an id that is unknown (with the 150 ms of quiet)", linked, 10)
    # As it is typed: each letter changes the text, and the editor asks while the site is looked at.
    for words, place in [
        ("ids", "authors: [person/p"),
        ("keys", "\nsu"),
        ("tags", "tags: ["),
        ("link targets", "](b"),
    ]:

        def typed_and_asked(number):
            newer = content.replace("Blog number", f"Blog {number}")
            editor.change(file, newer)
            editor.about("textDocument/completion", file, newer, place)

        timed(f"keystroke and completion of {words}", typed_and_asked, 200)
        # At each moment of the looks at the site, which begin when nothing was typed for 150 ms.
        slowly = lambda number: 0.14 + number % 25 / 100
        timed("the same, typed slowly", typed_and_asked, 100, slowly)
    editor.change(file, content)
    time.sleep(2)
    timed("hover", lambda _: editor.about("textDocument/hover", file, content, "person/p"))
    timed("definition", lambda _: editor.about("textDocument/definition", file, content, "person/p"))
    timed("references", lambda _: editor.about("textDocument/references", file, content, "person/p"))

    def newest(number):
        newer = content.replace("Blog number", f"Blog {number}")
        editor.change(file, newer)
        editor.about("textDocument/definition", file, newer, "person/p")

    timed("definition right after a keystroke in the title", newest, 10)

    def reworded(number):
        newer = content + f"\nMore {number}.\n"
        editor.change(file, newer)
        editor.about("textDocument/definition", file, newer, "person/p")

    timed("definition right after a keystroke in the text", reworded, 10)
    editor.change(file, content)
    rename = lambda _: editor.about("textDocument/rename", file, content, "person/p", newName="somebody-else")
    timed("rename of a person whom many name", rename, 5)
    started = time.perf_counter()
    editor.change(file, content.replace("[what", "[click here](b1.md) [what"))
    editor.told(file, "vague-link")
    print(f"{'a rule of the text (with the 150 ms of quiet)':58} {(time.perf_counter() - started) * 1000:.1f} ms")
    started = time.perf_counter()
    editor.say("textDocument/didSave", {"textDocument": {"uri": editor.uri(file)}})
    time.sleep(8)
    print("memory at the end: %d MB, at most %d MB" % tuple(editor.memory()))
    editor.process.kill()


def preview(program, root):
    process = subprocess.Popen(
        [program, "serve", "--root", root, "--port", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(20)
    print("memory of a preview of the same site: %d MB, at most %d MB" % tuple(memory_of(process.pid)))
    process.kill()


RENAMES = {"workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["rename"]}}}
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000

with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
    make(Path(folder))
    session(sys.argv[1], folder)
    preview(sys.argv[1], folder)
