#!/usr/bin/env bash
# Runs every test project, the core a second time with scalar line splitting, and ends with one line of counts.
# One project after another: some measure time, memory or an idle processor, and must not meet another's load.
set -uo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"*' EXIT
status=0
dotnet build Plugin.sln -c Release -v quiet -nologo || exit 1
run() {
  dotnet test "$@" -c Release --no-build -nologo 2>&1 | tee -a "$log"
  [ "${PIPESTATUS[0]}" -eq 0 ] || status=1
}
for project in tests/*/*.Tests.csproj; do run "$project"; done
echo "The core again, splitting lines byte by byte:"
SLUICE_SIMD=scalar run tests/Core.Tests

echo "A minute of damaged input for each reader:"
BUILT=1 FOR=60 ONLY="events messages" scripts/fuzz.sh >"$log.1" 2>&1 &
BUILT=1 FOR=60 ONLY="parquet gzip" scripts/fuzz.sh >"$log.2" 2>&1 || status=1
wait $! || status=1
cat "$log.1" "$log.2"

awk '/(Passed|Failed|Skipped)! +- Failed:/ {
       gsub(",", "")
       for (i = 1; i <= NF; i++) { if ($i == "Failed:") f += $(i+1); if ($i == "Passed:") p += $(i+1); if ($i == "Skipped:") s += $(i+1) }
     }
     END { printf "%d passed, %d failed, %d skipped\n", p, f, s; exit p == 0 }' "$log" || status=1
exit $status
