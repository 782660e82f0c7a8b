import { goodStepOutcomes } from '../../core/wire/steps.ts';
import type { Watcher } from '../watcher.ts';
import { settledSeconds } from './settled.ts';

/** Fewer steps than this in a second say nothing about it. */
const leastAttempts = 5;

/**
 * Watches the share of bad steps by the second of sending: the condition is reached when every one of the last `forSeconds` settled
 * seconds with traffic was above the limit. A second without traffic does not reset and does not count.
 */
export const watchBadShare = ({
  badShareAbove,
  forSeconds,
}: {
  readonly badShareAbove: number;
  readonly forSeconds: number;
}): Watcher => {
  const bySecond = new Map<number, { good: number; bad: number }>();
  return {
    see({ lines, offsetSeconds }) {
      for (const { line } of lines) {
        if (line.type !== 'entry' || line.kind !== 'step') continue;
        const counts = bySecond.get(line.second) ?? { good: 0, bad: 0 };
        counts[goodStepOutcomes.includes(line.outcome) ? 'good' : 'bad'] += line.count;
        bySecond.set(line.second, counts);
      }
      const { from, to } = settledSeconds(offsetSeconds, forSeconds);
      const seen = [...bySecond].filter(
        ([second, { good, bad }]) => second >= from && second < to && good + bad >= leastAttempts,
      );
      for (const second of bySecond.keys()) if (second < from) bySecond.delete(second);
      if (seen.length < forSeconds * 0.8) return null;
      const shares = seen.map(([, { good, bad }]) => bad / (good + bad));
      const least = Math.min(...shares);
      if (least <= badShareAbove) return null;
      const trip = {
        condition: 'badShareAbove',
        value: least,
        limit: badShareAbove,
        detail: `at least ${(least * 100).toFixed(0)} % of the steps were bad in each of the last ${forSeconds} s`,
      };
      return { wish: 'abort', trip };
    },
  };
};
