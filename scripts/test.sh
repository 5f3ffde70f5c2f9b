#!/usr/bin/env bash
# Runs every test project, the core a second time with scalar line splitting, and ends with one line of counts.
set -uo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet build Plugin.sln -c Release -v quiet -nologo || exit 1
dotnet test Plugin.sln -c Release --no-build -nologo 2>&1 | tee -a "$log"
[ "${PIPESTATUS[0]}" -eq 0 ] || status=1
echo "The core again, splitting lines byte by byte:"
SLUICE_SIMD=scalar dotnet test tests/Core.Tests -c Release --no-build -nologo 2>&1 | tee -a "$log"
[ "${PIPESTATUS[0]}" -eq 0 ] || status=1

awk '/(Passed|Failed)! +- Failed:/ {
       gsub(",", "")
       for (i = 1; i <= NF; i++) { if ($i == "Failed:") f += $(i+1); if ($i == "Passed:") p += $(i+1); if ($i == "Skipped:") s += $(i+1) }
     }
     END { printf "%d passed, %d failed, %d skipped\n", p, f, s; exit p == 0 }' "$log" || status=1
exit $status
