// Emulator: SQS, SNS and S3 in memory on one port, for the tests and the demo.
// usage: node serve.mjs [PORT]   (0 or nothing: any free port; the first line printed is the address)
import "./node20.mjs";

const { startFauxqs } = await import("fauxqs");
const server = await startFauxqs({ port: Number(process.argv[2] ?? 0), logger: false });
console.log(`http://127.0.0.1:${server.port}`);

const stop = () => server.stop().finally(() => process.exit(0));
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
// The tests hold our standard input: when they end, however they end, so do we.
if (!process.stdin.isTTY && process.env.SLUICE_EMULATOR_STDIN === "hold") {
  process.stdin.on("end", stop);
  process.stdin.resume();
}
