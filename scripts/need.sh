#!/usr/bin/env bash
# Makes sure that the named tools are there: installs Debian's packages when it may, else says what to run.
set -euo pipefail

missing=()
for tool in "$@"; do
  case $tool in
    dotnet)
      if ! command -v dotnet >/dev/null || ! dotnet --list-sdks | grep -q '^10\.'; then
        echo "needed: the .NET 10 SDK (https://learn.microsoft.com/dotnet/core/install/linux-debian)" >&2
        exit 1
      fi ;;
    gcc) command -v gcc >/dev/null || command -v clang >/dev/null || missing+=(gcc libc6-dev) ;;
    zlib) [ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev) ;;
    aarch64-linux-gnu-gcc) command -v "$tool" >/dev/null || missing+=(gcc-aarch64-linux-gnu libc6-dev-arm64-cross) ;;
    ld.lld) command -v "$tool" >/dev/null || missing+=(lld) ;;
    qemu-aarch64) command -v "$tool" >/dev/null || missing+=(qemu-user) ;;
    rpmbuild) command -v "$tool" >/dev/null || missing+=(rpm) ;;
    dpkg-deb) command -v "$tool" >/dev/null || missing+=(dpkg xz-utils) ;;
    node)
      if ! command -v npm >/dev/null; then missing+=(nodejs npm); fi ;;
    syslog-ng) [ -x /usr/sbin/syslog-ng ] || missing+=(syslog-ng-core) ;;
    *) command -v "$tool" >/dev/null || missing+=("$tool") ;;
  esac
done

[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null 2>&1 ||
    { apt-get update -qq && apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null; }
else
  echo "missing: run 'sudo apt-get install ${missing[*]}' and try again" >&2
  exit 1
fi
