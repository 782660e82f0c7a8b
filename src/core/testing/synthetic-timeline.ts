import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { plannedVirtualUsers } from '../load-curve.ts';
import type { LoadPoint } from '../wire/plan.ts';
import type { StepOutcome } from '../wire/steps.ts';
import type { TimelineLine } from '../wire/timeline.ts';
import type { RandomDraws } from './random-draws.ts';

/** How one step behaves. */
export interface SyntheticStep {
  readonly name: string;
  readonly perVirtualUserSecond: number;
  readonly medianMs: number;
  /** Standard deviation of the logarithm of the latency. */
  readonly sigma: number;
  readonly errorShare: number;
}

/** A time in which attempts fail, from one second up to another. */
export interface SyntheticOutage {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly badShare: number;
  /** What is left of the traffic meanwhile. */
  readonly traffic: number;
  /** Steps that are hit; every step when it is left out. */
  readonly steps?: readonly string[];
}

/** An HDR histogram of latencies, ms, as the engine writes it. */
export const encodeLatencies = (latenciesMs: readonly number[]): string => {
  const histogram = build({
    bitBucketSize: 32,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 120_000_000,
    numberOfSignificantValueDigits: 3,
  });
  for (const latencyMs of latenciesMs) histogram.recordValue(Math.max(1, Math.round(latencyMs * 1000)));
  return encodeIntoCompressedBase64(histogram);
};

type StepEntry = Extract<TimelineLine, { type: 'entry'; kind: 'step' }>;

/** One line of the timeline for attempts of a step that were sent in one second. */
export const stepEntry = (
  second: number,
  name: string,
  outcome: StepOutcome,
  latenciesMs: readonly number[],
): StepEntry => ({
  type: 'entry',
  second,
  kind: 'step',
  name,
  outcome,
  count: latenciesMs.length,
  histogram: encodeLatencies(latenciesMs),
});

/** One worker's timeline of a run with known outages. */
export const syntheticTimeline = (
  draws: RandomDraws,
  options: {
    readonly worker: string;
    readonly t0Ms: number;
    readonly hosts: number;
    readonly curve: readonly LoadPoint[];
    readonly seconds: number;
    readonly steps: readonly SyntheticStep[];
    readonly outages: readonly SyntheticOutage[];
  },
): TimelineLine[] => {
  const lines: TimelineLine[] = [
    {
      v: 1,
      type: 'header',
      worker: options.worker,
      t0Ms: options.t0Ms,
      hostsPlanned: options.hosts,
      histogram: { unit: 'us', lowest: 1, highest: 120_000_000, significantFigures: 3 },
    },
  ];
  for (let second = 0; second < options.seconds; second++) {
    const users = Math.round(plannedVirtualUsers(options.curve, second + 1));
    for (const step of options.steps) lines.push(...stepSecond(draws, second, users, step, options.outages));
    lines.push(generatorSecond(second, users));
  }
  const { hosts } = options;
  lines.push({
    type: 'end',
    second: options.seconds,
    hostsStarted: hosts,
    hostsFinished: hosts,
    requestsCut: 0,
    stopped: false,
  });
  return lines;
};

const stepSecond = (
  draws: RandomDraws,
  second: number,
  users: number,
  step: SyntheticStep,
  outages: readonly SyntheticOutage[],
): TimelineLine[] => {
  const outage = outages.find(
    ({ fromSeconds, toSeconds, steps }) =>
      second >= fromSeconds && second < toSeconds && (steps?.includes(step.name) ?? true),
  );
  const attempts = draws.poisson(users * step.perVirtualUserSecond * (outage?.traffic ?? 1));
  const bad = draws.binomial(attempts, outage?.badShare ?? step.errorShare);
  const latencies = Array.from({ length: attempts }, () => step.medianMs * Math.exp(step.sigma * draws.normal()));
  const parts = [
    { outcome: 'error' as const, latenciesMs: latencies.slice(0, bad) },
    { outcome: 'ok' as const, latenciesMs: latencies.slice(bad) },
  ];
  const request = {
    type: 'entry' as const,
    second,
    kind: 'request' as const,
    name: `GET /${step.name}`,
    outcome: 'ok' as const,
    count: attempts,
    histogram: encodeLatencies(latencies),
  };
  return [
    ...parts.flatMap(({ outcome, latenciesMs }) =>
      latenciesMs.length === 0 ? [] : [stepEntry(second, step.name, outcome, latenciesMs)],
    ),
    ...(attempts === 0 ? [] : [request]),
  ];
};

/** A worker that is at ease says so of one second. */
export const generatorSecond = (second: number, users: number): Extract<TimelineLine, { type: 'second' }> => ({
  type: 'second',
  second,
  activeVirtualUsers: users,
  sessionsStarted: Math.ceil(users / 60),
  sessionsFinished: Math.floor(users / 70),
  sessionsAbandoned: 0,
  sessionsCrashed: 0,
  sessionsLate: 0,
  timerLatenessP99Ms: 12,
  schedLatencyP99Ms: 3,
  cpuSeconds: 0.6,
  rssMiB: 300,
  bytesSent: 100_000,
  bytesReceived: 4_000_000,
  openConnections: users,
  clockSkewMs: 0.4,
});
