# What fish completes, with the script that copublish prints. Arguments: the folder of the program, and a site.
set -gx PATH $argv[1] $PATH
cd $argv[2]
copublish completions fish | source
set failed 0

# expect WANTED LINE: all that is offered for the end of a line, with spaces between.
function expect
    set offered (complete -C $argv[2] | string replace -r '\t.*' '' | sort | string join ' ')
    if test "$offered" != "$argv[1]"
        echo "`$argv[2]` offers `$offered`, not `$argv[1]`" >&2
        set -g failed 1
    end
end

expect new "copublish ne"
expect work-stream "copublish new wor"
expect recipe "copublish list --kind rec"
expect recipe "copublish schema rec"
expect content/reports/progress/index.md "copublish explain content/reports/progress/"
expect "missing-alt missing-argument" "copublish explain missing-a"
exit $failed
