// Demo: SQS and S3 on this machine, flow logs under real names, their notifications in every shape. The queue is drained
// three times: by the native binary to standard output, by the plugin in Fluent Bit where there is one, and to a double of
// Sekoia's intake. usage: node demo.mjs PATH/TO/sluice [FILE.parquet]
import "./node20.mjs";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { Intake } from "../intake/intake.mjs";
import { paint, shown as readably } from "./terminal.mjs";

const [binary, parquet] = process.argv.slice(2);
if (!binary) {
  console.error("usage: node demo.mjs PATH/TO/sluice [FILE.parquet]");
  process.exit(2);
}
const { startFauxqs } = await import("fauxqs");
const { S3Client, CreateBucketCommand, PutObjectCommand } = await import("@aws-sdk/client-s3");
const { SQSClient, CreateQueueCommand, SendMessageCommand } = await import("@aws-sdk/client-sqs");

const server = await startFauxqs({ port: 0, logger: false });
const endpoint = `http://127.0.0.1:${server.port}`;
const keys = { accessKeyId: "demo", secretAccessKey: "demo" };
const s3 = new S3Client({ endpoint, region: "eu-west-3", forcePathStyle: true, credentials: keys });
const sqs = new SQSClient({ endpoint, region: "eu-west-3", credentials: keys });

const bucket = "flow-logs";
await s3.send(new CreateBucketCommand({ Bucket: bucket }));
// As deploy/aws makes them: what was received ten times goes to a queue of its own.
await sqs.send(new CreateQueueCommand({ QueueName: "flow-log-events-dead" }));
const { QueueUrl } = await sqs.send(new CreateQueueCommand({
  QueueName: "flow-log-events",
  Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: "arn:aws:sqs:eu-west-3:000000000000:flow-log-events-dead", maxReceiveCount: 10 }) },
}));

// Lines like those of AWS's documentation, a header first, as S3 delivery writes them.
const header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n";
function lines(count, seed) {
  let text = header;
  for (let i = 0; i < count; i++) {
    const t = 1793491200 + seed * 600 + (i % 60);
    const odd = (i * 7919 + seed * 104729) % 65536;
    text += i % 97 === 96
      ? `2 123456789010 eni-0a1b2c3d4e5f60718 - - - - - - - ${t} ${t + 60} - NODATA\n`
      : `2 123456789010 eni-0a1b2c3d4e5f60718 10.0.${(i >> 8) & 255}.${i & 255} 172.31.9.${odd % 250} ${1024 + (odd % 60000)} ${[443, 22, 53, 3389][i % 4]} ${i % 4 === 2 ? 17 : 6} ${1 + (odd % 40)} ${40 + odd} ${t} ${t + 60} ${i % 4 === 3 ? "REJECT" : "ACCEPT"} OK\n`;
  }
  return text;
}

const day = "AWSLogs/123456789010/vpcflowlogs/eu-west-3/2026/11/01";
const hive = "AWSLogs/aws-account-id=123456789010/aws-service=vpcflowlogs/aws-region=eu-west-3/year=2026/month=11/day=01/hour=00";
const name = (time, hash) => `123456789010_vpcflowlogs_eu-west-3_fl-0123456789abcdef0_${time}_${hash}`;
const objects = [
  [`${day}/${name("20261101T0000Z", "a1b2c3d4")}.log.gz`, gzipSync(lines(2000, 1))],
  [`${hive}/${name("20261101T0005Z", "b2c3d4e5")}.log.gz`, gzipSync(lines(2000, 2))],
  [`copies of 2026/day+night=1/${name("20261101T0010Z", "c3d4e5f6")}.log.gz`, gzipSync(lines(2000, 3))],
  [`${day}/${name("20261101T0015Z", "d4e5f607")}.log.gz`, Buffer.concat([gzipSync(lines(1000, 4)), gzipSync(lines(1000, 5).slice(header.length))])],
  [`${day}/${name("20261101T0020Z", "e5f60718")}.log`, Buffer.from(lines(500, 6))],
  [`été/${name("20261101T0025Z", "f6071829")}.log.gz`, gzipSync(lines(500, 7))],
];
if (parquet)
  objects.push([`${hive}/${name("20261101T0030Z", "0718293a")}.log.parquet`, readFileSync(parquet)]);
for (const [Key, Body] of objects)
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));

// Every shape that a queue can hold.
const encode = (key) => encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/");
const record = ([key, body], event = "ObjectCreated:Put") => ({
  eventVersion: "2.1", eventSource: "aws:s3", awsRegion: "eu-west-3", eventTime: new Date().toISOString(), eventName: event,
  s3: { bucket: { name: bucket }, object: { key: encode(key), size: body.length, sequencer: "0055AED6DCD90281E5" } },
});
const s3Event = (...items) => ({ Records: items.map((item) => record(item)) });
const sns = (inner) => ({ Type: "Notification", MessageId: "1", TopicArn: "arn:aws:sns:eu-west-3:123456789010:flow-logs", Message: JSON.stringify(inner) });
const eventBridge = ([key, body]) => ({
  version: "0", "detail-type": "Object Created", source: "aws.s3", region: "eu-west-3", time: new Date().toISOString(),
  detail: { bucket: { name: bucket }, object: { key, size: body.length } },
});
const test = { Service: "Amazon S3", Event: "s3:TestEvent", Time: new Date().toISOString(), Bucket: bucket };
const bodies = [
  test,
  sns(test),
  s3Event(objects[0], objects[1]),
  sns(s3Event(objects[2])),
  eventBridge(objects[3]),
  sns(eventBridge(objects[4])),
  { s3Bucket: bucket, s3ObjectKey: [objects[5][0]] },
  { Records: [record(objects[0], "ObjectRemoved:Delete")] },
];
if (parquet)
  bodies.push(s3Event(objects[6]));
