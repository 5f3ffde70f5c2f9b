#!/usr/bin/env bash
# Measures the plugin inside Fluent Bit beside what users run today, all in one run:
#   tail to null with no filter, the built-in regex parser, a Lua filter that writes the same ECS, and sluice;
#   then the sluice input from the emulator.
# FLUENT_BIT names the host (or it is on PATH); LINES the number of records (default 1,000,000).
set -euo pipefail
cd "$(dirname "$0")/../.."
host=${FLUENT_BIT:-$(command -v fluent-bit || true)}
[ -n "$host" ] || { echo "no Fluent Bit here: set FLUENT_BIT or put fluent-bit on PATH"; exit 1; }
lines=${LINES:-1000000}
work=$(mktemp -d)
port=$((20000 + RANDOM % 10000))
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

awk -v n="$lines" 'BEGIN {
  for (i = 0; i < n; i++) { s = 1793491200 + i % 86400
    printf "2 123456789010 eni-%017x 10.0.%d.%d 172.31.9.%d %d %d %d %d %d %d %d %s OK\n", i, i / 256 % 256, i % 256, i % 250, 1024 + i % 60000, (i % 2 ? 443 : 53), (i % 4 == 2 ? 17 : 6), 1 + i % 40, 40 + i % 65000, s, s + 60, (i % 4 == 3 ? "REJECT" : "ACCEPT") } }' > "$work/flow.log"

# measure NAME ARGUMENT...: starts the host, waits until its null output has every record, prints CPU and wall seconds.
measure() {
  local name=$1 begin now records=0 cpu hertz; shift
  hertz=$(getconf CLK_TCK)
  begin=$(date +%s%N)
  "$host" -q -H -P "$port" -L 127.0.0.1 -f 1 -R "$PWD/bench/host/parsers.conf" -e "$PWD/dist/flb-filter_sluice.so" -e "$PWD/dist/sluice.so" "$@" -o null -m '*' > "$work/host.log" 2>&1 &
  local pid=$!
  pids+=("$pid")
  until [ "${records%%.*}" = "$lines" ]; do
    sleep 0.1
    kill -0 "$pid" 2>/dev/null || { cat "$work/host.log"; exit 1; }
    records=$(curl -s "http://127.0.0.1:$port/api/v2/metrics/prometheus" | awk '/^fluentbit_output_proc_records_total/ {print $2}' || true)
    [ -n "$records" ] || records=0
    now=$(date +%s%N)
    [ $(((now - begin) / 1000000000)) -lt 300 ] || { echo "$name: only $records of $lines records"; exit 1; }
  done
  now=$(date +%s%N)
  cpu=$(awk -v h="$hertz" '{print ($14 + $15) / h}' "/proc/$pid/stat")
  awk -v name="$name" -v cpu="$cpu" -v wall="$(((now - begin) / 1000000))" -v n="$lines" \
    'BEGIN {printf "%-28s cpu %6.2f s   wall %6.2f s   %8.0f records/s\n", name, cpu, wall / 1000, n / (wall / 1000)}' | tee -a "$work/results"
  kill "$pid"
  wait "$pid" || true
}

tail=(-i tail -p "path=$work/flow.log" -p read_from_head=on)
for round in $(seq "${ROUNDS:-3}"); do
  measure "tail" "${tail[@]}"
  measure "tail, regex parser" "${tail[@]}" -F parser -m '*' -p key_name=log -p parser=flow
  measure "tail, Lua filter" "${tail[@]}" -F lua -m '*' -p "script=$PWD/bench/host/flow.lua" -p call=flow
  measure "tail, sluice filter" "${tail[@]}" -F sluice -m '*'
done

if [ -d tests/emulator/node_modules ] || npm ci --silent --prefix tests/emulator; then
  export NODE_NO_WARNINGS=1
  SLUICE_EMULATOR_STDIN= node tests/emulator/serve.mjs 0 < /dev/null > "$work/emulator" &
  pids+=($!)
  until [ -s "$work/emulator" ]; do sleep 0.1; done
  address=$(cat "$work/emulator")
  for round in $(seq "${ROUNDS:-3}"); do
    node tests/e2e/fill.mjs "$address" "bench$round" 200 $((lines / 200)) > /dev/null
    measure "sluice input" -i sluice -p "queue=bench$round" -p "endpoint=$address" -p region=eu-west-3 -p aws_access_key_id=test -p aws_secret_access_key=test -p wait_time=1
  done
fi

echo
awk '{ name = $0; sub(/ +cpu .*/, "", name); cpu = $0; sub(/.* cpu +/, "", cpu); rate = $(NF - 1);
       n[name]++; c[name, n[name]] = cpu + 0; r[name, n[name]] = rate + 0; if (n[name] == 1) order[++names] = name }
     function median(what, name,   i, j, k, t, a) {
       k = n[name]; for (i = 1; i <= k; i++) a[i] = what == "c" ? c[name, i] : r[name, i]
       for (i = 1; i <= k; i++) for (j = i + 1; j <= k; j++) if (a[j] < a[i]) { t = a[i]; a[i] = a[j]; a[j] = t }
       return a[int((k + 1) / 2)] }
     END { lua = median("c", "tail, Lua filter"); rate = median("r", "tail, Lua filter")
       print "| median of the run | CPU s | CPU beside Lua | records/s | beside Lua |"; print "|---|---|---|---|---|"
       for (i = 1; i <= names; i++) { m = order[i]
         printf "| %s | %.2f | %.2f | %.0f | %.2f |\n", m, median("c", m), median("c", m) / lua, median("r", m), median("r", m) / rate } }' "$work/results"
