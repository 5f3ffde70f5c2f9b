#!/usr/bin/env bash
# Publishes the binary and the library for one architecture (x64, arm64) into build/ARCH, the same bytes from the same
# commit wherever the checkout lies. arm64 is cross-compiled on x64 with Debian's toolchain.
set -euo pipefail
cd "$(dirname "$0")/.."
arch=$1
out=build/$arch

# Paths of the checkout are no part of the bytes: the compilers map them, and the build id is of the code alone.
properties=(-c Release -r "linux-$arch" -v quiet -nologo -p:ContinuousIntegrationBuild=true)
if [ "$arch" = arm64 ] && [ "$(uname -m)" != aarch64 ]; then
  scripts/need.sh aarch64-linux-gnu-gcc clang ld.lld
  # No SysRoot: Debian's cross libc.so is a linker script with absolute paths.
  properties+=(-p:CppCompilerAndLinker=clang -p:LinkerFlavor=lld -p:ObjCopyName=aarch64-linux-gnu-objcopy -p:NativeCompiler=aarch64-linux-gnu-gcc)
fi
for project in Cli Plugin; do
  dotnet publish "src/$project" "${properties[@]}" -o "$out/$project"
done
install -D -m 755 "$out/Cli/sluice" "$out/dist/sluice"
install -D -m 755 "$out/Plugin/Sluice.Plugin.so" "$out/dist/sluice.so"
ln -sf sluice.so "$out/dist/flb-filter_sluice.so"
