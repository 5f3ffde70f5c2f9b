// Fails on stretches of six lines or more that stand twice in src or native.
// usage: node scripts/duplicates.mjs [LINES]
// Comments, blank lines, usings and lines of brackets alone count for nothing, and the width of blanks neither.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const least = Number(process.argv[2] ?? 6);
const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "src/*.cs", "native/*.c"], { encoding: "utf8" });
const files = listed.split("\n").filter((path) => path);

/** The lines of a file that say something, with their numbers. */
function telling(path) {
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return []; // listed, and removed since
  }
  return text.split("\n")
    .map((line, at) => ({ text: line.trim().replace(/\s+/g, " "), at: at + 1 }))
    .filter(({ text }) => /\w/.test(text) && !/^(\/\/|\/?\*|using |namespace |#include|#define|return;|break;|default:|else$)/.test(text));
}

/** Two loops that begin alike and are not one: what they do per item differs, and both are hot or on a ref struct. */
const apart = new Set([
  "src/Core/Schemas/Ecs/EcsEncoder.Aws.cs src/Core/Schemas/Aws/AwsEncoder.Fields.cs",
  "src/Core/Text/RecordText.cs src/Core/Text/JsonText.cs",
  "src/Parquet/Pages/PageBytes.cs src/Parquet/Format/ThriftReader.cs",
]);

const seen = new Map(); // a window's text to where it began first
const reports = [];
for (const path of files) {
  const lines = telling(path);
  let until = -1; // inside a stretch that is reported already
  for (let i = 0; i + least <= lines.length; i++) {
    const window = lines.slice(i, i + least).map((line) => line.text).join("\n");
    const first = seen.get(window);
    if (first === undefined) {
      seen.set(window, { path, index: i, at: lines[i].at });
      continue;
    }
    if (first.path === path && i - first.index < least) continue; // a run of equal lines
    if (apart.has(`${path} ${first.path}`)) continue;
    if (i > until) reports.push(`${path}:${lines[i].at}: as ${first.path}:${first.at}: ${lines[i].text}`);
    until = i + least - 1;
  }
}
for (const report of reports) console.log(report);
console.log(`${files.length} files, ${reports.length} stretches of ${least} lines or more stand twice`);
process.exit(reports.length > 0 ? 1 : 0);
