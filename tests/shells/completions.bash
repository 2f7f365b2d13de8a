#!/usr/bin/env bash
# What bash completes, with the script that copublish prints: asks the function that the script defines, as bash does at a
# press of Tab. Arguments: the folder of the program, and a site.
set -euo pipefail
PATH=$1:$PATH
cd "$2"
source <(copublish completions bash)
failed=0

# expect WANTED WORD…: all that is offered for the last word, with spaces between.
expect() {
  local wanted=$1
  shift
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_TYPE=9 COMP_LINE="$*" COMP_POINT=0 COMPREPLY=()
  _clap_complete_copublish "$1" "${COMP_WORDS[COMP_CWORD]}" ""
  if [ "${COMPREPLY[*]-}" != "$wanted" ]; then
    echo "\`$*\` offers \`${COMPREPLY[*]-}\`, not \`$wanted\`" >&2
    failed=1
  fi
}

expect "new" copublish ne
expect "--max-warnings" copublish check --max
expect "work-stream" copublish new wor
expect "recipe" copublish list --kind rec
expect "recipe" copublish schema rec
expect "reports/" copublish new chapter Budget --in rep
expect "reports/index.md reports/progress/" copublish new chapter Budget --in reports/
expect "content/reports/progress/index.md" copublish explain content/reports/progress/
expect "missing-alt missing-argument" copublish explain missing-a
expect "fish" copublish completions fi
expect "" copublish explain content/../
site=$PWD
cd /
expect "" copublish new rec
expect "recipe" copublish --root "$site" new rec
exit $failed
