// Colours on a terminal, none in a pipe or where NO_COLOR asks for none.
const colours = process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== "dumb";
const codes = { title: 1, command: 36, key: 34, text: 32, number: 33 };

export const paint = (what, text) => (colours ? `\x1b[${codes[what]}m${text}\x1b[0m` : text);

/** A record with a line for each of its parts, short enough to be read. */
export function shown(record) {
  const value = (v) => {
    if (Array.isArray(v))
      return `[${v.map(value).join(", ")}]`;
    if (v !== null && typeof v === "object")
      return `{ ${Object.entries(v).map(([k, inner]) => `${paint("key", JSON.stringify(k))}: ${value(inner)}`).join(", ")} }`;
    return paint(typeof v === "number" ? "number" : "text", JSON.stringify(v));
  };
  return `{\n${Object.entries(record).map(([k, v]) => `  ${paint("key", JSON.stringify(k))}: ${value(v)}`).join(",\n")}\n}`;
}
