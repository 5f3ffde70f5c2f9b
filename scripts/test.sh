#!/usr/bin/env bash
# Runs every test project, the core a second time with scalar line splitting, and ends with one line of counts.
# Most tests wait for other processes most of the time, so the projects run in two lanes, and beside them, in what time
# they leave, a minute of damaged input for each reader. What measures (the category Measured) and what runs a real
# Fluent Bit comes after, by itself.
set -uo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"*' EXIT
dotnet build Plugin.sln -c Release -v quiet -nologo || exit 1

# Runs a command that prints all it has to say when it ends.
whole() { # kind of output, command
  local printed code=0
  printed=$(mktemp "$log.$1.XXXX")
  "${@:2}" >"$printed" 2>&1 || code=1
  flock "$log" cat "$printed"
  return $code
}

run() { # kind of output, project, options
  whole "$1" dotnet test "tests/$2" -c Release --no-build -nologo "${@:3}"
}

lane() { # projects
  local code=0
  for project; do run counted "$project" --filter "Category!=Measured" || code=1; done
  return $code
}

scalar() {
  echo "The core again, splitting lines byte by byte:"
  SLUICE_SIMD=scalar run again Core.Tests
}

fuzz() {
  BUILT=1 FOR=60 ONLY="events messages parquet gzip" whole fuzz nice scripts/fuzz.sh
}

status=0
waiting="Plugin.Tests Pull.Tests"
others=$(for project in tests/*/*.Tests.csproj; do basename "$(dirname "$project")"; done | grep -vxF -e e2e -f <(printf '%s\n' $waiting))
# shellcheck disable=SC2086
{ lane $others; code=$?; scalar && exit $code; } & lanes=$!
fuzz & fuzzing=$!
# shellcheck disable=SC2086
lane $waiting || status=1
wait $lanes || status=1
wait $fuzzing || status=1

run counted Deliver.Tests --filter Category=Measured || status=1
run counted Pull.Tests --filter Category=Measured || status=1
run counted e2e || status=1

# The failures once more: the end of a long log is what is read, and often all that is kept.
cat "$log".*.* | awk '
  /^  Failed [^ ]/ { name = $0; next }
  name && /^   [^ ]/ { print substr(name ": " substr($0, 4), 1, 300); name = "" }
  /^  Stack Trace:/ && name { print name; name = "" }
  END { if (name) print name }'

# Each test counts once: of the second run of the core, and of the damaged input, only failures.
awk '/(Passed|Failed|Skipped)! +- Failed:/ {
       gsub(",", "")
       once = FILENAME ~ /\.counted\./
       for (i = 1; i <= NF; i++) { if ($i == "Failed:") f += $(i+1); if ($i == "Passed:") p += once * $(i+1); if ($i == "Skipped:") s += once * $(i+1) }
     }
     END { printf "%d passed, %d failed, %d skipped\n", p, f, s; exit p == 0 }' "$log".*.* || status=1
exit $status
