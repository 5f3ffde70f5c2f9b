// What the binary and the library are made of, read from the lock files of src/ and the restored packages.
// usage: node scripts/packages.mjs notices   writes THIRD-PARTY-NOTICES
//        node scripts/packages.mjs check     fails when THIRD-PARTY-NOTICES is behind the lock files
//        node scripts/packages.mjs sbom [FILE]   a CycloneDX 1.6 document (standard output without FILE)
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const cache = process.env.NUGET_PACKAGES || join(homedir(), ".nuget", "packages");
const notices = join(root, "THIRD-PARTY-NOTICES");
const mark = "==== .NET runtime: its own third-party notices ====";
// The runtime pack that NativeAOT links from has the version of the compiler, which the SDK chooses.
const compiler = "Microsoft.DotNet.ILCompiler", runtime = "microsoft.netcore.app.runtime.nativeaot.linux-x64";

function fail(text) {
  console.error(`packages: ${text}`);
  process.exit(1);
}

// Projects and what the SDK adds for the build alone are not shipped.
function shipped() {
  const found = new Map();
  let dotnet;
  for (const project of ["Cli", "Plugin"]) {
    const lock = JSON.parse(readFileSync(join(root, "src", project, "packages.lock.json"), "utf8"));
    for (const [name, entry] of Object.entries(lock.dependencies["net10.0"])) {
      if (name === compiler) dotnet = entry.resolved;
      if (entry.type === "Project" || name === compiler || name === "Microsoft.NET.ILLink.Tasks") continue;
      found.set(name, { name, version: entry.resolved, needs: Object.keys(entry.dependencies ?? {}) });
    }
  }
  const packages = [...found.values()].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  return { packages: packages.map((one) => ({ ...one, ...described(one.name, one.version) })), dotnet };
}

function folder(name, version) {
  const path = join(cache, name.toLowerCase(), version);
  return existsSync(path) ? path : fail(`${name} ${version} is not in ${cache}: run 'make build' first`);
}

function described(name, version) {
  const path = folder(name, version);
  const spec = readFileSync(join(path, `${name.toLowerCase()}.nuspec`), "utf8");
  const text = (tag) => new RegExp(`<${tag}(?:\\s[^>]*)?>([^<]*)<`).exec(spec)?.[1].trim();
  const licence = /<license type="expression">([^<]+)</.exec(spec)?.[1] ?? fail(`${name} ${version} names no licence`);
  const authors = text("authors");
  const hash = readdirSync(path).find((file) => file.endsWith(".nupkg.sha512"));
  return {
    licence, authors, url: text("projectUrl"),
    copyright: text("copyright") ?? `Copyright ${authors}. All rights reserved.`,
    sha512: hash && Buffer.from(readFileSync(join(path, hash), "utf8"), "base64").toString("hex"),
  };
}

function noticesText({ packages, dotnet }, withRuntime) {
  const lines = ["Sluice is distributed with the software below, linked into its binary and its library.", "Written by 'make notices' from the lock files of src/.", ""];
  for (const one of packages)
    lines.push(`${one.name} ${one.version}`, `  ${one.copyright}`, `  ${one.url}`, `  Licence: ${one.licence}`, "");
  lines.push(".NET runtime and libraries 10", "  Copyright (c) .NET Foundation and Contributors", "  https://dot.net/", "  Licence: MIT", "");
  for (const licence of [...new Set([...packages.map((one) => one.licence), "MIT"])].sort()) {
    const file = join(root, "scripts", "licenses", `${licence}.txt`);
    if (!existsSync(file)) fail(`no text of ${licence} in scripts/licenses: add it after checking its terms`);
    lines.push(`==== ${licence} ====`, "", readFileSync(file, "utf8").replaceAll("\r", "").trimEnd(), "");
  }
  lines.push(mark, "");
  if (withRuntime)
    lines.push(readFileSync(join(folder(runtime, dotnet), "THIRD-PARTY-NOTICES.TXT"), "utf8").replace(/^\uFEFF/, "").replaceAll("\r", "").trimEnd(), "");
  return lines.join("\n");
}

function sbom({ packages, dotnet }) {
  const version = /<Version>([^<]+)</.exec(readFileSync(join(root, "Directory.Build.props"), "utf8"))[1];
  const all = [...packages, { name: "Microsoft.NETCore.App.Runtime.NativeAOT.linux-x64", version: dotnet, needs: [], ...described(runtime, dotnet) }];
  const ref = (one) => `pkg:nuget/${one.name}@${one.version}`;
  const byName = new Map(all.map((one) => [one.name, one]));
  const self = `pkg:generic/sluice@${version}`;
  const body = {
    metadata: {
      component: {
        type: "application", "bom-ref": self, name: "sluice", version, purl: self,
        description: "AWS VPC Flow Logs to ECS events: a command line and a Fluent Bit plugin",
        licenses: [{ license: { id: "MIT" } }],
      },
    },
    components: all.map((one) => ({
      type: "library", "bom-ref": ref(one), name: one.name, version: one.version, purl: ref(one),
      authors: [{ name: one.authors }], copyright: one.copyright,
      licenses: [{ license: { id: one.licence } }],
      ...(one.sha512 && { hashes: [{ alg: "SHA-512", content: one.sha512 }] }),
      ...(one.url && { externalReferences: [{ type: "website", url: one.url }] }),
    })),
    dependencies: [
      { ref: self, dependsOn: all.map(ref) },
      ...all.map((one) => ({ ref: ref(one), dependsOn: one.needs.map((name) => byName.get(name)).filter(Boolean).map(ref) })),
    ],
  };
  // No time and no random number: one commit, one document.
  const hex = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  const serialNumber = `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", serialNumber, version: 1, ...body }, null, 2) + "\n";
}

const [command, file] = process.argv.slice(2);
if (command === "notices") {
  writeFileSync(notices, noticesText(shipped(), true));
} else if (command === "check") {
  // The runtime's part follows the SDK of whoever wrote it.
  const now = readFileSync(notices, "utf8"), at = now.indexOf(mark) + mark.length + 1;
  if (now.slice(0, at) !== noticesText(shipped(), false)) fail("THIRD-PARTY-NOTICES is behind the lock files: run 'make notices'");
  if (now.length - at < 10_000) fail("THIRD-PARTY-NOTICES lacks the notices of the .NET runtime: run 'make notices'");
} else if (command === "sbom") {
  const text = sbom(shipped());
  if (file) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } else {
    process.stdout.write(text);
  }
} else {
  fail("usage: packages.mjs notices | check | sbom [FILE]");
}
