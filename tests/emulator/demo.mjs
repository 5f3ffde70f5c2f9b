// Demo: SQS and S3 on this machine, flow logs under real names, their notifications in every shape, and
// two runs of the native binary that drain the queue: to standard output, and to a double of Sekoia's intake. usage: node demo.mjs PATH/TO/sluice [FILE.parquet]
import "./node20.mjs";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Intake } from "../intake/intake.mjs";

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
const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "flow-log-events" }));

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

/** One run of the binary; `onLine` gets each line of its standard output. */
async function run(more, shown, onLine) {
  const args = ["pull", "--queue", "flow-log-events", "--endpoint", endpoint, "--region", "eu-west-3", "--drain", ...more];
  console.log(`$ ${shown}sluice ${args.join(" ")}\n`);
  const child = spawn(binary, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, AWS_ACCESS_KEY_ID: "demo", AWS_SECRET_ACCESS_KEY: "demo", SLUICE_INTAKE_KEY: intake.key },
  });
  let rest = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (chunk) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop();
    parts.forEach(onLine);
  });
  return await new Promise((done) => child.on("close", done));
}

const left = () => {
  const { messages } = server.inspectQueue("flow-log-events");
  return messages.ready.length + messages.delayed.length + messages.inflight.length;
};

console.log(`An emulator of SQS and S3 listens at ${endpoint}: ${objects.length} objects, ${bodies.length} messages of every shape.\n`);
const intake = new Intake({ key: "demo-intake-key" });
const intakeUrl = await intake.listen();

await announce();
let count = 0;
const ecs = await run([], "", (line) => {
  if (++count <= 2)
    console.log(JSON.stringify(JSON.parse(line), null, 2));
});
console.log(`\n${count} records in all, 2 shown; ${left()} messages left in the queue.\n`);

console.log(`A double of Sekoia's intake listens at ${intakeUrl}. The same messages again, now delivered there: a message is deleted only once each of its events is confirmed.\n`);
await announce();
const delivered = await run(["--to", "sekoia", "--intake-url", intakeUrl], "SLUICE_INTAKE_KEY=… ", () => {});
const { events, understood, requests } = intake.report();
console.log(`\n${left()} messages left in the queue.`);
console.log(`The intake took ${events} events in ${requests} requests and understood ${understood} of them.`);
const good = ecs === 0 && delivered === 0 && left() === 0 && count > 0 && events === count && understood === events;
await Promise.all([server.stop(), intake.stop()]);
process.exit(good ? 0 : 1);
