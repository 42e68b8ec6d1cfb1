import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { agreementCodec } from "../../events/agreement/events";
import { arrivalCodec } from "../../events/arrival/events";
import type { EventCodec, StoredEvent } from "../../events/kernel/codec";
import type { AnyEvent } from "../../events/kernel/event";
import { noticeCodec } from "../../events/notice/events";
import { reconciliationCodec } from "../../events/reconciliation/events";
import { meter } from "../../events/meter/meter";
import { run } from "../../events/run/run";
import { subscriptionCodec } from "../../events/subscription/events";
import { usageCodec } from "../../events/usage/events";

const FOLDER = join(__dirname, "fixtures");
const CODECS: Readonly<Record<string, unknown>> = {
  subscription: subscriptionCodec,
  agreement: agreementCodec,
  arrival: arrivalCodec,
  notice: noticeCodec,
  reconciliation: reconciliationCodec,
  run: run.codec,
  meter: meter.codec,
  usage: usageCodec,
};

const manifest = JSON.parse(readFileSync(join(FOLDER, "manifest.json"), "utf8")) as Record<string, string>;
const files = readdirSync(FOLDER).filter((file) => file !== "manifest.json");
const read = (file: string): string => readFileSync(join(FOLDER, file), "utf8");

/** One stored event for each type and version that ever shipped, kept for ever: the log is full of them. */
describe("a stored event of any version that ever shipped", () => {
  const all = Object.entries(CODECS as Record<string, EventCodec<AnyEvent>>).flatMap(([stream, { versions }]) =>
    Object.entries(versions).flatMap(([type, current]) => Array.from({ length: current }, (_, index) => `${stream}.${type}.v${index + 1}.json`)),
  );

  test.each(all)("has a fixture: %s", (file) => {
    expect(files).toContain(file);
  });

  test.each(files)("is decoded for ever: %s", (file) => {
    const [stream = ""] = file.split(".");
    const stored = JSON.parse(read(file)) as StoredEvent;
    const codec = CODECS[stream] as EventCodec<AnyEvent>;
    expect(codec.decode(stored).type).toBe(stored.t);
    if (codec.versions[stored.t] === stored.v) expect(codec.encode(codec.decode(stored))).toEqual(stored);
  });

  test.each(files)("is never edited: %s", (file) => {
    expect(createHash("sha256").update(read(file)).digest("hex")).toBe(manifest[file]);
  });
});
