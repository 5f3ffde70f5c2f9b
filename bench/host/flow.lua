-- The Lua twin of the filter: the same ECS (schema sekoia) of version 2 lines, as users write it today.
local transports = { ["1"] = "icmp", ["6"] = "tcp", ["17"] = "udp", ["47"] = "gre", ["50"] = "esp", ["58"] = "ipv6-icmp" }

local function time(seconds)
  return os.date("!%Y-%m-%dT%H:%M:%SZ", seconds)
end

local function given(value)
  if value ~= "-" then return value end
end

function flow(tag, timestamp, record)
  local line = record["log"]
  local f, n = {}, 0
  for word in string.gmatch(line, "%S+") do
    n = n + 1
    f[n] = word
  end
  if n < 14 then return 0, timestamp, record end

  local account, interface = given(f[2]), given(f[3])
  local src, dst = given(f[4]), given(f[5])
  local action, status = given(f[13]), given(f[14])
  local from, till = tonumber(f[11]), tonumber(f[12])
  local ecs = {
    message = line,
    event = { category = { "network" }, ["end"] = time(till), outcome = string.lower(status), start = time(from) },
    ["@timestamp"] = time(from),
    action = { outcome = string.lower(status), type = "forward" },
    cloud = { provider = "aws", service = { name = "vpc" } },
  }
  if action then
    ecs.event.action = string.lower(action)
    ecs.event.type = { action == "ACCEPT" and "allowed" or "denied" }
    ecs.action.name = ecs.event.action
  end
  if account then
    ecs.cloud.account = { id = account }
    ecs.user = { id = account }
  end
  if interface then
    ecs.observer = { ingress = { interface = { name = interface } } }
  end
  if src then
    ecs.action.target = "network-traffic"
    ecs.destination = { address = dst, ip = dst, port = tonumber(f[7]) }
    ecs.network = { iana_number = f[8], transport = transports[f[8]] }
    ecs.related = { ip = src < dst and { src, dst } or src == dst and { src } or { dst, src } }
    ecs.source = { address = src, bytes = tonumber(f[10]), ip = src, packets = tonumber(f[9]), port = tonumber(f[6]) }
  end
  return 1, from, ecs
end
