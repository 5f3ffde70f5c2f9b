// Intake's double: how the intake's own parser reads a flow log, kept strict. What it does not match comes out without
// a single field of the flow, as it does there.

const NUMBER = "[+-]?(?:\\d+(?:\\.\\d+)?)";
const INT = "[+-]?\\d+";
const IP = "(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:\\d{1,3}(?:\\.\\d{1,3}){3})?)";
const orDash = (name, pattern) => `(?:(?<${name}>${pattern})|-)`;

// One digit, and one blank between columns; anything may follow the status.
const TEXT = new RegExp(
  `^\\d (?<account_id>${NUMBER}) (?<interface_id>.*?) ${orDash("srcaddr", IP)} ${orDash("dstaddr", IP)} ${orDash("srcport", INT)} ` +
  `${orDash("dstport", INT)} ${orDash("protocol", INT)} ${orDash("packets", INT)} ${orDash("bytes", INT)} ` +
  `(?<start>${NUMBER}) (?<end>${NUMBER}) (?:-|(?<action>.*?)) (?<log_status>\\w+).*$`);
const JSON_OBJECT = /^\s*\{.*\}\s*$/s;

/** The names that its JSON branch reads, at the top level. */
export const NAMES = ["account_id", "interface_id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets", "bytes", "start", "end", "action",
  "log_status", "vpc_id", "subnet_id", "instance_id", "tcp_flags"];

/** The fields of the document's table. */
export const TABLE = ["@timestamp", "action.name", "action.outcome", "action.target", "action.type", "cloud.account.id", "cloud.provider", "cloud.service.name",
  "destination.ip", "destination.port", "event.action", "event.category", "event.end", "event.start", "network.iana_number", "observer.ingress.interface.name",
  "source.bytes", "source.ip", "source.packets", "source.port", "user.id"];

/** What stands behind each field of the table that a record may lack. */
const SOURCE = {
  "@timestamp": "start", "action.name": "action", "action.outcome": "log_status", "cloud.account.id": "account_id", "destination.ip": "dstaddr",
  "destination.port": "dstport", "event.action": "action", "event.end": "end", "event.start": "start", "network.iana_number": "protocol",
  "observer.ingress.interface.name": "interface_id", "source.bytes": "bytes", "source.ip": "srcaddr", "source.packets": "packets", "source.port": "srcport", "user.id": "account_id",
};

function columns(message) {
  if (!JSON_OBJECT.test(message))
    return TEXT.exec(message)?.groups ?? null;
  let tree;
  try {
    tree = JSON.parse(message);
  } catch {
    return null;
  }
  const own = NAMES.filter((name) => Object.hasOwn(tree, name) && tree[name] !== null && typeof tree[name] !== "object");
  return own.length === 0 ? null : Object.fromEntries(own.map((name) => [name, tree[name]]));
}

const isThere = (value) => value !== undefined && value !== null && value !== "" && value !== "-";
const time = (value) => new Date(Number(value) * 1000).toISOString().replace(".000Z", "Z");

/** Reads one message: `understood`, the `fields` of the table that it has, and those that are `missing` and should be there. */
export function parse(message) {
  const found = columns(message);
  if (!found)
    return { understood: false, fields: {}, missing: TABLE };
  const fields = { "action.type": "forward", "cloud.provider": "aws", "cloud.service.name": "vpc", "event.category": ["network"] };
  const set = (name, value, as = (v) => v) => {
    if (isThere(value))
      fields[name] = as(value);
  };
  const long = (value) => (/^[+-]?\d+$/.test(String(value)) ? Number(value) : undefined);
  for (const name of ["cloud.account.id", "user.id"])
    set(name, found.account_id, String);
  for (const name of ["action.name", "event.action"])
    set(name, found.action, (v) => String(v).toLowerCase());
  set("action.outcome", found.log_status, (v) => String(v).toLowerCase());
  set("destination.ip", found.dstaddr);
  set("destination.port", found.dstport, long);
  set("event.start", found.start, time);
  set("@timestamp", found.start, time);
  set("event.end", found.end, time);
  set("network.iana_number", found.protocol, String);
  set("observer.ingress.interface.name", found.interface_id);
  set("source.ip", found.srcaddr);
  set("source.port", found.srcport, long);
  set("source.bytes", found.bytes, long);
  set("source.packets", found.packets, long);
  const traffic = ["srcaddr", "dstaddr", "srcport", "dstport", "packets", "bytes"].some((name) => isThere(found[name]));
  if (traffic)
    fields["action.target"] = "network-traffic";
  const missing = TABLE.filter((name) => fields[name] === undefined && (name in SOURCE ? isThere(found[SOURCE[name]]) : name !== "action.target"));
  return { understood: missing.length === 0, fields, missing };
}
