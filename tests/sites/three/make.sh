#!/usr/bin/env bash
# Writes a small site in English, Welsh and Arabic into a folder: make.sh FOLDER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cp -r "$here"/content "$here"/text "$here"/site.yaml "$here"/../../../themes "$1"
