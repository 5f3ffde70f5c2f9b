#!/usr/bin/env bash
# Builds dist/sluice, the native binary, and dist/sluice.so, the Fluent Bit plugin; with the argument "tests", the test
# projects too. The libraries, which all of them contain, come first; the rest is built side by side.
set -euo pipefail
cd "$(dirname "$0")/.."
rid=linux-$(uname -m | sed -e s/x86_64/x64/ -e s/aarch64/arm64/)

tests=
[ "${1:-}" = tests ] && tests=Plugin.sln

publish() { # project, folder
  dotnet publish "src/$1" -c Release -r "$rid" --no-restore -p:BuildProjectReferences=false -o "build/$2" -v quiet -nologo
}

for project in ${tests:-src/Cli src/Plugin}; do dotnet restore $project -v quiet; done
dotnet build src/Deliver -c Release -r "$rid" --no-restore -v quiet -nologo
publish Cli cli & jobs=($!)
publish Plugin plugin & jobs+=($!)
if [ -n "$tests" ]; then
  dotnet build $tests -c Release --no-restore -v quiet -nologo & jobs+=($!)
fi
status=0
for job in "${jobs[@]}"; do wait "$job" || status=1; done
[ $status = 0 ] || exit 1

mkdir -p dist
install -m 755 build/cli/sluice dist/sluice
install -m 755 build/plugin/Sluice.Plugin.so dist/sluice.so
ln -sf sluice.so dist/flb-filter_sluice.so
ls -l dist
