#!/usr/bin/env bash
# Builds the stand-ins for Fluent Bit that the tests drive: build/native/fakehost, and fakehost-plain for a host
# without flb_input_log_append. SANITIZE=address builds them with AddressSanitizer.
set -euo pipefail
cd "$(dirname "$0")/.."
out=build/native
mkdir -p "$out"
flags=(-std=gnu11 -O2 -g -Wall -Wextra -Werror -rdynamic)
[ -n "${SANITIZE:-}" ] && flags+=("-fsanitize=$SANITIZE" -fno-omit-frame-pointer) && out=$out/$SANITIZE && mkdir -p "$out"
cc=${CC:-cc}
"$cc" "${flags[@]}" tests/fakehost/*.c -o "$out/fakehost.new" -ldl -lpthread
"$cc" "${flags[@]}" -DFAKEHOST_PLAIN tests/fakehost/*.c -o "$out/fakehost-plain.new" -ldl -lpthread
mv "$out/fakehost.new" "$out/fakehost"
mv "$out/fakehost-plain.new" "$out/fakehost-plain"
