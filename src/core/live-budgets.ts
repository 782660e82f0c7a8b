import { findEpisodes } from './recovery/episodes.ts';
import { measureDowntime } from './recovery/downtime.ts';
import { cutWindows } from './recovery/windows.ts';
import { definitionForStep, definitionOf, type GoodDefinition } from './share/good-definition.ts';
import { countWithin, decodeLatencyCounts } from './timeline/latency-counts.ts';
import type { SecondCounts } from './timeline/step-series.ts';
import type { Budget, Phase } from './wire/budgets.ts';
import type { Plan } from './wire/plan.ts';
import { goodStepOutcomes } from './wire/steps.ts';
import type { TimelineLine } from './wire/timeline.ts';

/**
 * How a budget stands while the run goes on. It decides nothing: intervals, validity and the rest of the run are still to come.
 * `waiting`: its phase or fault has not begun · `running`: a recovery whose time runs.
 */
export interface LiveBudget {
  readonly budget: Budget;
  readonly state: 'waiting' | 'running' | 'within' | 'over';
  /** Bad share (ratio) of a latency or error-share budget, else seconds; null while there is none. */
  readonly value: number | null;
  /** What `value` may be at most, in the same unit. */
  readonly allowed: number;
  /** Attempts behind it. */
  readonly attempts: number;
}

/** A fault as far as it has come, seconds from T0. */
export interface LiveFault {
  readonly name: string;
  readonly fromSeconds: number;
  /** Null while it is in place. */
  readonly toSeconds: number | null;
}

export interface LiveBudgets {
  take(lines: readonly { readonly line: TimelineLine }[]): void;
  /** @param phaseOf the phase of a second from T0; null where it is not known. */
  standing(
    nowSeconds: number,
    phaseOf: (second: number) => Phase | null,
    faults: readonly LiveFault[],
  ): readonly LiveBudget[];
}

/** Seconds that may still receive many answers are not looked at yet. */
const settleSeconds = 2;

/** Counts attempts and bad ones by second, each step under one definition of good. */
const openCounts = (definition: GoodDefinition, seconds: number) => {
  const attempts = new Float64Array(seconds);
  const bad = new Float64Array(seconds);
  return {
    counts: { attempts, bad } satisfies SecondCounts,
    take: (line: Extract<TimelineLine, { type: 'entry' }>): void => {
      if (line.second < 0 || line.second >= seconds) return;
      const good =
        !goodStepOutcomes.includes(line.outcome as never) || line.kind !== 'step'
          ? 0
          : definition.limitMs === null
            ? line.count
            : withinLimit(line.histogram, definition.limitMs);
      attempts[line.second] = (attempts[line.second] ?? 0) + line.count;
      bad[line.second] = (bad[line.second] ?? 0) + Math.max(0, line.count - good);
    },
  };
};

const withinLimit = (histogram: string, limitMs: number): number => {
  try {
    return countWithin(decodeLatencyCounts(histogram), limitMs);
  } catch {
    return 0;
  }
};

type Counter = ReturnType<typeof openCounts>;

