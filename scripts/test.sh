#!/usr/bin/env bash
# Runs every test project, the core a second time with scalar line splitting, and ends with one line of counts.
# Most tests wait for other processes most of the time, so three projects run at a time, and beside them, in what time
# they leave, a minute of damaged input for each reader. What measures (the category Measured) and what runs a real
# Fluent Bit comes after, by itself.
# Up to five tests of a project that failed run once more at the end, by themselves: a wait may run out because others had
# the processor, but a fault fails again. Those that pass then are named. A test of loss has one try: what is lost once is lost.
set -uo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"*' EXIT

# Runs a command that prints all it has to say when it ends; one that does not end in time has failed.
whole() { # kind of output, command
  local printed code=0
  printed=$(mktemp "$log.$1.XXXX")
  timeout 30m "${@:2}" >"$printed" 2>&1 || code=1
  flock "$log" cat "$printed"
  return $code
}

run() { # project, options
  whole "counted.$1" dotnet test "tests/$1" -c Release --no-build -nologo "${@:2}" || echo "$1" >>"$log.failed"
}

scalar() {
  echo "The core again, splitting lines byte by byte:"
  SLUICE_SIMD=scalar whole again dotnet test tests/Core.Tests -c Release --no-build -nologo
}

part() { # a project, or "scalar"
  if [ "$1" = scalar ]; then scalar; else run "$1" --filter "Category!=Measured"; fi
}

fuzz() {
  BUILT=1 FOR=60 ONLY="events messages parquet gzip" whole again nice scripts/fuzz.sh
}

# Each failed test of some outputs, with its message.
failures() { # before each, files
  awk -v before="$1" '
    function tell() { if (name) print substr(before name ": " text, 1, 600); name = text = "" }
    /^  Failed [^ ]/ { tell(); name = $0 }
    /^  Stack Trace:/ { tell() }
    name && /^   [^ ]/ { text = text (text ? " | " : "") substr($0, 4) }
    END { tell() }' "${@:2}"
}

# The projects whose failures do not repeat are taken off the list; a run that broke off is not tried again.
retry() { # project
  local names failed
  failed=$(cat "$log.counted.$1".* | grep -c '^  Failed [^ ]')
  names=$(awk '/^  Failed [^ ]/ { sub(/\(.*/, "", $2); print $2 }' "$log.counted.$1".* | sort -u)
  [ "$failed" -gt 0 ] && [ "$(wc -l <<<"$names")" -le 5 ] && ! grep -q 'Loss\|Lose' <<<"$names" &&
    [ "$failed" = "$(awk '/Failed! +- Failed:/ { sub(/.*Failed: */, ""); n += $0 } END { print n + 0 }' "$log.counted.$1".*)" ] || return 1
  echo "By themselves:" $names
  whole alone dotnet test "tests/$1" -c Release --no-build -nologo --filter "$(sed 's/^/FullyQualifiedName=/' <<<"$names" | paste -sd'|')" || return 1
  failures "Passed by itself, not beside others:" "$log.counted.$1".* >>"$log.excused"
  excused=$((excused + failed))
}

status=0
projects=$(for project in tests/*/*.Tests.csproj; do basename "$(dirname "$project")"; done | grep -vx e2e)
longest=$(printf '%s\n' Plugin.Tests Pull.Tests Deliver.Tests)
fuzz & fuzzing=$!
export log
export -f whole run scalar part
{ grep -xF "$longest" <<<"$projects"; grep -vxF "$longest" <<<"$projects"; echo scalar; } | xargs -P 3 -n 1 bash -c 'part "$1"' part || status=1
wait $fuzzing || status=1

run Deliver.Tests --filter Category=Measured
run Pull.Tests --filter Category=Measured
run e2e

excused=0
for project in $(sort -u "$log.failed" 2>/dev/null); do
  # The end of a long log is what is read, and often all that is kept: the failures are told once more there.
  retry "$project" || { status=1; { echo "$project failed:"; failures "" "$log.counted.$project".*; } >>"$log.told"; }
done
[ $status = 0 ] || failures "" "$log".again.* >>"$log.told"
cat "$log.excused" "$log.told" 2>/dev/null

# Each test counts once: of the second run of the core, and of the damaged input, only failures.
awk -v excused=$excused '
  /(Passed|Failed|Skipped)! +- Failed:/ {
    gsub(",", "")
    once = FILENAME ~ /\.counted\./
    for (i = 1; i <= NF; i++) { if ($i == "Failed:") f += $(i+1); if ($i == "Passed:") p += once * $(i+1); if ($i == "Skipped:") s += once * $(i+1) }
  }
  END { printf "%d passed, %d failed, %d skipped\n", p + excused, f - excused, s; exit p == 0 }' "$log".counted.* "$log".again.* || status=1
exit $status
