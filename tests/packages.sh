#!/usr/bin/env bash
# Installs the packages as people do, in folders of their own and without a compiler, and makes a site with each.
# Usage: packages.sh PROGRAMS, the folder that holds `copublish`
set -euo pipefail
cd "$(dirname "$0")/.."

programs=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Nothing of this machine's Rust may be of help, nor a `copublish` that is installed.
clean=(env -i "HOME=$work/home" "PATH=/usr/local/bin:/usr/bin:/bin" "TMPDIR=$work" "LANG=C.UTF-8")
mkdir -p "$work/home"

# site COMMAND…: starts a site with a program and builds it.
site() {
  local folder
  folder=$(mktemp -d -p "$work")
  (cd "$folder" && "${clean[@]}" "$@" init >/dev/null && "${clean[@]}" "$@" build >/dev/null)
  [ -s "$folder/output/index.html" ] || { echo "no site was made by $*"; exit 1; }
}

# within WORDS SECONDS COMMAND…: a promise to people who install it; it is said how long it took.
within() {
  local words=$1 most=$2 start took
  shift 2
  start=$(date +%s)
  "$@"
  took=$(($(date +%s) - start))
  echo "note: $words: $took s"
  [ "$took" -le "$most" ] || echo "note: that is more than the $most s which a quiet machine needs at most"
}

with_pip() {
  python3 -m venv "$work/venv"
  "${clean[@]}" "$work/venv/bin/pip" install --quiet --no-index "$work"/packages/*.whl
  site "$work/venv/bin/copublish"
}

with_npm() {
  local folder=$work/npm
  mkdir "$folder"
  # As npm installs them for this machine: the package, and the one with its programs.
  (cd "$folder" && "${clean[@]}" npm install --silent --no-audit --no-fund --offline --omit=optional "$work"/packages/*.tgz)
  site "$folder/node_modules/.bin/copublish"
  # It ends with what the program ends with, and passes its words on.
  local status=0
  "${clean[@]}" "$folder/node_modules/.bin/copublish" build --root "$work/nowhere" 2>"$work/said" || status=$?
  [ "$status" = 2 ] && grep -q nowhere "$work/said" || { echo "ends with $status: $(cat "$work/said")"; exit 1; }
}

with_archive() {
  mkdir "$work/archive"
  tar xzf "$work"/packages/*.tar.gz -C "$work/archive" --strip-components=1
  site "$work/archive/copublish"
  for file in completions/copublish.bash man/copublish.1 man/copublish-build.1 LICENSE README.md copublish.cdx.json; do
    [ -s "$work/archive/$file" ] || { echo "the archive has no $file"; exit 1; }
  done
}

with_deb() {
  dpkg-deb --extract "$work"/packages/*.deb "$work/debian"
  site "$work/debian/usr/bin/copublish"
  [ -s "$work/debian/usr/share/man/man1/copublish.1.gz" ] || { echo "the package has no manual page"; exit 1; }
}

within "packages made" 60 python3 dist/make.py "$programs" "$work/packages"
(cd "$work/packages" && sha256sum --check --quiet SHA256SUMS-*)
within "pip install, init and build" 20 with_pip
within "npm install, init and build" 20 with_npm
within "archive unpacked, init and build" 20 with_archive
if command -v dpkg-deb >/dev/null; then within "Debian package, init and build" 20 with_deb; fi

# What the program is made of, as cargo itself says; by the schema of CycloneDX, where its validator can be had.
python3 tests/sbom.py "$work"/packages/copublish-[0-9]*.cdx.json
if python3 -m venv "$work/cyclonedx" && "$work/cyclonedx/bin/pip" install --quiet 'cyclonedx-python-lib[json-validation]==11.12.0'; then
  "$work/cyclonedx/bin/python" tests/sbom.py --schema "$work"/packages/*.cdx.json
else
  echo "note: bills of materials were not held against the schema of CycloneDX: its validator cannot be installed (PyPI)"
fi

# The same programs give the same packages.
python3 dist/make.py "$programs" "$work/again" wheel sbom >/dev/null
cmp "$work"/packages/*.whl "$work"/again/*.whl
for bill in "$work"/packages/*.cdx.json; do cmp "$bill" "$work/again/${bill##*/}"; done
