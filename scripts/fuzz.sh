#!/usr/bin/env bash
# Feeds the filter damaged events: noise, truncations and changed bytes of real ones, each flush against a page that
# may not be touched. COUNT inputs in all (default 10,000,000), from SEED on; a crash, or an exception
# that the plugin caught, names its seed.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${COUNT:-10000000}
seed=${SEED:-1}
scripts/fakehost.sh
log=$(mktemp)
trap 'rm -f "$log"' EXIT
settings=("schema=sekoia" "schema=ecs reserve_data=on" "on_malformed=pass preserve_key=on" "on_malformed=drop schema=sekoia-current" "schema=aws")
for i in "${!settings[@]}"; do
  # shellcheck disable=SC2086
  cat snapshots/*/input.log | build/native/fakehost dist events |
    build/native/fakehost dist fuzz $((count / ${#settings[@]})) $((seed + i)) ${settings[$i]} 2>"$log" &&
    ! grep -F '[error]' "$log" ||
    { echo "failed: SEED=$((seed + i)), ${settings[$i]}"; exit 1; }
done
