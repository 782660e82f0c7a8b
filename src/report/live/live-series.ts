import { demandAt, type PlannedLoad } from '../../core/planned-load.ts';
import {
  decodeLatencyCounts,
  type LatencyCounts,
  mergeLatencyCounts,
  noLatencies,
} from '../../core/timeline/latency-counts.ts';
import { goodStepOutcomes } from '../../core/wire/steps.ts';
import type { TimelineLine } from '../../core/wire/timeline.ts';
import { bucketWidth, type RunSeries } from '../series.ts';
import { pointOf } from '../step-points.ts';

type SecondLine = Extract<TimelineLine, { type: 'second' }>;
type Cell = number | null;

/** What was seen of one second, as long as answers to it may still come. */
interface OpenSecond {
  readonly steps: Map<string, { readonly good: LatencyCounts[]; bad: number }>;
  requests: number;
  goodSteps: number;
  readonly workers: SecondLine[];
}

interface BucketPoint {
  readonly steps: readonly ReturnType<typeof pointOf>[];
  readonly requestsPerSecond: Cell;
  readonly goodStepsPerSecond: Cell;
  readonly virtualUsersActual: Cell;
  readonly sessionsStartedPerSecond: Cell;
  readonly timerLatenessP99Ms: Cell;
  readonly schedLatencyP99Ms: Cell;
  readonly cpuRatio: Cell;
  readonly memoryMiB: Cell;
}

export interface LiveSeriesSetting {
  readonly steps: readonly string[];
  readonly load: PlannedLoad;
  readonly plannedEndSeconds: number;
  /** Answers come this much later than they were asked for, at the latest. */
  readonly lateSeconds: number;
  readonly cpus: number;
}

/** The series of a run while they grow: what the report's series will be, without keeping the run in memory. */
export interface LiveSeries {
  take(lines: readonly { readonly line: TimelineLine }[]): void;
  /** Buckets before this one do not change any more. */
  finalBefore(): number;
  /** As far as known; null where nothing is. */
  series(): RunSeries;
}

const latenciesOf = (histogram: string): LatencyCounts => {
  try {
    return decodeLatencyCounts(histogram);
  } catch {
    // A damaged histogram must not end a live view; the judge reports it.
    return noLatencies;
  }
};

const nothing: OpenSecond = { steps: new Map(), requests: 0, goodSteps: 0, workers: [] };

