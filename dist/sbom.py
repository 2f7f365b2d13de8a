"""What a program is made of, as a bill of materials (CycloneDX 1.5, JSON): each package that is compiled into it, with its
licence, the checksum of Cargo.lock, and what it needs. The same Cargo.lock and commit give the same bytes."""

import json
import re
import subprocess
import time
from pathlib import Path


def bill(manifest: Path, triple: str, date: int) -> bytes:
    """The bill of the package of a manifest, for a target. Needs `cargo`, and the sources that the program was compiled from."""
    known = metadata(manifest, triple)
    packages = {package["id"]: package for package in known["packages"]}
    built = compiled(manifest, triple)
    is_built = {one for one, package in packages.items() if (package["name"], package["version"]) in built}
    needs = {node["id"]: sorted(compiled_in(node) & is_built) for node in known["resolve"]["nodes"]}
    root = known["resolve"]["root"]
    sums = checksums(manifest.parent / "Cargo.lock")
    ids = sorted(reached(root, needs), key=lambda one: purl(packages[one]))
    whole = {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(date)),
            "component": component(packages[root], "application", sums),
        },
        "components": [component(packages[one], "library", sums) for one in ids if one != root],
        "dependencies": [
            {"ref": purl(packages[one]), "dependsOn": sorted(purl(packages[other]) for other in needs[one])} for one in ids
        ],
    }
    return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode()


def metadata(manifest: Path, triple: str) -> dict:
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", triple, "--manifest-path", manifest]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def compiled(manifest: Path, triple: str) -> set:
    """Names and versions of what is compiled into it: `cargo metadata` also has what features ask for that are not on."""
    command = ["cargo", "tree", "--locked", "--edges", "normal", "--target", triple, "--prefix", "none", "--format", "{p}"]
    shown = subprocess.run([*command, "--manifest-path", manifest], stdout=subprocess.PIPE, text=True, check=True).stdout
    return set(re.findall(r"^(\S+) v(\S+)", shown, re.M))


def compiled_in(node: dict) -> set:
    """The packages that one needs to run, and not only to be compiled or tested."""
    return {one["pkg"] for one in node["deps"] if any(kind["kind"] is None for kind in one["dep_kinds"])}


def reached(root: str, needs: dict) -> set:
    found, open_ones = set(), [root]
    while open_ones:
        one = open_ones.pop()
        if one not in found:
            found.add(one)
            open_ones += needs[one]
    return found


def checksums(lock: Path) -> dict:
    """The checksums of packages, by name and version; those of this repository have none."""
    entry = re.compile(r'name = "([^"]+)"\nversion = "([^"]+)"\n(?:source = "[^"]+"\n)?(?:checksum = "([0-9a-f]+)")?')
    return {(name, version): sum for name, version, sum in entry.findall(lock.read_text())}


def purl(package: dict) -> str:
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package: dict, sort: str, sums: dict) -> dict:
    found = {
        "type": sort,
        "bom-ref": purl(package),
        "name": package["name"],
        "version": package["version"],
        "purl": purl(package),
    }
    if package["license"]:
        # Older packages write "or" as a slash.
        found["licenses"] = [{"expression": re.sub(r"\s*/\s*", " OR ", package["license"])}]
    elif package["license_file"]:
        found["licenses"] = [{"license": {"name": f"see its {package['license_file']}"}}]
    if sums.get((package["name"], package["version"])):
        found["hashes"] = [{"alg": "SHA-256", "content": sums[package["name"], package["version"]]}]
    return found
