// Intake's double, for the tests: usage: node serve.mjs [PORT [KEY]]   (0 or nothing: any free port; the first line printed
// is the address). Faults and what was taken: /_double/faults, /_double/report and others, see intake.mjs.
import { Intake } from "./intake.mjs";

const intake = new Intake({ key: process.argv[3] ?? "double-key" });
console.log(await intake.listen(Number(process.argv[2] ?? 0)));

const stop = () => intake.stop().finally(() => process.exit(0));
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
// The tests hold our standard input: when they end, however they end, so do we.
if (!process.stdin.isTTY && process.env.SLUICE_EMULATOR_STDIN === "hold") {
  process.stdin.on("end", stop);
  process.stdin.resume();
}
