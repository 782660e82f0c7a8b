import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openRunStore } from '../../src/adapters/run-store/run-store.ts';
import type { Evidence } from '../../src/core/evidence.ts';
import type { RunEvent } from '../../src/core/wire/events.ts';
import type { Plan } from '../../src/core/wire/plan.ts';
import type { RunStore } from '../../src/ports.ts';
import type { Bench } from '../benchmark.ts';
import { ProcessSampler, type Sample } from './processes.ts';
import { startLoad, type LoadOptions, type Output } from './start-load.ts';
import { startTargets, type ServerFigures } from './targets.ts';

export interface DriveOptions extends LoadOptions {
  readonly delayMs: number;
  /** Target processes, each on a port of its own; 1 where it is left out. */
  readonly targets?: number;
  /** Ends a load whose memory passes this. */
  readonly mostRssMiB?: number;
}

/** What was seen of one load, from outside and in its evidence. */
export interface Measured {
  readonly plan: Plan;
  readonly peakRssMiB: number;
  readonly cpuSeconds: number;
  /** Requests that the targets answered. */
  readonly requests: number;
  /** From the end of the ramp to the end of the hold; null for `plain`, whose start the plan does not fix. */
  readonly hold: { readonly seconds: number; readonly requests: number; readonly cpuSeconds: number } | null;
  readonly samples: readonly Sample[];
  readonly t0Ms: number;
  readonly server: readonly ServerFigures[];
  /** Bytes of timelines, or of the output that stands in their place. */
  readonly bytesWritten: number;
  /** Null without a timeline. */
  readonly evidence: Evidence | null;
  readonly isOverMemory: boolean;
}

/** Time that k6 needs before the first shopper can start, beside its hosts. */
const leadMs = 3_000;
const leadMsPerHost = 80;
/** Between two loads: connections are closed, memory goes back. */
const restMs = 1_000;

/**
 * Drives one load against fresh targets.
 * 1. Start the targets. 2. Start k6 with T0 in a few seconds. 3. Watch it until it has ended, with a look at the beginning and at the
 * end of the hold. 4. Read what it left; end and remove everything.
 * @throws Error when k6 ends before its time or with an error, with its last words, and when the targets answered no request.
 */
export const drive = async (bench: Bench, options: DriveOptions): Promise<Measured> => {
  const { plan, delayMs, targets: count = 1, tls = false } = options;
  const k6Path = await bench.programs.k6(); // built before T0 is set: a build outlasts the lead
  const targets = await startTargets(bench, { count, delayMs, tls });
  const root = mkdtempSync(path.join(tmpdir(), 'peakproof-bench-run-'));
  try {
    const store = openRunStore(path.join(root, plan.runId));
    const t0Ms = Date.now() + leadMs + leadMsPerHost * plan.load.hosts;
    writeBeginning(store, plan, t0Ms);
    const load = await startLoad(options, { k6Path, runFolder: store.folder, t0Ms, baseUrls: targets.baseUrls });
    const takeBack = bench.onInterrupt(() => void load.kill());
    const sampler = new ProcessSampler(load.pids);
    const memory = watchMemory(sampler, options.mostRssMiB, () => load.kill());
    try {
      const look = async (atSeconds: number) => {
        await sleep(Math.max(0, t0Ms + atSeconds * 1_000 - Date.now()));
        const requests = await targets.requests();
        return { requests, cpuSeconds: sampler.sample().cpuSeconds, atMs: Date.now() };
      };
      const watched = options.program === 'plain' ? Promise.resolve(null) : watchHold(look, plan);
      watched.catch(() => undefined); // told by the race below, unless k6's own end is told
      const early = load.ended.then(({ exitCodes, words }) => {
        if (!memory.isOver() && exitCodes.some((code) => code !== 0))
          throw new Error(`k6 ended with ${exitCodes.join(', ')}: ${words}`);
      });
      const hold = await Promise.race([watched, early.then(() => watched)]);
      await early;
      sampler.stop();
      const server = await targets.figures();
      const requests = server.reduce((sum, figures) => sum + figures.requests, 0);
      if (requests === 0) throw new Error('The targets answered no request: there is nothing to measure');
      store.appendEvent(event(t0Ms, { type: 'run', state: 'loadEnded' }));
      store.appendEvent(event(t0Ms, { type: 'run', state: 'closed' }));
      return {
        plan,
        peakRssMiB: sampler.peakRssMiB,
        cpuSeconds: sampler.cpuSeconds,
        requests,
        hold,
        samples: sampler.samples,
        t0Ms,
        server,
        bytesWritten: bytesOf(store.folder, options.output),
        evidence: options.output === 'timeline' && options.program === 'runtime' ? store.readEvidence() : null,
        isOverMemory: memory.isOver(),
      };
    } finally {
      takeBack();
      sampler.stop();
      memory.stop();
      await load.kill();
    }
  } finally {
    await targets.stop();
    rmSync(root, { recursive: true, force: true });
    await sleep(restMs);
  }
};

type Look = (atSeconds: number) => Promise<{ requests: number; cpuSeconds: number; atMs: number }>;

const watchHold = async (look: Look, { timing }: Plan): Promise<NonNullable<Measured['hold']>> => {
  const from = await look(timing.plateauStartSeconds);
  const to = await look(timing.rampDownStartSeconds);
  return {
    seconds: (to.atMs - from.atMs) / 1_000,
    requests: to.requests - from.requests,
    cpuSeconds: to.cpuSeconds - from.cpuSeconds,
  };
};

/** Ends the load when it takes more memory than it may. */
const watchMemory = (sampler: ProcessSampler, mostRssMiB: number | undefined, kill: () => Promise<void>) => {
  let isOver = false;
  const timer = setInterval(() => {
    if (mostRssMiB === undefined || isOver || sampler.peakRssMiB <= mostRssMiB) return;
    isOver = true;
    void kill();
  }, 250);
  return { isOver: () => isOver, stop: () => clearInterval(timer) };
};

type NewEvent<Event> = Event extends RunEvent ? Omit<Event, 'v' | 'at' | 'offsetSeconds'> : never;

const event = (t0Ms: number, what: NewEvent<RunEvent>, atMs = Date.now()): RunEvent => ({
  v: 1,
  at: new Date(atMs).toISOString(),
  offsetSeconds: (atMs - t0Ms) / 1_000,
  ...what,
});

/** What the harness writes before the load, so that the real judge can read the run. */
const writeBeginning = (store: RunStore, plan: Plan, t0Ms: number): void => {
  store.writePlan(plan);
  store.writeBudgets({ schemaVersion: 1, source: { kind: 'default' }, budgets: [] });
  store.appendEvent(event(t0Ms, { type: 'run', state: 'created' }));
  store.appendEvent(event(t0Ms, { type: 'run', state: 'driving' }, t0Ms));
};

const bytesOf = (runFolder: string, output: Output): number => {
  const pattern = output === 'timeline' ? /^timeline-/ : /^samples\./;
  return readdirSync(runFolder)
    .filter((file) => pattern.test(file))
    .reduce((bytes, file) => bytes + statSync(path.join(runFolder, file)).size, 0);
};
