import type { StepWindows } from '../recovery/step-windows.ts';
import { cutWindows, isOnset } from '../recovery/windows.ts';
import { percent, roundFigures, roundSeconds } from '../rounding.ts';
import type { FaultLife, RunHistory } from '../run-history.ts';
import { describeDefinition, type GoodDefinition } from '../share/good-definition.ts';
import { mergeLatencyCounts, quantileMs } from '../timeline/latency-counts.ts';
import { countBetween, sumSeconds, type SecondCounts, type StepSeries } from '../timeline/step-series.ts';
import { indicatorFacts } from '../wire/budgets.ts';
import type { PlannedExpectations } from '../wire/expectations.ts';
import type { Plan, PlannedFault } from '../wire/plan.ts';
import type { Finding } from '../wire/verdict.ts';

/** What the run holds that expectations are judged by. */
interface ExpectationEvidence {
  readonly plan: Plan;
  readonly history: RunHistory;
  readonly stepWindows: ReadonlyMap<string, StepWindows>;
  readonly steps: ReadonlyMap<string, StepSeries>;
  readonly plateauEndSeconds: number;
}

type Held = PlannedExpectations['holds'][number];
type Judged = Pick<Finding, 'value' | 'samples' | 'outcome' | 'why'>;

/** Fewer attempts than this cannot show that a step never fails. */
const leastAttempts = 20;

const sum = (values: Float64Array): number => sumSeconds(values, 0, values.length);

/** The name under which an expectation is found in reports. */
const nameOf = (fault: string, step: string, what: string): string => `expected/${fault}/${step}/${what}`;

/** Whole seconds that the fault was in place, those in which it went in and out too. */
const timeInPlace = ({ appliedAtSeconds, healedAtSeconds }: FaultLife, plateauEndSeconds: number) => {
  const from = Math.floor(appliedAtSeconds ?? 0);
  return { from, to: Math.max(from, Math.min(plateauEndSeconds, Math.ceil(healedAtSeconds ?? plateauEndSeconds))) };
};

/** Definition of good for a step that holds: its own, or one of the expectation. */
const definitionOf = ({ latencyP95Ms, errorShare }: Held, own: GoodDefinition): GoodDefinition => {
  if (latencyP95Ms !== null) return { limitMs: latencyP95Ms, allowance: 0.05, budget: 'expectation' };
  return errorShare === null ? own : { limitMs: null, allowance: errorShare, budget: 'expectation' };
};

/**
 * A step holds when none of its windows, cut anew from the instant at which the fault went in, is an onset (DESIGN §6), and no more than
 * its allowance was bad in all. Above the allowance without an onset is a doubt: faults are too short for the intervals that decide phases.
 */
const judgeHeld = (counts: SecondCounts, { allowance, ...rest }: GoodDefinition): Judged => {
  const [attempts, bad] = [sum(counts.attempts), sum(counts.bad)];
  if (attempts === 0)
    return {
      value: null,
      samples: 0,
      outcome: 'inconclusive',
      why: 'no attempt was made while the fault was in place',
    };
  const windows = cutWindows(counts, allowance, counts.attempts.length);
  const onset = windows.findIndex((_window, index) => isOnset(windows, index, allowance));
  const seen = `${percent(bad / attempts)} of ${attempts} attempts were bad while it was in place (${describeDefinition({ allowance, ...rest })})`;
  const judged = { value: roundFigures(bad / attempts), samples: attempts };
  if (onset >= 0)
    return {
      ...judged,
      outcome: 'fail',
      why: `${seen}; degraded from ${windows[onset]?.fromSeconds ?? 0} s after it went in`,
    };
  if (windows.every(({ state }) => state === 'unknown'))
    return { ...judged, outcome: 'inconclusive', why: `${seen}: too few to say, use more users` };
  if (bad > allowance * attempts)
    return { ...judged, outcome: 'inconclusive', why: `${seen}: above the allowance, but never for long enough` };
  return { ...judged, outcome: 'pass', why: seen };
};

