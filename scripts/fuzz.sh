#!/usr/bin/env bash
# Feeds damaged input to everything that reads bytes from outside, each under a guard of time and memory:
#   events    the filter, in a stand-in host: noise, truncations and changed bytes of real events and lines, each flush
#             against a page that may not be touched; a crash, or an exception that the plugin caught, names its seed
#   parquet, gzip, messages    the readers, in their test projects
#   simulation    the pull engine in virtual time, against servers, networks and processes that fail as a seed has it
# COUNT events in all (default 10,000,000), from SEED on; FILES (default 1,000,000) Parquet and gzip files each,
# MESSAGES (default 100,000) and WORLDS (default 10,000); with FOR so many seconds of each of the first four instead. ONLY
# names some of the five. BUILT=1 builds no tests.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${COUNT:-10000000}
seed=${SEED:-1}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

filter() { # inputs, first seed: a share of them with each of some settings
  local settings=("schema=sekoia" "schema=ecs reserve_data=on" "on_malformed=pass preserve_key=on" "on_malformed=drop schema=sekoia-current" "schema=aws")
  for i in "${!settings[@]}"; do
    # shellcheck disable=SC2086
    cat snapshots/*/input.* | build/native/fakehost dist events |
      build/native/fakehost dist fuzz $(($1 / ${#settings[@]})) $(($2 + i)) ${settings[$i]} 2>"$log" &&
      ! grep -F '[error]' "$log" ||
      { echo "failed: SEED=$(($2 + i)), ${settings[$i]}"; exit 1; }
  done
}

events() {
  scripts/fakehost.sh
  [ -n "${FOR:-}" ] || { filter "$count" "$seed"; return; }
  for ((SECONDS = 0, n = seed; SECONDS < FOR; n += 5)); do filter 500000 $n; done
}

tests() { # project, class, inputs
  if [ -n "${FOR:-}" ]; then export SLUICE_FUZZ_SECONDS=$FOR; else export SLUICE_FUZZ_COUNT=$3; fi
  SLUICE_FUZZ_SEED=$seed dotnet test "tests/$1" -c Release ${BUILT:+--no-build} -nologo --filter "FullyQualifiedName~$2" --logger 'console;verbosity=normal'
}

parquet() { tests Parquet.Tests FuzzTests "${FILES:-1000000}"; }
gzip() { tests Core.Tests GzipFuzzTests "${FILES:-1000000}"; }
simulation() {
  SLUICE_SIM_COUNT=${WORLDS:-10000} SLUICE_SIM_FIRST=$seed dotnet test tests/Pull.Tests -c Release -nologo --filter FullyQualifiedName~SimulationTests.Seeds --logger 'console;verbosity=normal'
}
messages() { tests Pull.Tests NoticeFuzzTests "${MESSAGES:-100000}"; }

for part in ${ONLY:-events parquet gzip messages simulation}; do
  "$part"
done
