"""Holds bills of materials against what `cargo tree` says is compiled into the program, or, with `--schema`, against the schema of
CycloneDX.

    python3 tests/sbom.py [--schema] FILE…
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def tree(edges: str) -> set:
    """Names and versions of what copublish needs, by `cargo tree`."""
    command = ["cargo", "tree", "--locked", "--edges", edges, "--prefix", "none", "--format", "{p}"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^(\S+) v(\S+)", shown, re.M))


def compare(file: Path) -> list:
    bill = json.loads(file.read_text())
    named = {(one["name"], one["version"]) for one in bill["components"]}
    own = bill["metadata"]["component"]
    wanted = tree("normal") - {(own["name"], own["version"])}
    wrong = [f"{name} {version} is missing" for name, version in wanted - named]
    wrong += [f"{name} {version} is not in the program" for name, version in named - wanted]
    wrong += [f"{one['name']} has no licence" for one in bill["components"] if "licenses" not in one]
    wrong += [f"{one['name']} has no checksum" for one in bill["components"] if "hashes" not in one]
    refs = {one["bom-ref"] for one in bill["components"]} | {own["bom-ref"]}
    for one in bill["dependencies"]:
        wrong += [f"{one['ref']} needs {other}, which is not there" for other in one["dependsOn"] if other not in refs]
    if not tree("normal,dev") - wanted - {(own["name"], own["version"])}:
        wrong.append("nothing is needed for tests alone, so this would not see if that were named")
    return wrong


def by_schema(file: Path) -> list:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    validator = JsonStrictValidator(SchemaVersion.V1_5)
    text = file.read_text()
    if validator.validate_str(text.replace('"type": "library"', '"type": "lybrary"', 1)) is None:
        return ["the validator takes anything"]
    found = validator.validate_str(text)
    return [] if found is None else [str(found)]


def main() -> int:
    files = [Path(name) for name in sys.argv[1:] if name != "--schema"]
    look = by_schema if "--schema" in sys.argv else compare
    wrong = [f"{file.name}: {what}" for file in files for what in look(file)]
    print("\n".join(wrong) if wrong else f"{len(files)} bills of materials, nothing wrong")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
