#!/bin/sh
# Tests the projects with supabase-js: starts each on free ports with a copy of its folder, runs its tests, stops it.
set -eu
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --no-audit --no-fund
exec node run.mjs "$@"
