import type { WorkerEvidence } from '../core/evidence.ts';
import { demandAt, type PlannedLoad } from '../core/planned-load.ts';
import { readStepTimeline } from '../core/timeline/step-series.ts';
import { goodStepOutcomes } from '../core/wire/steps.ts';
import type { TimelineLine } from '../core/wire/timeline.ts';
import { stepPoints, type StepPoints } from './step-points.ts';

type Cell = number | null;

/** The run in buckets of `bucketSeconds` from T0 on. Rates are per second, all workers together. */
export interface RunSeries {
  readonly bucketSeconds: number;
  readonly startSeconds: readonly number[];
  readonly endSeconds: number;
  readonly steps: readonly StepPoints[];
  readonly requestsPerSecond: readonly Cell[];
  readonly goodStepsPerSecond: readonly Cell[];
  /** Null in the open model, which plans arrivals instead. */
  readonly virtualUsersPlanned: readonly number[] | null;
  readonly virtualUsersActual: readonly Cell[];
  /** Null in the closed model. */
  readonly arrivalsPlannedPerSecond: readonly number[] | null;
  readonly sessionsStartedPerSecond: readonly Cell[];
  /** Worst worker and worst second of the bucket. */
  readonly timerLatenessP99Ms: readonly Cell[];
  readonly schedLatencyP99Ms: readonly Cell[];
  /** CPU seconds used per second, over the CPUs of the machine. */
  readonly cpuRatio: readonly Cell[];
  readonly memoryMiB: readonly Cell[];
}

const niceWidths = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600];
const mostBuckets = 300;

/** The narrowest round bucket that gives at most 300 points; more cannot be told apart on a screen. */
export const bucketWidth = (endSeconds: number): number =>
  niceWidths.find((width) => endSeconds / width <= mostBuckets) ?? Math.ceil(endSeconds / mostBuckets);

type SecondLine = Extract<TimelineLine, { type: 'second' }>;

interface Buckets {
  readonly width: number;
  readonly count: number;
  readonly endSeconds: number;
  readonly indexOf: (second: number) => number;
}

const bucketsFor = (workers: readonly WorkerEvidence[], plannedEndSeconds: number): Buckets => {
  let last = -1;
  for (const { timeline } of workers)
    for (const line of timeline)
      if (line.type === 'entry' || line.type === 'second') last = Math.max(last, line.second);
  const end = last < 0 ? Math.max(1, plannedEndSeconds) : last + 1;
  const width = bucketWidth(end);
  return { width, count: Math.ceil(end / width), endSeconds: end, indexOf: (second) => Math.floor(second / width) };
};

const perSecond = (
  workers: readonly WorkerEvidence[],
  buckets: Buckets,
  wanted: (line: TimelineLine) => boolean,
): number[] => {
  const sums = new Array<number>(buckets.count).fill(0);
  for (const { timeline } of workers)
    for (const line of timeline) {
      const index = line.type === 'entry' ? buckets.indexOf(line.second) : -1;
      if (line.type === 'entry' && index >= 0 && wanted(line)) sums[index] = (sums[index] ?? 0) + line.count;
    }
  return sums.map((sum, index) => sum / Math.min(buckets.width, buckets.endSeconds - index * buckets.width));
};

/** Sums or worst values over workers second by second, then over each bucket; null where no second was reported. */
const fromSeconds = (
  workers: readonly WorkerEvidence[],
  buckets: Buckets,
  figure: (line: SecondLine) => number,
  how: 'sumOfWorkersMean' | 'worst',
): Cell[] => {
  const seconds = new Map<number, number>();
  for (const { timeline } of workers)
    for (const line of timeline)
      if (line.type === 'second' && line.second >= 0) {
        const value = figure(line);
        const before = seconds.get(line.second);
        const both = before === undefined ? value : how === 'worst' ? Math.max(before, value) : before + value;
        seconds.set(line.second, both);
      }
  const perBucket = Array.from({ length: buckets.count }, (): number[] => []);
  for (const [second, value] of seconds) perBucket[buckets.indexOf(second)]?.push(value);
  return perBucket.map((values) => {
    if (values.length === 0) return null;
    return how === 'worst' ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0) / values.length;
  });
};

export interface SeriesInput {
  readonly workers: readonly WorkerEvidence[];
  readonly steps: readonly string[];
  readonly load: PlannedLoad;
  readonly plannedEndSeconds: number;
  readonly cpus: number;
}

/** Merges all workers' timelines into series for charts. Percentiles come from merged histograms, never from averages. */
export const buildSeries = ({ workers, steps, load, plannedEndSeconds, cpus }: SeriesInput): RunSeries => {
  const buckets = bucketsFor(workers, plannedEndSeconds);
  const startSeconds = Array.from({ length: buckets.count }, (_, index) => index * buckets.width);
  const good = goodStepOutcomes as readonly string[];
  const timeline = readStepTimeline(workers);
  const planned = startSeconds.map((second) => demandAt(load, second + buckets.width / 2));
  return {
    bucketSeconds: buckets.width,
    startSeconds,
    endSeconds: buckets.endSeconds,
    steps: steps.map((step) => stepPoints(step, timeline.steps.get(step), buckets.width, buckets.count)),
    requestsPerSecond: perSecond(workers, buckets, (line) => line.type === 'entry' && line.kind === 'request'),
    goodStepsPerSecond: perSecond(
      workers,
      buckets,
      (line) => line.type === 'entry' && line.kind === 'step' && good.includes(line.outcome),
    ),
    virtualUsersPlanned: load.model === 'open' ? null : planned.map(Math.round),
    virtualUsersActual: fromSeconds(workers, buckets, (line) => line.activeVirtualUsers, 'sumOfWorkersMean'),
    arrivalsPlannedPerSecond: load.model === 'open' ? planned : null,
    sessionsStartedPerSecond: fromSeconds(workers, buckets, (line) => line.sessionsStarted, 'sumOfWorkersMean'),
    timerLatenessP99Ms: fromSeconds(workers, buckets, (line) => line.timerLatenessP99Ms, 'worst'),
    schedLatencyP99Ms: fromSeconds(workers, buckets, (line) => line.schedLatencyP99Ms, 'worst'),
    cpuRatio: fromSeconds(workers, buckets, (line) => line.cpuSeconds / cpus, 'sumOfWorkersMean'),
    memoryMiB: fromSeconds(workers, buckets, (line) => line.rssMiB, 'sumOfWorkersMean'),
  };
};
