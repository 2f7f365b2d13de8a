#!/usr/bin/env bash
# Writes the example site in English and Welsh into a folder: make.sh FOLDER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
project=$here/../../..
mkdir -p "$1"
cp -r "$project"/content "$project"/themes "$project"/site.yaml "$project"/addresses.lock "$1"
cp -r "$here"/content "$here"/text "$1"
cat "$here/languages.yaml" >>"$1/site.yaml"
