// Intake's double: an HTTP server that takes events as Sekoia's intake does, and reads each as its parser would.
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";
import { randomUUID } from "node:crypto";
import { Faults } from "./faults.mjs";
import { parse } from "./parser.mjs";

const MOST_BYTES = 10 << 20;
const MOST_EVENT = 250_000;
const HOUR = 3_600_000;

class Answer extends Error {
  constructor(status, body, headers = {}) {
    super(String(status));
    Object.assign(this, { status, body, headers });
  }
}

export class Intake {
  constructor({ key = "double-key" } = {}) {
    this.key = key;
    this.faults = new Faults();
    this.reset();
    this.server = createServer({ requestTimeout: 0, headersTimeout: HOUR, keepAliveTimeout: 60_000 }, (request, response) => this.serve(request, response));
  }

  reset() {
    this.messages = new Map(); // text -> how often it was taken
    this.stats = { requests: 0, connections: this.stats?.connections ?? 0, events: 0, understood: 0, refused: 0, bytes: 0, answers: {}, faults: {}, mostEvents: 0, mostBytes: 0, gzip: 0 };
    this.unlike = []; // the first messages that were not understood
  }

  async listen(port = 0) {
    this.server.on("connection", () => this.stats.connections++);
    await new Promise((done) => this.server.listen(port, "127.0.0.1", done));
    return `http://127.0.0.1:${this.server.address().port}`;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  report() {
    const taken = [...this.messages.values()];
    return { ...this.stats, unique: taken.length, duplicates: this.stats.events - taken.length, unlike: this.unlike };
  }

  async serve(request, response) {
    try {
      if (request.url.startsWith("/_double/"))
        return await this.control(request, response);
      if (this.faults.down)
        return request.socket.destroy();
      await this.take(request, response);
    } catch (error) {
      if (error instanceof Answer)
        return this.answer(response, error.status, error.body, error.headers);
      if (!request.socket.destroyed)
        this.answer(response, 400, { message: String(error) });
    }
  }

  async take(request, response) {
    this.stats.requests++;
    const fault = this.faults.choose();
    if (fault)
      this.stats.faults[fault] = (this.stats.faults[fault] ?? 0) + 1;
    if (fault === "cut")
      return request.socket.destroy();
    if (fault === "never")
      return; // neither read nor answered
    const body = await this.body(request);
    this.stats.bytes += body.length;
    this.stats.mostBytes = Math.max(this.stats.mostBytes, body.length);
    if (/^\d+$/.test(fault ?? ""))
      throw new Answer(Number(fault), { message: `as the test wishes: ${fault}` }, fault === "429" || fault === "503" ? { "Retry-After": String(this.faults.retryAfter) } : {});
    if (fault === "page")
      throw new Answer(200, "<!DOCTYPE html><html><body>Sign in to the network</body></html>", { "Content-Type": "text/html" });
    if (fault === "slow")
      await new Promise((done) => setTimeout(done, 300));
    if (this.faults.delay > 0)
      await new Promise((done) => setTimeout(done, this.faults.delay));

    const url = new URL(request.url, "http://double");
    if (this.faults.blind)
      return this.count(response, this.inflated(request, body));
    const events = this.events(url, request, this.inflated(request, body));
    if (events.length === 0)
      throw new Answer(400, { message: "no event" });
    this.stats.mostEvents = Math.max(this.stats.mostEvents, events.length);
    const ids = [];
    for (const [index, text] of events.entries()) {
      const refused = Buffer.byteLength(text) > MOST_EVENT || (this.faults.refuse && text.includes(this.faults.refuse)) || (fault === "partial" && index % 7 === 3);
      if (refused) {
        this.stats.refused++;
        continue;
      }
      this.note(text);
      ids.push(randomUUID());
    }
    if (fault === "cut-after")
      return request.socket.destroy();
    if (fault === "never-after")
      return;
    if (ids.length === 0)
      throw new Answer(413, { message: "no event of the payload was taken" });
    this.answer(response, 200, url.pathname.endsWith("/plain") ? { event_id: ids[0] } : { event_ids: ids });
  }

  /** An id for each line, or each object of an array, and nothing more. */
  count(response, body) {
    const mark = body[0] === 0x5b ? Buffer.from("},{") : Buffer.from("\n");
    let events = 1;
    for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + mark.length))
      events++;
    this.stats.events += events;
    const id = `"${randomUUID()}"`;
    this.answer(response, 200, `{"event_ids":[${`${id},`.repeat(events - 1)}${id}]}`);
  }

  note(text) {
    this.stats.events++;
    this.messages.set(text, (this.messages.get(text) ?? 0) + 1);
    if (parse(text).understood)
      this.stats.understood++;
    else if (this.unlike.length < 20)
      this.unlike.push(text.slice(0, 500));
  }

  async body(request) {
    const chunks = [];
    let length = 0;
    for await (const chunk of request) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MOST_BYTES)
        throw new Answer(413, { message: "payload too large" }, { Connection: "close" });
      if (this.faults.rate > 0)
        await new Promise((done) => setTimeout(done, (chunk.length / this.faults.rate) * 1000));
    }
    return Buffer.concat(chunks);
  }

  inflated(request, body) {
    if (request.headers["content-encoding"] !== "gzip")
      return body;
    this.stats.gzip++;
    return gunzipSync(body, { maxOutputLength: MOST_BYTES });
  }

  /** The events of a request as texts, its key checked. */
  events(url, request, body) {
    if (request.method !== "POST")
      throw new Answer(405, { message: "POST is what is taken" });
    const path = url.pathname.replace(/^\/api\/v1\/intake-http/, "");
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    const asText = (event) => (typeof event === "string" ? event : JSON.stringify(event));
    const items = (tree) => {
      if (!Array.isArray(tree))
        throw new Answer(400, { message: "an array of events is what is taken" });
      return tree;
    };
    switch (path) {
      case "/plain":
        this.check(this.keyOf(url, request));
        return [text];
      case "/plain/batch":
        this.check(this.keyOf(url, request));
        return text.split("\n").filter((line) => line.trim() !== "");
      case "/jsons": {
        this.check(this.keyOf(url, request));
        const at = (url.searchParams.get("path") ?? "$").split(".").slice(1);
        return items(at.reduce((tree, name) => tree?.[name], JSON.parse(text))).map(asText);
      }
      case "/batch": {
        const tree = JSON.parse(text);
        this.check(tree.intake_key);
        return items(tree.jsons).map(asText);
      }
      case "/array":
        return items(JSON.parse(text)).map((item) => {
          this.check(item.intake_key);
          if (typeof item.json !== "string")
            throw new Answer(400, { message: "json: a text is what is taken" });
          return item.json;
        });
      default:
        throw new Answer(404, { message: "there is no such path" });
    }
  }

  keyOf(url, request) {
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? "");
    return request.headers["x-sekoiaio-intake-key"] ?? (basic ? Buffer.from(basic[1], "base64").toString().split(":").slice(1).join(":") : undefined) ?? url.searchParams.get("intake_key");
  }

  check(key) {
    if (!key)
      throw new Answer(401, { message: "an intake key is needed" });
    // The key comes back, as it may from a careless server: no client may print it.
    if (key !== this.key)
      throw new Answer(this.faults.keyStatus ?? 401, { message: `unknown intake key ${key}` });
  }

  /** For the tests: POST /_double/faults, /_double/reset; GET /_double/report, /_double/messages. */
  async control(request, response) {
    const body = await this.body(request);
    switch (request.url) {
      case "/_double/faults":
        this.faults.set(JSON.parse(body));
        this.faults.keyStatus = JSON.parse(body).keyStatus;
        return this.answer(response, 200, {});
      case "/_double/reset":
        this.faults.set({});
        this.reset();
        return this.answer(response, 200, {});
      case "/_double/messages":
        response.writeHead(200, { "Content-Type": "application/x-ndjson" });
        for (const [text, count] of this.messages)
          response.write(JSON.stringify({ message: text, count, ...parse(text) }) + "\n");
        return response.end();
      case "/_double/counts":
        response.writeHead(200, { "Content-Type": "application/x-ndjson" });
        response.write([...this.messages].map(([text, count]) => JSON.stringify([text, count])).join("\n"));
        return response.end();
      default:
        return this.answer(response, 200, this.report());
    }
  }

  answer(response, status, body, headers = {}) {
    if (response.headersSent || response.destroyed)
      return;
    this.stats.answers[status] = (this.stats.answers[status] ?? 0) + 1;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    response.writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text), ...headers });
    response.end(text);
  }
}
