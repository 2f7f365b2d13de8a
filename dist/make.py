"""Makes packages of finished programs: a wheel for pip, packages for npm, one for Debian, and an archive; and says what they are
made of.

    python3 dist/make.py PROGRAMS OUT [FORMAT…]

PROGRAMS is the folder that holds `copublish`, and `copublish-press` if PDFs are to be made: `target/release`, or
`target/TRIPLE/release` for another machine. FORMAT is `wheel`, `npm`, `deb`, `archive` or `sbom`; all, if none is named. The files
are written to OUT, with their checksums. The same programs give the same bytes: files have the date of the last commit.

Needs Python 3.9, `cargo` for `archive` and `sbom`, and for `deb` Debian's `dpkg-deb`.
"""

import base64
import functools
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

from platforms import RELEASED, Platform, platform_of
from sbom import bill

ROOT = Path(__file__).resolve().parent.parent
SUMMARY = "Turns a folder of Markdown into the website of a partnership: reports, blogs, news and work programmes."
LICENCES = ("LICENSE", "LICENSE-APACHE", "LICENSE-MIT")
SHELLS = {"bash": "copublish.bash", "zsh": "_copublish", "fish": "copublish.fish", "powershell": "_copublish.ps1"}


class Release:
    """The programs, and what all packages say of them."""

    def __init__(self, programs: Path):
        self.version = re.search(r'^version = "([^"]+)"', (ROOT / "Cargo.toml").read_text(), re.M)[1]
        names = [name for stem in ("copublish", "copublish-press") for name in (stem, f"{stem}.exe")]
        self.programs = [programs / name for name in names if (programs / name).is_file()]
        if not self.programs or not self.programs[0].stem == "copublish":
            sys.exit(f"there is no `copublish` in {programs}: `cargo build --release` makes it")
        self.platform: Platform = platform_of(self.programs)
        self.date = commit_date()

    def licences(self) -> list:
        return [(name, (ROOT / name).read_bytes()) for name in LICENCES if (ROOT / name).is_file()]

    def readme(self) -> bytes:
        return (ROOT / "dist/README.md").read_bytes()

    @functools.cached_property
    def bills(self) -> list:
        """What each program is made of, by the name of a file."""
        manifests = {"copublish": ROOT / "Cargo.toml", "copublish-press": ROOT / "press/Cargo.toml"}
        stems = [program.stem for program in self.programs]
        return [(f"{stem}.cdx.json", bill(manifests[stem], self.platform.triple, self.date)) for stem in stems]

    @functools.cached_property
    def pages(self) -> list:
        """What the program says of itself: completions of the shells and manual pages, by their names."""
        program = self.programs[0]
        if not self.platform.runs_here:
            return []
        found = [
            (f"completions/{name}", subprocess.run([program, "completions", shell], capture_output=True, check=True).stdout)
            for shell, name in SHELLS.items()
        ]
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([program, "man", folder], stdout=subprocess.DEVNULL, check=True)
            found += [(f"man/{page.name}", page.read_bytes()) for page in sorted(Path(folder).iterdir())]
        return found


