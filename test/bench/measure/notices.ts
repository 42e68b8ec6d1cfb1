import { notice as noticeStreams, noticeStream } from "../../../events/notice/decider";
import { noticeIdentity } from "../../../events/notice/message";
import { subscription as subscriptions, subscriptionStream } from "../../../events/subscription/decider";
import { inParallel } from "../../../functions/kernel/task/batches";
import type { EventStore } from "../../../functions/kernel/streams/event-store";
import { hash } from "../../../functions/kernel/task/hash";
import type { Notice } from "../../../infra/local/marketplace/notice";
import type { Stall } from "../../../infra/local/stall";
import { eventually } from "../eventually";
import { right, same } from "../right";
import { countingCalls, type Calls } from "./call-count";
import { makeNotices, NOTICES_EACH, shuffled, type Expected } from "./notice-mix";
import { DEAD_LETTERS, inFolder, isQuiet, NAMES, quiet, withStall } from "./stall";

/** Every twentieth message is delivered a second time, as both channels may. */
const TWICE_OF = 20;

/**
 * A little more than the longest wait of EntitlementChange, which reads a contract again after ten minutes and, what is
 * still empty, fifty later. Two turns of the clock are past both; those that meet a rival pause, and need one more.
 */
const PAST_A_WAIT_MS = 51 * 60_000;
/**
 * Then only runs of metering are left, of customers who went: they tell AWS one after another, and wait a minute each time they
 * meet one that does. A leap of the clock is one such minute to each of them, so that the clock goes by the minute from here.
 */
const LEAPS = 4;
const MINUTE_MS = 60_000;
const MOST_TURNS = 30;

/** At a fifth of the usual pace ten thousand notices still come through. */
const PATIENCE_MS = 1_800_000;

/** The heap is weighed so often on the way. */
const WEIGHINGS = 20;

/** The heap after a collection, once so many notices were settled. */
export interface Weighed {
  readonly settled: number;
  readonly bytes: number;
}

/** What working off so many notices came to. */
export interface NoticesWorkedOff {
  readonly notices: number;
  readonly subscriptions: number;
  readonly deliveries: number;
  /** From the release of the first to the settling of the last. */
  readonly settledMs: number;
  /** What the processor did meanwhile: of whatever else the machine does it knows nothing. */
  readonly settledCpuMs: number;
  /** What functions asked of AWS meanwhile. */
  readonly calls: Calls;
  /** From the turn of the clock to the end of the last run: each contract is read again. */
  readonly readAgainMs: number;
  /** Of the whole process, with everything in it. */
  readonly peakBytes: number;
  /** The heap after collections: before the first notice; on the way, runs that wait included; and once no run is open any more. */
  readonly heapBefore: number;
  readonly heap: readonly Weighed[];
  readonly heapAfter: number;
}

