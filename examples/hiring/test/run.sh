#!/bin/sh
# Tests the hiring board: starts it on free ports with a copy of the folder, runs the tests, stops it.
set -eu
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --no-audit --no-fund
exec node run.mjs "$@"