const judgeNeverFails = (counts: SecondCounts): Judged => {
  const [attempts, bad] = [sum(counts.attempts), sum(counts.bad)];
  const judged = { value: attempts === 0 ? null : roundFigures(bad / attempts), samples: attempts };
  const seen = `${bad} of ${attempts} attempts failed while the fault was in place, and none may`;
  if (bad > 0) return { ...judged, outcome: 'fail', why: seen };
  if (attempts < leastAttempts)
    return {
      ...judged,
      outcome: 'inconclusive',
      why: `${seen}; fewer than ${leastAttempts} show nothing: use more users`,
    };
  return { ...judged, outcome: 'pass', why: seen };
};

/** The latency within which all but the allowance of the attempts were good; null beyond every observation. */
const latencyMs = (
  series: StepSeries | undefined,
  allowance: number,
  { from, to }: { readonly from: number; readonly to: number },
): number | null => {
  const cells = [...(series ?? [])].filter(([second]) => second >= from && second < to).map(([, cell]) => cell);
  const good = mergeLatencyCounts(cells.map((cell) => cell.good));
  return quantileMs(
    good,
    cells.reduce((total, { bad }) => total + bad, 0),
    1 - allowance,
  );
};

const findingOf = (
  fault: PlannedFault,
  step: string,
  what: 'holds' | 'neverFails',
  definition: GoodDefinition,
  judged: Judged,
): Finding => {
  const indicator = definition.limitMs === null ? 'errorShare' : 'latencyP95';
  return {
    budget: nameOf(fault.name, step, what),
    step,
    indicator,
    phase: 'fault',
    fault: fault.name,
    limit: definition.limitMs ?? definition.allowance,
    unit: indicatorFacts[indicator].unit,
    interval: [null, null],
    badShare: null,
    ...judged,
  };
};

const noFailure: GoodDefinition = { limitMs: null, allowance: 0, budget: 'expectation' };

const judgeFault = (fault: PlannedFault, evidence: ExpectationEvidence): Finding[] => {
  const { history, stepWindows, steps, plateauEndSeconds } = evidence;
  const life = history.faults.find((one) => one.fault === fault.name);
  const judge = (step: string, limitMs: number | null, decide: (counts: SecondCounts) => Judged): Judged => {
    if (life === undefined || life.appliedAtSeconds === null)
      return { value: null, samples: 0, outcome: 'inconclusive', why: `the fault ${fault.name} was never applied` };
    const { from, to } = timeInPlace(life, plateauEndSeconds);
    const judged = decide(countBetween(steps.get(step), limitMs, from, to));
    return { ...judged, why: `${judged.why}; in place from second ${roundSeconds(life.appliedAtSeconds)}` };
  };
  const held = (fault.expect?.holds ?? []).map((expected) => {
    const own = stepWindows.get(expected.step)?.definition ?? noFailure;
    const definition = definitionOf(expected, own);
    const judged = judge(expected.step, definition.limitMs, (counts) => judgeHeld(counts, definition));
    // The share of bad attempts is in the reason; a latency budget shows a latency.
    const value =
      definition.limitMs === null || judged.samples === 0 || life === undefined
        ? judged.value
        : latencyMs(steps.get(expected.step), definition.allowance, timeInPlace(life, plateauEndSeconds));
    return findingOf(fault, expected.step, 'holds', definition, { ...judged, value });
  });
  const neverFailed = (fault.expect?.neverFails ?? []).map((step) =>
    findingOf(fault, step, 'neverFails', noFailure, judge(step, null, judgeNeverFails)),
  );
  return [...held, ...neverFailed];
};

/** Judges what the experiment expects while its faults are in place: one finding for each step that is named. */
export const judgeExpectations = (evidence: ExpectationEvidence): Finding[] =>
  (evidence.plan.experiment?.faults ?? []).flatMap((fault) => judgeFault(fault, evidence));
