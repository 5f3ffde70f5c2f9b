// Holds Kubernetes manifests to the published schemas, and what they name to what is there.
// usage: node kubernetes.mjs FILE...   prints a line for each object, or what is wrong with it
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

// The packages keep one module for each version and kind.
const folders = { "keda.sh": "@kubernetes-models/keda" };
const faults = [];
for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const object = document.errors.length ? undefined : document.toJS();
    if (!object) {
      faults.push(`${file}: ${document.errors[0]?.message ?? "an empty document"}`);
      continue;
    }
    const { apiVersion, kind, metadata } = object;
    const group = apiVersion.split("/")[0];
    const path = `${folders[group] ?? "kubernetes-models"}/${apiVersion}/${kind}`;
    try {
      const Kind = (await import(path))[kind];
      new Kind(object).validate();
      console.log(`${kind} ${metadata.namespace}/${metadata.name}`);
    } catch (error) {
      faults.push(`${file}: ${kind} ${metadata?.name}: ${error.message}`);
    }
  }
}
if (faults.length) {
  console.error(faults.join("\n"));
  process.exit(1);
}
