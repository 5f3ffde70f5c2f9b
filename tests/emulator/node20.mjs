// Emulator: lets fauxqs run on Node 20. It imports node:sqlite for a persistence that is not used here,
// so where that module is missing an empty one stands in for it, before anything else is loaded.
import { register, builtinModules, isBuiltin } from "node:module";

if (!isBuiltin("node:sqlite") && !builtinModules.includes("node:sqlite")) {
  const absent = "data:text/javascript,export class DatabaseSync { constructor() { throw new Error('node:sqlite is missing'); } }";
  const hook = `export function resolve(name, context, next) {
    return name === "node:sqlite" ? { url: ${JSON.stringify(absent)}, shortCircuit: true } : next(name, context);
  }`;
  register("data:text/javascript," + encodeURIComponent(hook));
}