/** Follows the lines of all workers. The same lines give the same series. */
export const openLiveSeries = ({
  steps,
  load,
  plannedEndSeconds,
  lateSeconds,
  cpus,
}: LiveSeriesSetting): LiveSeries => {
  const end = Math.ceil(plannedEndSeconds);
  const width = bucketWidth(end);
  const bucketCount = Math.ceil((end + lateSeconds) / width);
  const open = new Map<number, OpenSecond>();
  const final: BucketPoint[] = [];
  let latest = -1;

  const secondAt = (second: number): OpenSecond => {
    const found = open.get(second) ?? { steps: new Map(), requests: 0, goodSteps: 0, workers: [] };
    open.set(second, found);
    return found;
  };

  const takeEntry = (line: Extract<TimelineLine, { type: 'entry' }>): void => {
    const cell = secondAt(line.second);
    if (line.kind === 'request') {
      cell.requests += line.count;
      return;
    }
    const step = cell.steps.get(line.name) ?? { good: [], bad: 0 };
    cell.steps.set(line.name, step);
    if (goodStepOutcomes.includes(line.outcome)) {
      cell.goodSteps += line.count;
      step.good.push(latenciesOf(line.histogram));
    } else step.bad += line.count;
  };

  const bucketPoint = (bucket: number): BucketPoint => {
    const seconds = Array.from({ length: width }, (_, at) => open.get(bucket * width + at) ?? nothing);
    const known = Math.min(width, latest + 1 - bucket * width);
    const rate = (figure: (second: OpenSecond) => number): Cell =>
      known <= 0 ? null : seconds.reduce((sum, second) => sum + figure(second), 0) / known;
    const reported = seconds.filter(({ workers }) => workers.length > 0);
    const mean = (figure: (line: SecondLine) => number): Cell =>
      reported.length === 0
        ? null
        : reported.reduce((sum, { workers }) => sum + workers.reduce((all, line) => all + figure(line), 0), 0) /
          reported.length;
    const worst = (figure: (line: SecondLine) => number): Cell =>
      reported.length === 0 ? null : Math.max(...reported.flatMap(({ workers }) => workers.map(figure)));
    return {
      steps: steps.map((step) =>
        pointOf(
          seconds.flatMap((second) => {
            const cell = second.steps.get(step);
            return cell === undefined ? [] : [{ good: mergeLatencyCounts(cell.good), bad: cell.bad }];
          }),
        ),
      ),
      requestsPerSecond: rate(({ requests }) => requests),
      goodStepsPerSecond: rate(({ goodSteps }) => goodSteps),
      virtualUsersActual: mean((line) => line.activeVirtualUsers),
      sessionsStartedPerSecond: mean((line) => line.sessionsStarted),
      timerLatenessP99Ms: worst((line) => line.timerLatenessP99Ms),
      schedLatencyP99Ms: worst((line) => line.schedLatencyP99Ms),
      cpuRatio: mean((line) => line.cpuSeconds / cpus),
      memoryMiB: mean((line) => line.rssMiB),
    };
  };

  const close = (): void => {
    while ((final.length + 1) * width <= latest - lateSeconds && final.length < bucketCount) {
      const bucket = final.length;
      final.push(bucketPoint(bucket));
      for (let second = bucket * width; second < (bucket + 1) * width; second += 1) open.delete(second);
    }
  };

  return {
    take: (lines) => {
      for (const { line } of lines) {
        if (line.type !== 'entry' && line.type !== 'second') continue;
        if (line.second < final.length * width || line.second >= bucketCount * width) continue;
        if (line.type === 'entry') takeEntry(line);
        else {
          secondAt(line.second).workers.push(line);
          latest = Math.max(latest, line.second);
        }
      }
      close();
    },
    finalBefore: () => final.length,
    series: () => {
      const points = Array.from({ length: bucketCount }, (_, bucket) => final[bucket] ?? bucketPoint(bucket));
      const startSeconds = points.map((_, bucket) => bucket * width);
      const planned = startSeconds.map((second) => demandAt(load, second + width / 2));
      const cells = (figure: (point: BucketPoint) => Cell): Cell[] => points.map(figure);
      return {
        bucketSeconds: width,
        startSeconds,
        endSeconds: Math.max(end, latest + 1),
        steps: steps.map((step, at) => ({
          step,
          attempts: points.map((point) => point.steps[at]?.attempts ?? 0),
          bad: points.map((point) => point.steps[at]?.bad ?? 0),
          p50Ms: cells((point) => point.steps[at]?.p50Ms ?? null),
          p95Ms: cells((point) => point.steps[at]?.p95Ms ?? null),
          p95Unanswered: points.map((point) => point.steps[at]?.unanswered ?? false),
        })),
        requestsPerSecond: cells((point) => point.requestsPerSecond),
        goodStepsPerSecond: cells((point) => point.goodStepsPerSecond),
        virtualUsersPlanned: load.model === 'open' ? null : planned.map(Math.round),
        virtualUsersActual: cells((point) => point.virtualUsersActual),
        arrivalsPlannedPerSecond: load.model === 'open' ? planned : null,
        sessionsStartedPerSecond: cells((point) => point.sessionsStartedPerSecond),
        timerLatenessP99Ms: cells((point) => point.timerLatenessP99Ms),
        schedLatencyP99Ms: cells((point) => point.schedLatencyP99Ms),
        cpuRatio: cells((point) => point.cpuRatio),
        memoryMiB: cells((point) => point.memoryMiB),
      };
    },
  };
};
