import { z } from 'zod';
import { evidenceVersion, longestRunSeconds } from './plan.ts';
import { requestOutcomeSchema, stepOutcomeSchema } from './steps.ts';

const second = z.number().int().min(-longestRunSeconds).max(longestRunSeconds);

/**
 * One line of `timeline-<worker>.ndjson`, written by the k6 output of engine/. Seconds count from T0 by the instant of sending.
 * Late answers are further entries for an old second: readers add up.
 */
export const timelineLineSchema = z.discriminatedUnion('type', [
  z.strictObject({
    v: z.literal(evidenceVersion),
    type: z.literal('header'),
    worker: z.string(),
    /** T0 as milliseconds since the epoch. */
    t0Ms: z.number(),
    hostsPlanned: z.number().int(),
    histogram: z.strictObject({
      unit: z.literal('us'),
      lowest: z.number(),
      highest: z.number(),
      significantFigures: z.number().int(),
    }),
  }),
  z.discriminatedUnion('kind', [
    z.strictObject({
      type: z.literal('entry'),
      second,
      kind: z.literal('step'),
      name: z.string(),
      outcome: stepOutcomeSchema,
      count: z.number().int().positive(),
      /** HDR histogram V2, deflated, base64, of the full latency in µs. */
      histogram: z.string(),
    }),
    z.strictObject({
      type: z.literal('entry'),
      second,
      kind: z.literal('request'),
      name: z.string(),
      outcome: requestOutcomeSchema,
      count: z.number().int().positive(),
      histogram: z.string(),
    }),
  ]),
  z.strictObject({
    type: z.literal('second'),
    second,
    /** Shoppers with a session at the end of the second. */
    activeVirtualUsers: z.number().int(),
    sessionsStarted: z.number().int(),
    sessionsFinished: z.number().int(),
    sessionsAbandoned: z.number().int(),
    sessionsCrashed: z.number().int(),
    sessionsLate: z.number().int(),
    /** How late JavaScript timers fired in this second, 99th percentile; 0 without a timer. */
    timerLatenessP99Ms: z.number(),
    /** Go's scheduling latency in this second (runtime/metrics `/sched/latencies:seconds`), 99th percentile. */
    schedLatencyP99Ms: z.number(),
    /** CPU seconds that this worker used in this second, user + system. */
    cpuSeconds: z.number(),
    rssMiB: z.number(),
    bytesSent: z.number().int(),
    bytesReceived: z.number().int(),
    openConnections: z.number().int(),
    /** Wall clock minus monotonic clock against T0, ms: a jump shows here. */
    clockSkewMs: z.number(),
  }),
  z.strictObject({
    type: z.literal('waiting'),
    /** In which it was written down; the times are of the second before. */
    second,
    /** Histogram of round trips to an echo in the worker itself, fifty a second: they take as long as the worker waits. */
    roundTrips: z.string(),
    /** Step → histogram of what lay between an answer and the next request of the same step; steps of one request have none. */
    betweenRequests: z.record(z.string(), z.string()),
  }),
  z.strictObject({
    type: z.literal('end'),
    second,
    hostsStarted: z.number().int(),
    hostsFinished: z.number().int(),
    /** Requests that were sent and had neither answer nor error when the worker ended. */
    requestsCut: z.number().int(),
    stopped: z.boolean(),
    /** Seconds that were lost because the disk or the memory had no room for them. Not there when there were none. */
    secondsLost: z.number().int().positive().optional(),
  }),
]);
export type TimelineLine = z.infer<typeof timelineLineSchema>;