def commit_date() -> int:
    """The moment of the last commit, in seconds; of now where there is no repository."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    shown = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
    return int(shown.stdout) if shown.returncode == 0 and shown.stdout.strip() else int(time.time())


def wheel(release: Release, out: Path) -> list:
    """A wheel whose scripts are the programs (PyPA, "Binary distribution format"); it needs no Python to run."""
    tag = release.platform.wheel_tag
    name = f"copublish-{release.version}"
    info = f"{name}.dist-info"
    metadata = (
        f"Metadata-Version: 2.4\nName: copublish\nVersion: {release.version}\nSummary: {SUMMARY}\n"
        "License-Expression: MIT OR Apache-2.0\n"
        + "".join(f"License-File: {file}\n" for file, _ in release.licences())
        + "Requires-Python: >=3.8\nDescription-Content-Type: text/markdown\n\n"
    )
    tags = "".join(f"Tag: py3-none-{one}\n" for one in tag.split("."))
    files = [(f"{name}.data/scripts/{program.name}", program.read_bytes(), 0o755) for program in release.programs]
    files += [(f"{info}/licenses/{file}", text, 0o644) for file, text in release.licences()]
    files.append((f"{info}/METADATA", metadata.encode() + release.readme(), 0o644))
    files.append((f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: copublish\nRoot-Is-Purelib: false\n{tags}".encode(), 0o644))
    lines = [f"{path},sha256={url_hash(data)},{len(data)}\n" for path, data, _ in files]
    files.append((f"{info}/RECORD", "".join([*lines, f"{info}/RECORD,,\n"]).encode(), 0o644))
    path = out / f"{name}-py3-none-{tag}.whl"
    moment = time.gmtime(max(release.date, 315532800))[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for file, data, mode in files:
            entry = zipfile.ZipInfo(file, moment)
            entry.create_system, entry.external_attr = 3, (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return [path]


def url_hash(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


def npm(release: Release, out: Path) -> list:
    """The package that people install, and the one with the programs for this platform, of which it asks for the right one."""
    platform = release.platform
    common = {"version": release.version, "license": "MIT OR Apache-2.0"}
    own = {
        "name": f"@copublish/{platform.npm_name}",
        **common,
        "description": f"The programs of copublish for {platform.npm_name}.",
        "os": [platform.npm_os],
        "cpu": [platform.npm_cpu],
        "preferUnplugged": True,
    }
    files = [("package.json", encoded(own), 0o644)]
    files += [(f"bin/{program.name}", program.read_bytes(), 0o755) for program in release.programs]
    files += [(name, text, 0o644) for name, text in release.licences()]
    first = tarball(out / f"copublish-{platform.npm_name}-{release.version}.tgz", "package", files, release.date)
    starter = (ROOT / "dist/npm/start.js").read_bytes()
    main = {
        "name": "copublish",
        **common,
        "description": SUMMARY,
        "keywords": ["static-site-generator", "markdown", "publishing", "accessibility"],
        "bin": {"copublish": "start.js"},
        "engines": {"node": ">=18"},
        "optionalDependencies": {f"@copublish/{name}": release.version for name in RELEASED},
    }
    files = [("package.json", encoded(main), 0o644), ("README.md", release.readme(), 0o644), ("start.js", starter, 0o755)]
    files += [(name, text, 0o644) for name, text in release.licences()]
    return [first, tarball(out / f"copublish-{release.version}.tgz", "package", files, release.date)]


def encoded(value: dict) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()


def deb(release: Release, out: Path) -> list:
    """A package for Debian and Ubuntu, with completions and manual pages where these look for them."""
    platform = release.platform
    size = sum(program.stat().st_size for program in release.programs) // 1024
    needs = f"Depends: libc6 (>= {platform.glibc})\n" if platform.glibc else ""
    control = (
        f"Package: copublish\nVersion: {release.version}\nArchitecture: {platform.deb_arch}\nMaintainer: copublish\n"
        f"{needs}Installed-Size: {size}\nSection: web\nPriority: optional\nDescription: {SUMMARY}\n"
    )
    files = [(f"usr/bin/{program.name}", program.read_bytes(), 0o755) for program in release.programs]
    files += [(f"usr/share/{place}", data, 0o644) for place, data in debian_pages(release)]
    copyright = "\n\n".join(text.decode() for _, text in release.licences())
    files.append(("usr/share/doc/copublish/copyright", copyright.encode(), 0o644))
    path = out / f"copublish_{release.version}_{platform.deb_arch}.deb"
    with tempfile.TemporaryDirectory() as folder:
        for name, data, mode in [*files, ("DEBIAN/control", control.encode(), 0o644)]:
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            file.chmod(mode)
        os.chmod(folder, 0o755)
        command = ["dpkg-deb", "--build", "--root-owner-group", folder, path]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(release.date)}
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return [path]


def debian_pages(release: Release) -> list:
    places = {
        "copublish.bash": "bash-completion/completions/copublish",
        "_copublish": "zsh/vendor-completions/_copublish",
        "copublish.fish": "fish/vendor_completions.d/copublish.fish",
    }
    found = []
    for name, data in release.pages:
        folder, file = name.split("/")
        if folder == "man":
            found.append((f"man/man1/{file}.gz", gzip.compress(data, mtime=0)))
        elif file in places:
            found.append((places[file], data))
    return found


def archive(release: Release, out: Path) -> list:
    """All in one folder, for whoever unpacks it."""
    name = f"copublish-{release.version}-{release.platform.triple}"
    files = [(program.name, program.read_bytes(), 0o755) for program in release.programs]
    files += [(page, data, 0o644) for page, data in release.pages]
    files += [(file, text, 0o644) for file, text in release.licences()]
    files += [(file, text, 0o644) for file, text in release.bills]
    files.append(("README.md", release.readme(), 0o644))
    return [tarball(out / f"{name}.tar.gz", name, files, release.date)]


def sbom(release: Release, out: Path) -> list:
    """What the programs are made of, beside the packages."""
    made = []
    for name, text in release.bills:
        stem, end = name.split(".", 1)
        made.append(out / f"{stem}-{release.version}-{release.platform.triple}.{end}")
        made[-1].write_bytes(text)
    return made


def tarball(path: Path, folder: str, files: list, date: int) -> Path:
    """Writes files as `(name, bytes, mode)` below a folder; nothing of this machine gets in."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, data, mode in files:
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size, entry.mode, entry.mtime = len(data), mode, date
            tar.addfile(entry, io.BytesIO(data))
    path.write_bytes(gzip.compress(packed.getvalue(), compresslevel=6, mtime=0))
    return path


FORMATS = {"wheel": wheel, "npm": npm, "deb": deb, "archive": archive, "sbom": sbom}


def main() -> int:
    if len(sys.argv) < 3 or any(name not in FORMATS for name in sys.argv[3:]):
        sys.exit(__doc__.strip())
    release = Release(Path(sys.argv[1]))
    out = Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[3:] or [name for name in FORMATS if name != "deb" or release.platform.deb_arch]
    made = [path for name in wanted for path in FORMATS[name](release, out)]
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in made]
    (out / f"SHA256SUMS-{release.platform.triple}").write_text("".join(sums))
    for path in made:
        print(f"{path.stat().st_size / 1e6:6.1f} MB  {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
