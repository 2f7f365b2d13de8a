"""What the programs of a folder run on, told from the programs themselves.

ELF, Mach-O and PE files say in their first bytes for which processor they are; ELF files also name the versions of the C library
that they need, which is what the tag of a wheel for Linux promises.
"""

import platform
import re
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

# By the number of the processor in the file: ELF `e_machine`, Mach-O `cputype`, PE `Machine`.
ELF = {62: "x86_64", 183: "aarch64"}
MACH_O = {0x01000007: "x86_64", 0x0100000C: "aarch64"}
PE = {0x8664: "x86_64", 0xAA64: "aarch64"}
NPM_CPU = {"x86_64": "x64", "aarch64": "arm64"}
NPM_OS = {"linux": "linux", "macos": "darwin", "windows": "win32"}
DEB = {"x86_64": "amd64", "aarch64": "arm64"}
# For which of them a release has programs, by what a package of npm calls them; the release workflow makes these.
RELEASED = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64"]
# The oldest macOS that Rust's targets run on.
MACOS = {"x86_64": "macosx_10_12_x86_64", "aarch64": "macosx_11_0_arm64"}
WINDOWS = {"x86_64": "win_amd64", "aarch64": "win_arm64"}
# A wheel for Linux promises no less than this.
OLDEST_GLIBC = (2, 17)


@dataclass(frozen=True)
class Platform:
    """An operating system and a processor; for Linux, the C library that is needed, if any is."""

    system: str
    cpu: str
    glibc: str

    @property
    def npm_os(self) -> str:
        return NPM_OS[self.system]

    @property
    def npm_cpu(self) -> str:
        return NPM_CPU[self.cpu]

    @property
    def npm_name(self) -> str:
        return f"{self.npm_os}-{self.npm_cpu}"

    @property
    def deb_arch(self) -> str:
        """Empty where Debian does not run."""
        return DEB[self.cpu] if self.system == "linux" else ""

    @property
    def wheel_tag(self) -> str:
        """The platform tags of a wheel (PEP 600 and 656 for Linux). A program that needs no C library runs on all of them."""
        if self.system == "macos":
            return MACOS[self.cpu]
        if self.system == "windows":
            return WINDOWS[self.cpu]
        if not self.glibc:
            return f"manylinux_2_17_{self.cpu}.manylinux2014_{self.cpu}.musllinux_1_1_{self.cpu}"
        major, minor = max(OLDEST_GLIBC, tuple(int(part) for part in self.glibc.split(".")))
        return f"manylinux_{major}_{minor}_{self.cpu}"

    @property
    def triple(self) -> str:
        """The name of Rust for it."""
        rest = {
            "macos": "apple-darwin",
            "windows": "pc-windows-msvc",
            "linux": "unknown-linux-gnu" if self.glibc else "unknown-linux-musl",
        }
        return f"{self.cpu}-{rest[self.system]}"

    @property
    def runs_here(self) -> bool:
        here = {"linux": "linux", "darwin": "macos", "win32": "windows"}.get(sys.platform)
        cpu = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
        return (here, cpu) == (self.system, self.cpu)


def platform_of(programs: list) -> Platform:
    """What all of the programs run on."""
    found = [one(program) for program in programs]
    if len({(each.system, each.cpu) for each in found}) != 1:
        sys.exit(f"the programs are for different machines: {', '.join(map(str, programs))}")
    newest = max(found, key=lambda each: tuple(int(part) for part in each.glibc.split(".") if part))
    return newest


def one(program: Path) -> Platform:
    data = program.read_bytes()
    if data[:4] == b"\x7fELF":
        return Platform("linux", cpu(ELF, struct.unpack_from("<H", data, 18)[0], program), glibc(data))
    if data[:4] == b"\xcf\xfa\xed\xfe":
        return Platform("macos", cpu(MACH_O, struct.unpack_from("<I", data, 4)[0], program), "")
    if data[:2] == b"MZ":
        header = struct.unpack_from("<I", data, 0x3C)[0]
        return Platform("windows", cpu(PE, struct.unpack_from("<H", data, header + 4)[0], program), "")
    sys.exit(f"{program} is no program that is known here")


def cpu(names: dict, number: int, program: Path) -> str:
    if number not in names:
        sys.exit(f"{program} is for a processor that is not known here ({number})")
    return names[number]


def glibc(data: bytes) -> str:
    """The newest version of the GNU C library whose symbols are named; empty for a program that brings its own."""
    # Names of versions stand between zeros in the table of strings.
    found = {tuple(map(int, version.decode().split("."))) for version in re.findall(rb"\0GLIBC_(\d+\.\d+(?:\.\d+)?)(?=\0)", data)}
    return ".".join(map(str, max(found)[:2])) if found else ""