export interface WorkOff {
  /** A multiple of ten. */
  readonly count: number;
  /** Where data is kept, and left; in a folder that goes if left out. */
  readonly dataDir?: string;
  /** Whether the clock is moved on until every run has ended; else they are left waiting. */
  readonly readAgain: boolean;
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const heapInUse = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

/** The notice's stream in the log, by what identifies the message. */
const streamOf = ({ event, body }: Notice): `notice-${string}` =>
  noticeStream(hash(...noticeIdentity({ body: body ?? JSON.stringify(event), messageId: "" }).parts));

const checkNotices = async (sent: readonly Notice[], log: EventStore): Promise<void> => {
  const streams = [...new Set(sent.map(streamOf))];
  same("different notices", streams.length, sent.length);
  const outcomes = await inParallel(streams, 16, async (stream) => (await log.load(noticeStreams, stream)).state.settled);
  // What tells of an agreement before its license is known, or of a legacy listing's, is kept.
  same("notices that are settled", outcomes.filter((outcome) => outcome === "applied" || outcome === "recorded").length, sent.length);
};

const checkAccess = async (log: EventStore, expected: readonly Expected[]): Promise<void> => {
  await inParallel(expected, 16, async ({ subscription, access }) => {
    const { state } = await log.load(subscriptions, subscriptionStream(subscription));
    same(`the access of ${subscription}`, state.access.status, access);
  });
};

const checkQueues = ({ queues }: Stall): void => {
  for (const queue of [NAMES.notices, ...DEAD_LETTERS]) same(`messages in ${queue}`, queues.size(queue), { visible: 0, inFlight: 0 });
};

const checkRuns = async ({ engine }: Stall, expected: number): Promise<void> => {
  // Runs for what is due by time are the clock's, not a notice's.
  const runs = (await engine.records.all()).filter(({ name }) => name.startsWith("notice-"));
  same("runs of EntitlementChange", runs.length, expected);
  same(
    "runs that did not succeed",
    runs.filter(({ status }) => status !== "SUCCEEDED").map(({ name, error }) => [name, error]),
    [],
  );
};

/** Works off notices of a contract and of a legacy listing, ten for each subscription, as fast as the embedded cloud can. */
export const notices = async ({ count, dataDir, readAgain }: WorkOff, tell: (step: string) => void): Promise<NoticesWorkedOff> => {
  const work = (folder: string) =>
    withStall({ dataDir: folder }, async (stall, log): Promise<NoticesWorkedOff> => {
      const { marketplace, functions, engine, advance } = stall;
      tell("warming up");
      // In the API's own spelling, so that entitlements are found before the buyer arrives, who would tell the license's full name.
      await marketplace.kept.settings.change((before) => ({ ...before, eventArn: "contract" }));
      await marketplace.buy({ product: "harbourlight0contract0001" });
      await quiet(stall);
      const settlings = (): number => functions.invocations()[NAMES.settle] ?? 0;
      const warmedUp = settlings();
      tell("making them");
      const expected = await makeNotices(stall, count / NOTICES_EACH);
      const held = (await marketplace.desk.list()).filter(({ state }) => state === "held");
      same("notices that were made", held.length, count);
      const ids = shuffled(held.map(({ id }) => id));
      const heap: Weighed[] = [];
      const heapBefore = heapInUse();

      const settled = (): number => settlings() - warmedUp;
      const weigh = (): void => {
        if (settled() >= ((heap.length + 1) * count) / WEIGHINGS) heap.push({ settled: settled(), bytes: heapInUse() });
      };
      const deliver = async (): Promise<void> => {
        await marketplace.desk.release(ids);
        await marketplace.desk.duplicate(ids.filter((_, index) => index % TWICE_OF === 0));
        // From now on AWS's messages flow again.
        await marketplace.desk.release();
      };
      const [started, cpuBefore] = [performance.now(), cpuMs()];
      const { calls } = await countingCalls(async () => {
        const delivered = deliver();
        await eventually(
          `${count} notices are settled`,
          () => {
            tell(`${settled()} of ${count} settled`);
            weigh();
            return settled() >= count && isQuiet(stall);
          },
          { withinMs: PATIENCE_MS, everyMs: 20 },
        );
        await delivered;
        await quiet(stall);
      });
      const settledMs = performance.now() - started;
      const settledCpuMs = cpuMs() - cpuBefore;
      tell("checking");
      right(settled() === count, `${settled()} settlings for ${count} notices: some were tried more than once.`);
      const ours = new Set(ids);
      const sent = (await marketplace.desk.list()).filter(({ id }) => ours.has(id));
      await checkNotices(sent, log);
      await checkAccess(log, expected);
      checkQueues(stall);

      const again = performance.now();
      if (readAgain) {
        for (let turn = 0; engine.running() > 0; turn += 1) {
          tell(`reading all again, ${engine.running()} runs wait`);
          right(turn < MOST_TURNS, `${engine.running()} runs still wait after ${turn} turns of the clock.`);
          await advance(turn < LEAPS ? PAST_A_WAIT_MS : MINUTE_MS);
          await quiet(stall);
        }
        await checkRuns(stall, count + warmedUp);
        await checkAccess(log, expected);
        checkQueues(stall);
      }
      const readAgainMs = performance.now() - again;

      return {
        notices: count,
        subscriptions: expected.length,
        deliveries: sent.reduce((sum, { deliveries }) => sum + deliveries, 0),
        settledMs,
        settledCpuMs,
        calls,
        readAgainMs,
        peakBytes: process.resourceUsage().maxRSS * 1024,
        heapBefore,
        heap,
        heapAfter: heapInUse(),
      };
    });
  return dataDir === undefined ? inFolder(work) : work(dataDir);
};
