#!/usr/bin/env bash
# The main job on a realistic file: a few records readably, then the summary of the whole.
set -euo pipefail
cd "$(dirname "$0")/.."

sample=demo/flow-logs.log
echo "$ head -n 3 $sample"
head -n 3 "$sample"
echo
echo "$ gzip -c $sample | dist/sluice parse | head -n 2 | (readably)"
gzip -c "$sample" | dist/sluice parse --quiet | head -n 2 | scripts/pretty.sh
echo
echo "$ dist/sluice parse $sample > /dev/null"
dist/sluice parse "$sample" >/dev/null
echo
NODE_NO_WARNINGS=1 node tests/emulator/demo.mjs dist/sluice tests/Parquet.Tests/data/v5-snappy.parquet
