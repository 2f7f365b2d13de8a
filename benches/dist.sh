#!/usr/bin/env bash
# A copublish to hand out: compiled once to learn which of its code builds go through, and once with what was learnt
# (profile-guided optimisation). Compiles it twice with all that a compiler can do, then says where the program is.
# PROFILE=release takes less time, and gives most of it.
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${PROFILE:-dist}
host=$(rustc -vV | sed -n 's/^host: //p')
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")/learnt
# What programs write of themselves can only be read by a tool that is as new as the compiler.
reader=$(find "$(rustc --print sysroot)" -name llvm-profdata -type f | head -1)
if [ -z "$reader" ]; then
  echo "There is no llvm-profdata for this compiler: run \`rustup component add llvm-tools\`." >&2
  exit 2
fi

# compile FLAGS FOLDER: with a target named, what runs while compiling is none of what learns.
compile() {
  RUSTFLAGS=$1 CARGO_TARGET_DIR=$target/$2 cargo build --locked --profile "$profile" --target "$host" --bin copublish
}

said=$target/said
rm -rf "$said"
mkdir -p "$said"
compile "-Cprofile-generate=$said" learns

site=$(mktemp -d)
trap 'rm -rf "$site"' EXIT
cp -r site.yaml content themes "$site"
for _ in $(seq 20); do
  for verb in build check; do
    rm -rf "$site/.copublish" "$site/output"
    (cd "$site" && "$target/learns/$host/$profile/copublish" $verb --now 2012-10-01T12:00:00Z) >"$site/said" 2>&1 || {
      cat "$site/said" >&2
      exit 1
    }
  done
done
"$reader" merge -o "$target/said.profdata" "$said"/*.profraw

compile "-Cprofile-use=$target/said.profdata" knows
echo "$target/knows/$host/$profile/copublish"
