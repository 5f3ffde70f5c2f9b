#!/usr/bin/env bash
# Builds the C programs of the tests: build/native/fakehost, the stand-in for Fluent Bit, fakehost-plain for a host without
# flb_input_log_append, and ledger, the cases of the plugin's ledger. SANITIZE=address builds them with AddressSanitizer.
set -euo pipefail
cd "$(dirname "$0")/.."
out=build/native
flags=(-std=gnu11 -O2 -g -Wall -Wextra -Werror)
[ -n "${SANITIZE:-}" ] && flags+=("-fsanitize=$SANITIZE" -fno-omit-frame-pointer) && out=$out/$SANITIZE
mkdir -p "$out"
build() { # program, sources and options
  "${CC:-cc}" "${flags[@]}" "${@:2}" -o "$out/$1.new"
  mv "$out/$1.new" "$out/$1"
}
build fakehost -rdynamic tests/fakehost/*.c -ldl -lpthread
build fakehost-plain -rdynamic -DFAKEHOST_PLAIN tests/fakehost/*.c -ldl -lpthread
build ledger tests/ledger/*.c native/fluentbit/ledger*.c