/** Follows the budgets of a run, by the same definitions of good, windows and onset as the judge. */
export const openLiveBudgets = (plan: Plan, budgets: readonly Budget[]): LiveBudgets => {
  const seconds = Math.ceil(plan.timing.endSeconds + plan.load.patienceSeconds);
  const { checkoutStep } = plan.scenario;
  const byStep = new Map<string, Counter[]>();
  const counterFor = (step: string, definition: GoodDefinition): Counter => {
    const counter = openCounts(definition, seconds);
    byStep.set(step, [...(byStep.get(step) ?? []), counter]);
    return counter;
  };
  const followed = budgets.filter(isFollowed).map((budget) => {
    const step = budget.step ?? checkoutStep;
    const definition = definitionOf(budget) ?? definitionForStep(step, budgets);
    return { budget, definition, counter: counterFor(step, definition) };
  });

  const share = (
    { budget, definition, counter: { counts } }: (typeof followed)[number],
    phaseOf: PhaseOf,
    faults: readonly LiveFault[],
  ): LiveBudget => {
    let [attempts, bad] = [0, 0];
    const own = faults.filter((fault) => isOwn(budget, fault));
    const isCounted = (second: number): boolean =>
      budget.phase === null
        ? own.some(({ fromSeconds, toSeconds }) => second >= Math.floor(fromSeconds) && second <= (toSeconds ?? second))
        : phaseOf(second) === budget.phase;
    counts.attempts.forEach((count, second) => {
      if (count === 0 || !isCounted(second)) return;
      attempts += count;
      bad += counts.bad[second] ?? 0;
    });
    const value = attempts === 0 ? null : bad / attempts;
    const state = value === null ? 'waiting' : value <= definition.allowance ? 'within' : 'over';
    return { budget, state, value, allowed: definition.allowance, attempts };
  };

  const windowsOf = ({ definition, counter }: (typeof followed)[number], until: number) =>
    cutWindows(counter.counts, definition.allowance, until);

  const downtime = (entry: (typeof followed)[number], until: number): LiveBudget => {
    const windows = windowsOf(entry, until);
    const step = { step: checkoutStep, definition: entry.definition, counts: entry.counter.counts, windows };
    const { downSeconds, attempts } = measureDowntime(step, plan.timing.plateauStartSeconds, until);
    const { budget } = entry;
    const state = attempts === 0 ? 'waiting' : downSeconds <= budget.limit ? 'within' : 'over';
    return { budget, state, value: attempts === 0 ? null : downSeconds, allowed: budget.limit, attempts };
  };

  /** The longest of its faults; goodput is left to the judge. */
  const recovery = (
    entry: (typeof followed)[number],
    until: number,
    now: number,
    faults: readonly LiveFault[],
  ): LiveBudget => {
    const { budget, definition } = entry;
    const own = faults.filter((fault) => isOwn(budget, fault));
    if (own.length === 0) return { budget, state: 'waiting', value: null, allowed: budget.limit, attempts: 0 };
    const windows = windowsOf(entry, until);
    const times = own.map(({ fromSeconds, toSeconds }, at) => {
      const [last] = findEpisodes({
        windows,
        allowance: definition.allowance,
        fromSeconds,
        untilSeconds: Math.min(until, own[at + 1]?.fromSeconds ?? Infinity),
        goodputBackFrom: () => true,
      }).slice(-1);
      if (last === undefined) return { seconds: 0, running: toSeconds === null };
      const back = last.recoveredSeconds;
      const from = budget.indicator === 'selfHealing' ? (toSeconds ?? now) : last.onsetSeconds;
      return { seconds: Math.max(0, (back ?? now) - from), running: back === null };
    });
    const value = Math.max(...times.map((time) => time.seconds));
    const state = value > budget.limit ? 'over' : times.some(({ running }) => running) ? 'running' : 'within';
    const attempts = windows.reduce((sum, window) => sum + window.attempts, 0);
    return { budget, state, value, allowed: budget.limit, attempts };
  };

  return {
    take: (lines) => {
      for (const { line } of lines)
        if (line.type === 'entry' && line.kind === 'step')
          for (const counter of byStep.get(line.name) ?? []) counter.take(line);
    },
    standing: (nowSeconds, phaseOf, faults) => {
      const until = Math.max(0, Math.min(seconds, Math.floor(nowSeconds) - settleSeconds));
      return followed.map((entry) => {
        const { budget } = entry;
        if (definitionOf(budget) !== null) return share(entry, phaseOf, faults);
        return budget.indicator === 'downtime' ? downtime(entry, until) : recovery(entry, until, nowSeconds, faults);
      });
    },
  };
};

type PhaseOf = (second: number) => Phase | null;

/** The others are judged from what is only known at the end. */
const isFollowed = (budget: Budget): boolean =>
  definitionOf(budget) !== null || ['downtime', 'serviceRecovery', 'selfHealing'].includes(budget.indicator);

const isOwn = (budget: Budget, { name }: LiveFault): boolean => budget.fault === '*' || budget.fault === name;
