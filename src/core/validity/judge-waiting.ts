import type { WorkerEvidence } from '../evidence.ts';
import { roundFigures } from '../rounding.ts';
import type { SecondLine } from '../timeline/generator-seconds.ts';
import type { ValidityCheck } from '../wire/verdict.ts';
import { type AddedLatency, addedLatencies, type MeasuredLatencies, readWaiting } from './added-latency.ts';
import { atMost } from './check.ts';
import { quantileOverSeconds, validityLimits } from './limits.ts';

/** The value that 95 % of the seconds do not exceed; null without seconds. */
export const overSeconds = (values: readonly number[]): number | null =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(quantileOverSeconds * values.length) - 1)] ?? null;

/**
 * How much of the latencies is the generator's own waiting. Judged by what it measured of itself against what it reported; for evidence
 * that does not hold that, by Go's scheduling latency alone.
 */
export const judgeWaiting = (
  workers: readonly WorkerEvidence[],
  latencies: MeasuredLatencies,
  seconds: readonly SecondLine[],
): ValidityCheck => {
  try {
    const waiting = readWaiting(workers);
    return waiting.length === 0 ? judgeSchedLatency(seconds) : judgeAdded(addedLatencies(waiting, latencies));
  } catch {
    return notKnown('a record of the generator’s own waiting cannot be read');
  }
};

const judgeSchedLatency = (seconds: readonly SecondLine[]): ValidityCheck =>
  atMost({
    check: 'schedLatencyP99',
    value: overSeconds(seconds.map((line) => line.schedLatencyP99Ms)),
    limit: validityLimits.schedLatencyP99Ms,
    unit: 'ms',
    why: 'how long the generator waited for a processor, which adds to every latency (p99 of a second): in 95 % of the seconds it was at most this',
  });

const notKnown = (why: string): ValidityCheck =>
  atMost({ check: 'addedLatency', value: null, limit: validityLimits.addedLatencyFloorMs, unit: 'ms', why });

const judgeAdded = (added: readonly AddedLatency[]): ValidityCheck => {
  const worst = added.toSorted((a, b) => b.addedMs / b.limitMs - a.addedMs / a.limitMs)[0];
  if (worst === undefined) return notKnown('no step had attempts enough for a p95');
  const { step, phase, reportedMs, addedMs, limitMs } = worst;
  const times = validityLimits.addedLatencyRatio;
  return atMost({
    check: 'addedLatency',
    value: addedMs,
    limit: roundFigures(limitMs),
    unit: 'ms',
    why: `what the generator’s own waiting may have added to the p95 of ${step}${phase === null ? '' : ` in phase ${phase}`}, ${roundFigures(reportedMs, 3)} ms: beyond the limit that is more than ${times} × the shop’s own`,
  });
};
