import { demandMetBetween } from '../../core/planned-load.ts';
import type { Plan } from '../../core/wire/plan.ts';
import { goodStepOutcomes } from '../../core/wire/steps.ts';
import type { Watcher } from '../watcher.ts';
import { settledSeconds } from './settled.ts';

/** What is normal is learned from so much of the plateau, before the first fault; with less of it nothing is said. */
const baselineSeconds = { least: 30, most: 120 };
/** Fewer expected good steps than this say nothing. */
const leastExpected = 20;

/**
 * Watches the good steps of the run against what its plateau before the first fault lets expect of the planned demand: the condition is reached
 * when the last `forSeconds` brought less than the share. It sees a shop that does not answer at all, which has no bad attempts until shoppers
 * give up.
 */
export const watchGoodput = (
  { goodputBelow, forSeconds }: { readonly goodputBelow: number; readonly forSeconds: number },
  { load, timing }: Pick<Plan, 'load' | 'timing'>,
): Watcher => {
  const goodBySecond: number[] = [];
  let firstFaultSeconds: number | null = null;
  const sum = (from: number, to: number): number =>
    goodBySecond.slice(Math.max(0, from), Math.max(0, to)).reduce((all, good) => all + good, 0);

  return {
    see({ lines, offsetSeconds, faultInPlace }) {
      if (faultInPlace !== null) firstFaultSeconds ??= Math.floor(offsetSeconds) - 1;
      for (const { line } of lines)
        if (
          line.type === 'entry' &&
          line.kind === 'step' &&
          line.second >= 0 &&
          goodStepOutcomes.includes(line.outcome)
        )
          goodBySecond[line.second] = (goodBySecond[line.second] ?? 0) + line.count;
      const { from, to } = settledSeconds(offsetSeconds, forSeconds);
      const start = Math.ceil(timing.plateauStartSeconds);
      const end = Math.min(firstFaultSeconds ?? Infinity, start + baselineSeconds.most, to);
      if (end - start < baselineSeconds.least || from < start || to > timing.rampDownStartSeconds) return null;
      const normal = sum(start, end) / demandMetBetween(load, start, end);
      const expected = normal * demandMetBetween(load, from, to);
      const share = sum(from, to) / expected;
      if (!(expected >= leastExpected) || share >= goodputBelow) return null;
      const trip = {
        condition: 'goodputBelow',
        value: share,
        limit: goodputBelow,
        detail: `the last ${forSeconds} s brought ${(share * 100).toFixed(0)} % of the good steps that are normal`,
      };
      return { wish: 'abort', trip };
    },
  };
};
