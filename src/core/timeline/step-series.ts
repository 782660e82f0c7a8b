import type { EvidenceProblem, WorkerEvidence } from '../evidence.ts';
import { goodStepOutcomes } from '../wire/steps.ts';
import { countWithin, decodeLatencyCounts, type LatencyCounts, mergeLatencyCounts } from './latency-counts.ts';

/** The attempts of one step that were sent in one second. */
export interface StepSecond {
  /** Latencies of the attempts whose outcome was good. */
  readonly good: LatencyCounts;
  /** Attempts whose outcome was bad, whatever their latency. */
  readonly bad: number;
}

/** One step over the run, all workers together: second from T0 → the attempts sent in it. */
export type StepSeries = ReadonlyMap<number, StepSecond>;

export interface StepTimeline {
  readonly steps: ReadonlyMap<string, StepSeries>;
  /** Histograms that could not be read, or that hold another number of attempts than their line says. */
  readonly problems: readonly EvidenceProblem[];
}

interface Gathered {
  readonly good: LatencyCounts[];
  bad: number;
}

/** Adds up the step entries of all workers. Good outcomes keep their latencies, bad ones are counted. */
export const readStepTimeline = (workers: readonly WorkerEvidence[]): StepTimeline => {
  const gathered = new Map<string, Map<number, Gathered>>();
  const problems: EvidenceProblem[] = [];
  for (const { worker, timeline } of workers) {
    for (const line of timeline) {
      if (line.type !== 'entry' || line.kind !== 'step') continue;
      const series = gathered.get(line.name) ?? new Map<number, Gathered>();
      gathered.set(line.name, series);
      const cell = series.get(line.second) ?? { good: [], bad: 0 };
      series.set(line.second, cell);
      if (!goodStepOutcomes.includes(line.outcome)) {
        cell.bad += line.count;
        continue;
      }
      const latencies = decodeOrExplain(line.histogram, line.count);
      if (typeof latencies === 'string')
        problems.push({
          file: `timeline-${worker}.ndjson`,
          what: `second ${line.second}, step ${line.name}, outcome ${line.outcome}: ${latencies}`,
        });
      else cell.good.push(latencies);
    }
  }
  const steps = new Map<string, StepSeries>();
  for (const [step, series] of gathered)
    steps.set(
      step,
      new Map([...series].map(([second, { good, bad }]) => [second, { good: mergeLatencyCounts(good), bad }])),
    );
  return { steps, problems };
};

const decodeOrExplain = (base64: string, count: number): LatencyCounts | string => {
  try {
    const latencies = decodeLatencyCounts(base64);
    return latencies.total === count
      ? latencies
      : `the histogram holds ${latencies.total} attempts, the line says ${count}`;
  } catch (error) {
    return `the histogram cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
};

/** Attempts and bad attempts by second from T0, under one definition of good. Both arrays have the same length. */
export interface SecondCounts {
  readonly attempts: Float64Array;
  readonly bad: Float64Array;
}

/**
 * Counts a step's attempts second by second.
 * @param limitMs a good outcome that took longer is bad; null when latency does not matter
 * @param seconds how many seconds from T0 to count
 */
export const countBySecond = (
  series: StepSeries | undefined,
  limitMs: number | null,
  seconds: number,
): SecondCounts => {
  const attempts = new Float64Array(seconds);
  const bad = new Float64Array(seconds);
  for (const [second, cell] of series ?? []) {
    if (second < 0 || second >= seconds) continue;
    const within = limitMs === null ? cell.good.total : countWithin(cell.good, limitMs);
    attempts[second] = cell.good.total + cell.bad;
    bad[second] = cell.good.total + cell.bad - within;
  }
  return { attempts, bad };
};

/** Counts the attempts of the seconds `fromSecond` ≤ s < `toSecond`, from the first of them on. */
export const countBetween = (
  series: StepSeries | undefined,
  limitMs: number | null,
  fromSecond: number,
  toSecond: number,
): SecondCounts => {
  const { attempts, bad } = countBySecond(series, limitMs, toSecond);
  return { attempts: attempts.slice(fromSecond), bad: bad.slice(fromSecond) };
};

/** Sum of the values of the seconds `fromSecond` ≤ s < `toSecond`. */
export const sumSeconds = (values: ArrayLike<number>, fromSecond: number, toSecond: number): number => {
  let sum = 0;
  for (let second = Math.max(0, fromSecond); second < Math.min(toSecond, values.length); second++)
    sum += values[second] ?? 0;
  return sum;
};
