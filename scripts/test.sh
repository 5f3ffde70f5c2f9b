#!/usr/bin/env bash
# Runs every test project, the core a second time with scalar line splitting, and ends with one line of counts.
# The plugin's tests wait for hosts most of the time, so others run beside them. What measures time, memory or an idle
# processor comes after, by itself.
set -uo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"*' EXIT
status=0
beside="Cli.Tests Core.Tests Parquet.Tests Repo.Tests"
dotnet build Plugin.sln -c Release -v quiet -nologo || exit 1

# One project's tests; what they print comes whole when they end.
run() {
  local printed code=0
  printed=$(mktemp "$log.run.XXXX")
  dotnet test "$@" -c Release --no-build -nologo >"$printed" 2>&1 || code=1
  flock "$log" cat "$printed"
  return $code
}

others() {
  local code=0
  for project in $beside; do run "tests/$project" || code=1; done
  echo "The core again, splitting lines byte by byte:"
  SLUICE_SIMD=scalar run tests/Core.Tests || code=1
  return $code
}

others &
run tests/Plugin.Tests || status=1
wait $! || status=1
for project in tests/*/*.Tests.csproj; do
  name=$(basename "$(dirname "$project")")
  case " $beside Plugin.Tests " in *" $name "*) ;; *) run "$project" || status=1 ;; esac
done

echo "A minute of damaged input for each reader:"
BUILT=1 FOR=60 ONLY="events messages" scripts/fuzz.sh >"$log.fuzz.1" 2>&1 &
BUILT=1 FOR=60 ONLY="parquet gzip" scripts/fuzz.sh >"$log.fuzz.2" 2>&1 || status=1
wait $! || status=1
cat "$log.fuzz.1" "$log.fuzz.2"

# The failures once more: the end of a long log is what is read, and often all that is kept.
cat "$log".run.* "$log".fuzz.* | awk '
  /^  Failed [^ ]/ { name = $0; next }
  name && /^   [^ ]/ { print substr(name ": " substr($0, 4), 1, 300); name = "" }
  /^  Stack Trace:/ && name { print name; name = "" }
  END { if (name) print name }'

cat "$log".run.* | awk '/(Passed|Failed|Skipped)! +- Failed:/ {
       gsub(",", "")
       for (i = 1; i <= NF; i++) { if ($i == "Failed:") f += $(i+1); if ($i == "Passed:") p += $(i+1); if ($i == "Skipped:") s += $(i+1) }
     }
     END { printf "%d passed, %d failed, %d skipped\n", p, f, s; exit p == 0 }' || status=1
exit $status
