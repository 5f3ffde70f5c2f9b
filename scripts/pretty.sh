#!/usr/bin/env bash
# Indents JSON lines with whatever is at hand.
if command -v jq >/dev/null; then exec jq .; fi
if command -v node >/dev/null; then
  exec node -e 'require("readline").createInterface({input:process.stdin}).on("line",l=>console.log(JSON.stringify(JSON.parse(l),null,2)))'
fi
exec cat
