#!/usr/bin/env bash
# Builds and packs every architecture into dist/ (ARCHS names some), with the sums of what it made.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -f dist/*.tar.gz dist/*.deb dist/*.rpm dist/SHA256SUMS
[ "$(uname -m)" = aarch64 ] && own=arm64 || own=x64
for arch in ${ARCHS:-x64 arm64}; do packaging/publish.sh "$arch"; done
[ -x "build/$own/dist/sluice" ] || packaging/publish.sh "$own"
for arch in ${ARCHS:-x64 arm64}; do packaging/pack.sh "$arch" "build/$own/dist/sluice"; done
(cd dist && sha256sum -- *.tar.gz *.deb *.rpm >SHA256SUMS && cat SHA256SUMS)
