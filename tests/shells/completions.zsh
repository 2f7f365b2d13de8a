#!/usr/bin/env zsh
# What zsh completes, with the script that copublish prints: in an interactive shell of its own, which is typed at.
# Arguments: the folder of the program, and a site.
zmodload zsh/zpty
PATH=$1:$PATH
cd $2
zpty shell zsh -f -i
failed=0

# The shell prints its completions between two marks.
zpty -w shell "TERM=dumb; PS1= ; autoload -Uz compinit; compinit -u -D; source <(copublish completions zsh); bindkey '^I' complete-word; cd ${(q)2}"
zpty -w shell "null() { :; }; zle -N null; show() { print -r -- \"LINE[\$BUFFER]\"; BUFFER=; }; zle -N show; bindkey '^X' show"
zpty -w shell "print READY\$((40 + 2))"

# Reads what the shell writes until it holds some words, for ten seconds at most.
wait_for() {
  local line=''
  read=''
  repeat 100; do
    while zpty -r -t shell line; do read+=$line; done
    [[ $read == *${~1}* ]] && return
    sleep 0.1
  done
}

read=''
wait_for READY42

# expect WANTED TYPED: the line after a press of Tab.
expect() {
  zpty -w -n shell "$2"$'\t'
  # While the shell asks copublish, what is typed waits.
  sleep 1
  zpty -w -n shell $'\x18'
  wait_for 'LINE\[*\]'
  if [[ $read != *"LINE[$1]"* ]]; then
    print -u2 -r -- "\`$2\` becomes \`$read\`, not \`$1\`"
    failed=1
  fi
}

expect "copublish new " "copublish ne"
expect "copublish new work-stream " "copublish new wor"
expect "copublish list --kind recipe " "copublish list --kind rec"
expect "copublish schema recipe " "copublish schema rec"
zpty -d shell
exit $failed
