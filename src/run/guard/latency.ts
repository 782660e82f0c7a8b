import { countWithin, decodeLatencyCounts } from '../../core/timeline/latency-counts.ts';
import { goodStepOutcomes } from '../../core/wire/steps.ts';
import type { TailedLine } from '../../ports.ts';
import type { Watcher } from '../watcher.ts';
import { settledSeconds } from './settled.ts';

/** A p95 lies above the limit when more than this share of the attempts does. */
const slowShareAllowed = 0.05;
/** Seconds are joined until they hold so many attempts. */
const leastAttempts = 20;

interface Counts {
  attempts: number;
  slow: number;
}

/**
 * Watches the p95 of a step by the second of sending, bad attempts counting as slower than any: the condition is reached when it was above
 * the limit all through the last `forSeconds`, in stretches of whole seconds with at least 20 attempts each.
 */
export const watchLatency = ({
  p95AboveMs,
  step,
  forSeconds,
}: {
  readonly p95AboveMs: number;
  readonly step: string;
  readonly forSeconds: number;
}): Watcher => {
  const bySecond = new Map<number, Counts>();
  return {
    see({ lines, offsetSeconds }) {
      for (const { line } of lines) take(bySecond, line, step, p95AboveMs);
      const { from, to } = settledSeconds(offsetSeconds, forSeconds);
      for (const second of bySecond.keys()) if (second < from) bySecond.delete(second);
      const stretches = cutStretches(bySecond, from, to);
      const shares = stretches.map(({ attempts, slow }) => slow / attempts);
      const least = Math.min(...shares);
      if (from < 0 || stretches.length === 0 || least <= slowShareAllowed) return null;
      const trip = {
        condition: 'p95Above',
        value: least,
        limit: slowShareAllowed,
        detail: `the p95 of ${step} was above ${p95AboveMs / 1_000} s for ${forSeconds} s: at least ${(least * 100).toFixed(0)} % of the attempts took longer or failed`,
      };
      return { wish: 'abort', trip };
    },
  };
};

const take = (bySecond: Map<number, Counts>, line: TailedLine['line'], step: string, limitMs: number): void => {
  if (line.type !== 'entry' || line.kind !== 'step' || line.name !== step) return;
  const counts = bySecond.get(line.second) ?? { attempts: 0, slow: 0 };
  bySecond.set(line.second, counts);
  counts.attempts += line.count;
  counts.slow += goodStepOutcomes.includes(line.outcome) ? line.count - within(line.histogram, limitMs) : line.count;
};

/** A damaged histogram must not end a run: its attempts count as slow, beside the others. */
const within = (histogram: string, limitMs: number): number => {
  try {
    return countWithin(decodeLatencyCounts(histogram), limitMs);
  } catch {
    return 0;
  }
};

/** What is left at the end belongs to the last stretch; none where all seconds together hold too few attempts. */
const cutStretches = (bySecond: ReadonlyMap<number, Counts>, from: number, to: number): Counts[] => {
  const stretches: Counts[] = [];
  let open: Counts = { attempts: 0, slow: 0 };
  for (let second = from; second < to; second++) {
    const { attempts, slow } = bySecond.get(second) ?? { attempts: 0, slow: 0 };
    open = { attempts: open.attempts + attempts, slow: open.slow + slow };
    if (open.attempts < leastAttempts) continue;
    stretches.push(open);
    open = { attempts: 0, slow: 0 };
  }
  const last = stretches.at(-1);
  if (last !== undefined) {
    last.attempts += open.attempts;
    last.slow += open.slow;
  }
  return stretches;
};
