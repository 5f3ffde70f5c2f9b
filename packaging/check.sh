#!/usr/bin/env bash
# Tries what dist.sh made: the goldens of both architectures (arm64 under qemu where this is x64), the .deb installed, run
# and removed, the .rpm against the .deb, and with TWICE=1 a second build in another folder against the first.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
scripts/need.sh rpm2cpio cpio dpkg-deb
fail() { echo "FAIL $*"; exit 1; }

# Every snapshot, schema and encoding: what x64 writes (make test holds it to the goldens), arm64 writes.
if [ "$(uname -m)" = x86_64 ] && [ -x build/arm64/dist/sluice ]; then
  scripts/need.sh qemu-aarch64 aarch64-linux-gnu-gcc
  arm() { qemu-aarch64 -L /usr/aarch64-linux-gnu "$@"; }
  runs=0
  for input in snapshots/*/input.*; do
    fields=$(cat "$(dirname "$input")/fields" 2>/dev/null || true)
    for golden in snapshots/version-2/*.verified.json; do
      schema=$(basename "$golden" .verified.json)
      for output in ndjson msgpack; do
        options=(parse --quiet --schema "$schema" --output "$output" ${fields:+--fields "$fields"} "$input")
        build/x64/dist/sluice "${options[@]}" >"$scratch/x64" 2>"$scratch/x64.log" || true
        arm build/arm64/dist/sluice "${options[@]}" >"$scratch/arm64" 2>"$scratch/arm64.log" || true
        cmp "$scratch/x64" "$scratch/arm64" && cmp "$scratch/x64.log" "$scratch/arm64.log" || fail "arm64 differs: ${options[*]}"
        runs=$((runs + 1))
      done
    done
  done
  [ "$runs" -gt 100 ] || fail "only $runs golden runs"
  echo "ok   $runs golden runs are equal on x64 and arm64"

  # The library, loaded as Fluent Bit loads it.
  aarch64-linux-gnu-gcc -std=gnu11 -O1 -rdynamic -o "$scratch/fakehost-arm64" tests/fakehost/*.c -ldl -lpthread
  gcc -std=gnu11 -O1 -rdynamic -o "$scratch/fakehost-x64" tests/fakehost/*.c -ldl -lpthread
  cat snapshots/*/input.* | "$scratch/fakehost-x64" build/x64/dist events >"$scratch/events"
  "$scratch/fakehost-x64" build/x64/dist filter 5.1 schema=ecs <"$scratch/events" >"$scratch/x64" 2>/dev/null
  arm "$scratch/fakehost-arm64" build/arm64/dist filter 5.1 schema=ecs <"$scratch/events" >"$scratch/arm64" 2>/dev/null
  [ -s "$scratch/x64" ] && cmp "$scratch/x64" "$scratch/arm64" || fail "the library of arm64 differs"
  echo "ok   the filter gives the same events on both"
fi

# Both packages hold one tree.
for deb in dist/*.deb; do
  case $deb in *_amd64.deb) rpm=$(echo dist/*.x86_64.rpm) ;; *) rpm=$(echo dist/*.aarch64.rpm) ;; esac
  mkdir -p "$scratch/deb" "$scratch/rpm"
  dpkg-deb -x "$deb" "$scratch/deb"
  (cd "$scratch/rpm" && rpm2cpio "$OLDPWD/$rpm" | cpio -idm --quiet)
  diff -r --no-dereference "$scratch/deb" "$scratch/rpm" || fail "$rpm holds another tree than $deb"
  rm -rf "$scratch/deb" "$scratch/rpm"
  echo "ok   $(basename "$rpm") unpacks to the tree of $(basename "$deb")"
done

# Installed, run and removed.
own=dist/sluice_*_$(dpkg --print-architecture).deb
if [ "$(id -u)" = 0 ] && ! dpkg -s sluice >/dev/null 2>&1; then
  dpkg -i $own >"$scratch/log" 2>&1 || { cat "$scratch/log"; fail "dpkg -i"; }
  [ "$(sluice --version)" = "$(build/x64/dist/sluice --version)" ] || fail "the installed binary"
  [ "$(sluice parse -q snapshots/version-2/input.log | wc -l)" -gt 0 ] || fail "the installed binary parses nothing"
  [ -e /usr/lib/sluice/flb-filter_sluice.so ] || fail "the library is not in /usr/lib/sluice"
  dpkg -L sluice | while read -r path; do [ -f "$path" ] && echo "$path"; done >"$scratch/files" || true
  dpkg -P sluice >"$scratch/log" 2>&1 || { cat "$scratch/log"; fail "dpkg -P"; }
  while read -r path; do [ ! -e "$path" ] || fail "$path is left behind"; done <"$scratch/files"
  [ ! -e /usr/lib/sluice ] || fail "/usr/lib/sluice is left behind"
  echo "ok   $(basename $own) installs, runs and is removed"
fi

if [ "${TWICE:-0}" = 1 ]; then
  git clone -q . "$scratch/other place"
  (cd "$scratch/other place" && packaging/dist.sh >"$scratch/log" 2>&1) || { tail -n 30 "$scratch/log"; fail "a second build in a folder with a blank in its name"; }
  (cd dist && grep -h . SHA256SUMS) | diff - "$scratch/other place/dist/SHA256SUMS" || fail "the second build differs"
  echo "ok   a second build in another folder is the same, byte for byte"
fi
