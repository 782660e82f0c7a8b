import { roundSeconds } from '../rounding.ts';
import type { Budget } from '../wire/budgets.ts';
import type { Finding } from '../wire/verdict.ts';
import { definitionClause, secondsInState, type StepWindows } from './step-windows.ts';

/** Seconds in which checkout was down, and seconds of the plateau in which nobody can say. */
export interface Downtime {
  readonly downSeconds: number;
  readonly unknownSeconds: number;
  readonly attempts: number;
}

/**
 * All seconds of windows in breach. Unknown windows that follow a breach count as down until a window is seen to be good: a checkout that
 * nobody reaches any more is not up. Other unknown windows of the plateau are counted apart.
 */
export const measureDowntime = (
  { windows }: StepWindows,
  plateauStartSeconds: number,
  plateauEndSeconds: number,
): Downtime => {
  let [downSeconds, unknownSeconds, attempts, isDown] = [0, 0, 0, false];
  for (const window of windows) {
    const seconds = window.toSeconds - window.fromSeconds;
    if (window.state !== 'unknown') {
      isDown = window.state === 'breach';
      attempts += window.attempts;
    }
    if (isDown) downSeconds += seconds;
    else unknownSeconds += secondsInState([window], 'unknown', plateauStartSeconds, plateauEndSeconds);
  }
  return { downSeconds, unknownSeconds, attempts };
};

/** Judges a downtime budget: the unknown seconds may have been up or down. */
export const judgeDowntime = (budget: Budget, checkout: StepWindows, downtime: Downtime): Finding => {
  const least = roundSeconds(downtime.downSeconds);
  const most = roundSeconds(downtime.downSeconds + downtime.unknownSeconds);
  const observed = `step ${checkout.step} was in breach for ${least} s${definitionClause(checkout)}`;
  const [outcome, why] = ((): [Finding['outcome'], string] => {
    if (downtime.attempts === 0)
      return [
        'inconclusive',
        `step ${checkout.step} never had enough attempts to say whether it was up: use more users`,
      ];
    if (least > budget.limit) return ['fail', observed];
    if (most <= budget.limit) return ['pass', observed];
    return [
      'inconclusive',
      `${observed}, and had too few attempts to say in ${downtime.unknownSeconds} s more: use more users`,
    ];
  })();
  return {
    budget: budget.name,
    step: null,
    indicator: 'downtime',
    phase: null,
    fault: null,
    limit: budget.limit,
    unit: 's',
    value: downtime.attempts === 0 ? null : least,
    interval: downtime.attempts === 0 ? [null, null] : [least, most],
    samples: downtime.attempts,
    badShare: null,
    outcome,
    why,
  };
};
