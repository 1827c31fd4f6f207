#!/bin/sh
# Tests sign-in with supabase-js: starts two servers on free ports with copies of the folder, runs the tests, stops them.
set -eu
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --no-audit --no-fund
exec node run.mjs "$@"
