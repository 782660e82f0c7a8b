import { goodStepOutcomes } from '../core/wire/steps.ts';
import type { TailedLine } from '../ports.ts';

export interface StopCondition {
  readonly badShareAbove: number;
  readonly forSeconds: number;
}

export interface GuardTrip {
  readonly condition: string;
  readonly value: number;
  readonly limit: number;
  readonly detail: string;
}

interface Guard {
  /** Takes in new lines; says which condition is reached, if one is. */
  see(lines: readonly TailedLine[], nowSeconds: number): GuardTrip | null;
}

/** Seconds that may still receive late answers are not looked at yet. */
const settleSeconds = 2;
/** Fewer steps than this in a second say nothing about it. */
const leastAttempts = 5;

/**
 * Watches the share of bad steps by the second of sending: the condition is reached when every one of the last `forSeconds` settled
 * seconds with traffic was above the limit. A second without traffic does not reset and does not count.
 */
export const watchBadShare = ({ badShareAbove, forSeconds }: StopCondition): Guard => {
  const bySecond = new Map<number, { good: number; bad: number }>();
  return {
    see(lines, nowSeconds) {
      for (const { line } of lines) {
        if (line.type !== 'entry' || line.kind !== 'step') continue;
        const counts = bySecond.get(line.second) ?? { good: 0, bad: 0 };
        counts[goodStepOutcomes.includes(line.outcome) ? 'good' : 'bad'] += line.count;
        bySecond.set(line.second, counts);
      }
      const from = Math.floor(nowSeconds) - settleSeconds - forSeconds;
      const to = Math.floor(nowSeconds) - settleSeconds;
      const seen = [...bySecond].filter(
        ([second, { good, bad }]) => second >= from && second < to && good + bad >= leastAttempts,
      );
      for (const second of bySecond.keys()) if (second < from) bySecond.delete(second);
      if (seen.length < forSeconds * 0.8) return null;
      const shares = seen.map(([, { good, bad }]) => bad / (good + bad));
      const least = Math.min(...shares);
      if (least <= badShareAbove) return null;
      return {
        condition: 'badShareAbove',
        value: least,
        limit: badShareAbove,
        detail: `at least ${(least * 100).toFixed(0)} % of the steps were bad in each of the last ${forSeconds} s`,
      };
    },
  };
};
