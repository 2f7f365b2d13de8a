# What Elvish completes, with the script that copublish prints: the function that it gives to the editor is called as the
# editor calls it, which a script does not have. Arguments: the folder of the program, and a site.
var folder site = $@args
use str
set paths = [$folder $@paths]
cd $site
var edit: = (ns [&completion:=(ns [&arg-completer=[&]])])
eval &ns=(ns [&edit:=$edit:]) (copublish completions elvish | slurp)
var complete = $edit:completion:arg-completer[copublish]
var failed = $false

# All that is offered for the last word, with spaces between.
fn expect {|wanted @words|
  var offered = (str:join ' ' [($complete copublish $@words)])
  if (not-eq $offered $wanted) {
    echo '`copublish '(str:join ' ' $words)'` offers `'$offered'`, not `'$wanted'`' >&2
    set failed = $true
  }
}

expect new ne
expect --max-warnings check --max
expect work-stream new wor
expect recipe list --kind rec
expect recipe schema rec
expect content/reports/progress/index.md explain content/reports/progress/
expect 'missing-alt missing-argument' explain missing-a
expect fish completions fi
if $failed { exit 1 }
