import type { WorkerEvidence } from '../evidence.ts';
import type { PhaseSpan } from '../phase-span.ts';
import { leastBatches, leastBatchSeconds } from '../share/good-share.ts';
import { decodeLatencyCounts, type LatencyCounts, mergeLatencyCounts, quantileMs } from '../timeline/latency-counts.ts';
import type { StepSeries } from '../timeline/step-series.ts';
import { validityLimits } from './limits.ts';

/** What the shoppers measured, by which the generator's own part in it is judged. */
export interface MeasuredLatencies {
  readonly steps: ReadonlyMap<string, StepSeries>;
  readonly phases: readonly PhaseSpan[];
}

/** What the generator's own waiting may have added to the p95 of one step, ms. */
export interface AddedLatency {
  readonly step: string;
  /** Null: from the start to the ramp-down. */
  readonly phase: PhaseSpan['phase'] | null;
  readonly reportedMs: number;
  readonly addedMs: number;
  /** The most that `addedMs` may be, so that the reported p95 keeps its promise. */
  readonly limitMs: number;
}

const p95 = 0.95;
/** Waits are taken at a higher quantile than what they add to: a few in a hundred, beside the shop's own slow ones, move a p95. */
export const waitQuantile = 0.97;
/** Fewer attempts, or round trips, have no 95th percentile to speak of. */
const leastSamples = 20;

/** What one worker's own waiting was in one second. */
export interface WaitingSecond {
  readonly second: number;
  readonly roundTrips: LatencyCounts;
  readonly betweenRequests: ReadonlyMap<string, LatencyCounts>;
}

/**
 * The generator's own waiting, second by second, of all workers; empty for engines that did not measure it. Throws an Error when a
 * histogram cannot be read.
 */
export const readWaiting = (workers: readonly WorkerEvidence[]): readonly WaitingSecond[] =>
  workers.flatMap(({ timeline }) =>
    timeline
      .filter((line) => line.type === 'waiting')
      .map(({ second, roundTrips, betweenRequests }) => ({
        second,
        roundTrips: decodeLatencyCounts(roundTrips),
        betweenRequests: new Map(
          Object.entries(betweenRequests).map(([step, histogram]) => [step, decodeLatencyCounts(histogram)]),
        ),
      })),
  );

/** The most that may be added to a reported p95: beyond it, the p95 is more than 1.5 × the shop's own, and more than 3 ms off. */
export const mostAddedMs = (reportedMs: number): number =>
  Math.max(validityLimits.addedLatencyFloorMs, reportedMs * (1 - 1 / validityLimits.addedLatencyRatio));

interface Stretch {
  readonly phase: PhaseSpan['phase'] | null;
  readonly spans: readonly PhaseSpan[];
}

/**
 * What is judged: the run up to its ramp-down, and each phase that is long enough to decide a latency budget. In a shorter one a single
 * pause would weigh more than a figure that decides nothing is worth.
 */
const stretchesOf = (phases: readonly PhaseSpan[]): readonly Stretch[] => {
  const judged = phases.filter(({ phase }) => phase !== 'rampDown');
  const names = [...new Set(judged.map(({ phase }) => phase))];
  const decisive = names
    .map((phase) => ({ phase, spans: judged.filter((span) => span.phase === phase) }))
    .filter(
      ({ spans }) =>
        spans.reduce((sum, { fromSeconds, toSeconds }) => sum + toSeconds - fromSeconds, 0) >=
        leastBatches * leastBatchSeconds,
    );
  return [{ phase: null, spans: judged }, ...decisive];
};

const isIn = (second: number, { spans }: Stretch): boolean =>
  spans.some(({ fromSeconds, toSeconds }) => second >= fromSeconds && second < toSeconds);

/** The reported p95: every bad attempt is slower than any good one; null where it falls among the bad, or among too few. */
const reportedP95Ms = (series: StepSeries, stretch: Stretch): number | null => {
  const cells = [...series].filter(([second]) => isIn(second, stretch)).map(([, cell]) => cell);
  const good = mergeLatencyCounts(cells.map((cell) => cell.good));
  const bad = cells.reduce((sum, cell) => sum + cell.bad, 0);
  return good.total + bad < leastSamples ? null : quantileMs(good, bad, p95);
};

/**
 * What waiting added to each reported p95: the p97 of the generator's round trips to its own echo, and for steps of several requests the
 * p97 of the time between them. Why this bounds what is added: docs/decisions/0009-validity-limits.md.
 * @returns one entry for each step and stretch that has a p95.
 */
export const addedLatencies = (
  waiting: readonly WaitingSecond[],
  { steps, phases }: MeasuredLatencies,
): readonly AddedLatency[] =>
  stretchesOf(phases).flatMap((stretch) => {
    const within = waiting.filter(({ second }) => isIn(second, stretch));
    const roundTrips = mergeLatencyCounts(within.map((each) => each.roundTrips));
    if (roundTrips.total < leastSamples) return [];
    const waitedMs = quantileMs(roundTrips, 0, waitQuantile) ?? 0;
    return [...steps].flatMap(([step, series]): AddedLatency[] => {
      const reportedMs = reportedP95Ms(series, stretch);
      if (reportedMs === null) return [];
      const between = mergeLatencyCounts(within.flatMap((each) => each.betweenRequests.get(step) ?? []));
      const addedMs = waitedMs + (quantileMs(between, 0, waitQuantile) ?? 0);
      return [{ step, phase: stretch.phase, reportedMs, addedMs, limitMs: mostAddedMs(reportedMs) }];
    });
  });