const announce = async () => {
  for (const body of bodies)
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
};

const environment = { ...process.env, AWS_ACCESS_KEY_ID: "demo", AWS_SECRET_ACCESS_KEY: "demo", AWS_ENDPOINT_URL: endpoint, AWS_REGION: "eu-west-3" };

/** Starts a program; `onLine` gets each line of its standard output. Its end is the promise `ended`. */
function start(program, args, more, onLine) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...environment, ...more } });
  let rest = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (chunk) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop();
    parts.forEach(onLine);
  });
  child.ended = new Promise((done) => child.on("close", done));
  return child;
}

const left = () => {
  const { messages } = server.inspectQueue("flow-log-events");
  return messages.ready.length + messages.delayed.length + messages.inflight.length;
};

/** Until no message is left, or a minute is over. */
async function drained(child) {
  for (let i = 0; i < 600 && left() > 0 && child.exitCode === null; i++)
    await new Promise((done) => setTimeout(done, 100));
}

const freePort = () => new Promise((done) => {
  const listener = createServer().listen(0, "127.0.0.1", () => {
    const { port } = listener.address();
    listener.close(() => done(port));
  });
});

const title = (text) => console.log(`\n${paint("title", text)}\n`);
const command = (text) => console.log(`${paint("command", `$ ${text}`)}\n`);

title(`1. Pull. An emulator of SQS and S3 listens at ${endpoint}: ${objects.length} objects, ${bodies.length} messages of every shape.`);
await announce();
let count = 0;
command("sluice pull --queue flow-log-events --schema ecs --drain");
const pulled = await start(binary, ["pull", "--queue", "flow-log-events", "--schema", "ecs", "--drain"], {}, (line) => {
  if (++count === 1)
    console.log(readably(JSON.parse(line)));
}).ended;
console.log(`\n${count} records in all, 1 shown; ${left()} messages left in the queue.`);
let good = pulled === 0 && left() === 0 && count > 0;

const fluentBit = process.env.FLUENT_BIT || (process.env.PATH ?? "").split(":").map((folder) => join(folder, "fluent-bit")).find((path) => existsSync(path));
if (fluentBit) {
  title("2. The same in Fluent Bit: the queue is its input.");
  await announce();
  const args = ["-q", "-e", join(dirname(binary), "sluice.so"), "-i", "sluice", "-p", "queue=flow-log-events", "-p", `endpoint=${endpoint}`, "-p", "region=eu-west-3", "-p", "wait_time=1", "-p", "schema=ecs", "-o", "stdout", "-p", "format=json_lines", "-f", "1"];
  command(`fluent-bit ${args.slice(1).join(" ")}`);
  let events = 0;
  const host = start(fluentBit, args, {}, (line) => {
    if (line.startsWith("{"))
      events++;
  });
  await drained(host);
  for (let i = 0; i < 100 && events < count; i++)
    await new Promise((done) => setTimeout(done, 100));
  host.kill("SIGTERM");
  await host.ended;
  // The emulator goes on serving a receive whose caller is gone: a message sent now would be hidden for a minute.
  await new Promise((done) => setTimeout(done, 1500));
  console.log(`Fluent Bit printed ${events} records; ${left()} messages left in the queue.`);
  good &&= events === count && left() === 0;
} else {
  title("2. In Fluent Bit: skipped, none was found (set FLUENT_BIT, or put fluent-bit on PATH); deploy/fluent-bit/input.conf is the configuration.");
}

const intake = new Intake({ key: "demo-intake-key" });
const intakeUrl = await intake.listen();
title(`3. Deliver. A stand-in for Sekoia's intake listens at ${intakeUrl}. A message is deleted only once each of its events is confirmed.`);
await announce();
const metrics = `127.0.0.1:${await freePort()}`;
command(`SLUICE_INTAKE_KEY=… sluice pull --queue flow-log-events --to sekoia --intake-url ${intakeUrl} --metrics ${metrics}`);
const delivery = start(binary, ["pull", "--queue", "flow-log-events", "--to", "sekoia", "--intake-url", intakeUrl, "--metrics", metrics], { SLUICE_INTAKE_KEY: intake.key }, () => {});
await drained(delivery);
const scrape = await (await fetch(`http://${metrics}/metrics`)).text();
delivery.kill("SIGTERM");
const delivered = await delivery.ended;
const { events, understood, requests } = intake.report();
good &&= delivered === 0 && left() === 0 && events === count && understood === events;

title(`4. What Prometheus and the dashboard in deploy/monitoring see (http://${metrics}/metrics)`);
const wanted = ["sluice_messages_deleted_total", "sluice_messages_kept_total", "sluice_objects_total", "sluice_records_total", "sluice_malformed_total", "sluice_queue_lag_seconds", "sluice_sink_events_confirmed_total"];
for (const line of scrape.split("\n").filter((line) => wanted.some((name) => line.startsWith(name)) && !line.endsWith(" 0")))
  console.log(line);

title("What to do next");
console.log(`docs/GET-STARTED.md   the same in your own AWS account, step by step
docs/DEPLOY.md        bucket, queue, policy and flow log as a template; Kubernetes, ECS, systemd
dist/sluice --help    every command; "sluice check" says what is wrong and what to do
`);
console.log(`${left()} messages left in the queue.`);
console.log(`The intake took ${events} events in ${requests} requests and understood ${understood} of them.`);
await Promise.all([server.stop(), intake.stop()]);
process.exit(good ? 0 : 1);
