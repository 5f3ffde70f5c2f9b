// Fills the emulator: objects of numbered flow-log lines and one message each.
// usage: node fill.mjs ADDRESS QUEUE OBJECTS RECORDS [FIRST]   creates what is missing; prints the queue's URL
//        node fill.mjs ADDRESS QUEUE OBJECTS RECORDS 0 RATE    uploads, prints the queue's URL, and then announces the
//                                                              objects at RATE bytes of text a second
//        node fill.mjs ADDRESS QUEUE file PATH                 one object with the lines of a file
//        node fill.mjs ADDRESS QUEUE raw PATH                  one object with the bytes of a file, as hostile/NAME
// The interface id carries the record's number, so that a reader can tell loss from repetition.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { gzipSync } from "node:zlib";

const emulator = createRequire(process.env.SLUICE_EMULATOR ?? new URL("../emulator/package.json", import.meta.url));
const { S3Client, CreateBucketCommand, PutObjectCommand } = emulator("@aws-sdk/client-s3");
const { SQSClient, CreateQueueCommand, SendMessageCommand } = emulator("@aws-sdk/client-sqs");

const [endpoint, queue, objectsText, recordsText, firstText, rateText] = process.argv.slice(2);
const keys = { accessKeyId: "test", secretAccessKey: "test" };
const s3 = new S3Client({ endpoint, region: "eu-west-3", forcePathStyle: true, credentials: keys });
const sqs = new SQSClient({ endpoint, region: "eu-west-3", credentials: keys });
const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: queue }));

const bucket = "flow-logs";
await s3.send(new CreateBucketCommand({ Bucket: bucket })).catch(() => {});
const store = (key, body) => s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
const announce = async (key, body) => {
  const event = {
    Records: [{
      eventVersion: "2.1", eventSource: "aws:s3", awsRegion: "eu-west-3", eventTime: new Date().toISOString(),
      eventName: "ObjectCreated:Put",
      s3: { bucket: { name: bucket }, object: { key: encodeURIComponent(key).replaceAll("%2F", "/"), size: body.length } },
    }],
  };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }));
};
const upload = async (key, body) => {
  await store(key, body);
  await announce(key, body);
};

const packed = (text) => gzipSync(text, { level: 1 });

if (objectsText === "raw") {
  await upload(`hostile/${basename(recordsText)}`, readFileSync(recordsText));
  console.log(QueueUrl);
  process.exit(0);
}

if (objectsText === "file") {
  await upload(`AWSLogs/file/${queue}/${basename(recordsText)}.gz`, packed(readFileSync(recordsText)));
  console.log(QueueUrl);
  process.exit(0);
}

const objects = Number(objectsText);
const records = Number(recordsText);
const rate = Number(rateText ?? 0);
const later = [];
let number = Number(firstText ?? 0);
for (let i = 0; i < objects; i++) {
  const lines = ["version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status"];
  for (let k = 0; k < records; k++, number++) {
    const start = 1793491200 + (number % 86400);
    lines.push(`2 123456789010 eni-${number.toString(16).padStart(17, "0")} 10.0.${(number >> 8) & 255}.${number & 255} 172.31.9.${number % 250} ${1024 + (number % 60000)} ${[443, 22, 53, 3389][number % 4]} ${number % 4 === 2 ? 17 : 6} ${1 + (number % 40)} ${40 + (number % 65000)} ${start} ${start + 60} ${number % 4 === 3 ? "REJECT" : "ACCEPT"} OK`);
  }
  const key = `AWSLogs/123456789010/vpcflowlogs/eu-west-3/2026/11/01/${queue}_${number}.log.gz`;
  const text = lines.join("\n") + "\n";
  const body = packed(text);
  if (rate) {
    await store(key, body);
    later.push([key, { length: body.length }, text.length]);
  } else {
    await upload(key, body);
  }
}
console.log(QueueUrl);

const began = performance.now();
let bytes = 0;
for (const [key, body, size] of later) {
  await announce(key, body);
  bytes += size;
  await new Promise((done) => setTimeout(done, (1000 * bytes) / rate - (performance.now() - began)));
}
