import { NotReadyError } from '../core/errors.ts';
import type { Plan } from '../core/wire/plan.ts';
import { goodStepOutcomes } from '../core/wire/steps.ts';
import type { Clock, LoadGenerator, RunStore, TailedLine } from '../ports.ts';

export interface JourneyParts {
  readonly plan: Plan;
  /** A folder of its own below the run's, so that its evidence is not the run's. */
  readonly store: RunStore;
  readonly generator: LoadGenerator;
  readonly clock: Clock;
  readonly baseUrl: string;
  readonly adapterFile: string;
  readonly tail: () => readonly TailedLine[];
  readonly signal: AbortSignal;
  readonly onLoadStarted: (pids: readonly number[]) => void;
}

const shoppers = 10;
const lastsSeconds = 4;
const leadMs = 1_500;
/** k6 bundles and starts in this much, and a slow shop answers. */
const graceMs = 20_000;

/** A handful of hurried shoppers: every persona is likely among them, so that each step of the journey is taken. */
const smallPlan = (plan: Plan): Plan => ({
  ...plan,
  // Its intents and keys must not be those of the run: the shop would take the run's first orders for repetitions.
  runId: `${plan.runId}-preflight`,
  experiment: null,
  // Shoppers who are there at once, whatever the model of the run.
  load: {
    model: 'closed',
    virtualUsers: shoppers,
    curve: [
      { atSeconds: 0, virtualUsers: shoppers },
      { atSeconds: lastsSeconds, virtualUsers: shoppers },
      { atSeconds: lastsSeconds, virtualUsers: 0 },
    ],
    hosts: 1,
    workers: 1,
    connections: plan.load.connections,
    thinkTimeMedianSeconds: 0.2,
    thinkTimeSigma: plan.load.thinkTimeSigma,
    patienceSeconds: plan.load.patienceSeconds,
  },
  timing: {
    plateauStartSeconds: 0,
    rampDownStartSeconds: lastsSeconds,
    endSeconds: lastsSeconds,
    worstCaseSeconds: lastsSeconds + plan.load.patienceSeconds,
    recoveryReserveSeconds: 0,
  },
});

/** Steps that never went well, in words; empty when the journey works as far as it was taken. */
export const failedSteps = (lines: readonly TailedLine[]): readonly string[] => {
  const bySteps = new Map<string, { good: number; bad: Map<string, number> }>();
  for (const { line } of lines) {
    if (line.type !== 'entry' || line.kind !== 'step') continue;
    const step = bySteps.get(line.name) ?? { good: 0, bad: new Map<string, number>() };
    bySteps.set(line.name, step);
    if (goodStepOutcomes.includes(line.outcome)) step.good += line.count;
    else step.bad.set(line.outcome, (step.bad.get(line.outcome) ?? 0) + line.count);
  }
  return [...bySteps]
    .filter(([, { good }]) => good === 0)
    .map(([name, { bad }]) => `${name} (${[...bad].map(([outcome, count]) => `${count} × ${outcome}`).join(', ')})`);
};

/**
 * Lets a few shoppers walk the journey before the load: an adapter that does not fit its shop is found out in seconds.
 * @throws NotReadyError naming the steps that never went well, or the engine's last words when nobody came through at all.
 */
export const tryJourney = async (parts: JourneyParts): Promise<void> => {
  const { store, generator, clock, baseUrl, adapterFile, tail, signal } = parts;
  const plan = smallPlan(parts.plan);
  store.writePlan(plan);
  const t0Ms = clock.nowMs() + leadMs;
  const load = await generator.start({ plan, runFolder: store.folder, t0Ms, baseUrl, adapterFile });
  parts.onLoadStarted(load.pids);
  const deadlineMs = leadMs + (lastsSeconds + plan.load.patienceSeconds) * 1_000 + graceMs;
  const ended = await Promise.race([load.ended, clock.sleep(deadlineMs, signal).then(() => null)]);
  if (ended === null) await load.kill();
  if (signal.aborted) return;
  const lines = tail();
  const words = ended === null || ended.lastWords === '' ? '' : `\nThe engine's last words:\n${ended.lastWords}`;
  const failed = failedSteps(lines);
  if (failed.length > 0)
    throw new NotReadyError(
      `The journey does not work, before any load: ${failed.join(', ')}.${words}`,
      'Open the shop in a browser; if it works there, mend these steps, or their content checks, in the shop adapter.',
    );
  if (!lines.some(({ line }) => line.type === 'entry' && line.kind === 'step'))
    throw new NotReadyError(
      `No shopper came through a single step before the load.${words}`,
      'If these name your adapter, mend it there; otherwise look at engine-w1.log in the folder `preflight` of the run.',
    );
};
