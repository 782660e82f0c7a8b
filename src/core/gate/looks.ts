import type { Plan } from '../wire/plan.ts';

/** One of the looks of a gate run: which, of how many. A run that is no gate has one. */
export interface Look {
  /** From 1. */
  readonly number: number;
  readonly looks: number;
}

type Timing = Pick<Plan['timing'], 'looksAtSeconds'>;

/**
 * Where the plateau of a gate run ends that was stopped: at the last look before. What came after it was never looked at, and a plateau of any
 * other length would be a look that nobody planned. Whole seconds from T0.
 */
export const lastLookBefore = (plateauEndSeconds: number, { looksAtSeconds }: Timing): number =>
  looksAtSeconds?.findLast((at) => at <= plateauEndSeconds) ?? plateauEndSeconds;

/** Which look a plateau of this length is judged at: a function of the plan and of where the plateau ends, so that a gate can be judged again. */
export const lookAt = ({ timing: { looksAtSeconds = [] } }: Pick<Plan, 'timing'>, plateauEndSeconds: number): Look => ({
  number: Math.max(1, looksAtSeconds.filter((at) => at <= plateauEndSeconds).length),
  looks: Math.max(1, looksAtSeconds.length),
});
