import { percent } from './rounding.ts';
import { definitionForStep, describeDefinition } from './share/good-definition.ts';
import { lowerShareBound } from './statistics/binomial-bounds.ts';
import { countBetween, readStepTimeline, sumSeconds } from './timeline/step-series.ts';
import type { WorkerEvidence } from './evidence.ts';
import type { Budget } from './wire/budgets.ts';
import type { Plan } from './wire/plan.ts';
import { cutWindows, isOnset } from './recovery/windows.ts';

/** Whether the shop was steady before the first fault, as the plan's budgets have it. */
export interface Steadiness {
  readonly isShown: boolean;
  /** What was seen, in words. */
  readonly why: string;
}

interface SteadinessQuestion {
  readonly plan: Pick<Plan, 'scenario' | 'timing'>;
  readonly budgets: readonly Budget[];
  readonly workers: readonly WorkerEvidence[];
  /** Seconds from T0 up to which attempts were answered; those that came later are not looked at. */
  readonly untilSeconds: number;
}

/** The stretch that has to be steady: the last of the plateau before the fault. */
const lookBackSeconds = 30;
/** Fewer attempts than this show nothing. */
const leastAttempts = 10;
/** As a breach: bad beyond this many times the allowance, and above the allowance beyond chance, is no steady state. */
const timesAllowance = 3;
const alpha = 0.001;

/**
 * Looks at the last half minute of the plateau: a steady state is shown when at least ten attempts were made in it, no step was in breach at
 * its onset rule, and none had, over the whole stretch, more than three times its allowance bad beyond chance. A step that had too few attempts for a window says nothing against
 * it; recovery of it is undecided later.
 */
export const judgeSteadiness = ({ plan, budgets, workers, untilSeconds }: SteadinessQuestion): Steadiness => {
  const to = Math.max(0, Math.floor(untilSeconds));
  const from = Math.min(to, Math.max(Math.ceil(plan.timing.plateauStartSeconds), to - lookBackSeconds));
  const { steps } = readStepTimeline(workers);
  let attempts = 0;
  const against = plan.scenario.steps.flatMap((step): string[] => {
    const definition = definitionForStep(step, budgets);
    const counts = countBetween(steps.get(step), definition.limitMs, from, to);
    const [all, bad] = [sumSeconds(counts.attempts, 0, to - from), sumSeconds(counts.bad, 0, to - from)];
    attempts += all;
    const windows = cutWindows(counts, definition.allowance, to - from);
    const isDegraded = windows.some((_window, index) => isOnset(windows, index, definition.allowance));
    const isMostlyBad =
      bad > timesAllowance * definition.allowance * all && lowerShareBound(bad, all, alpha) > definition.allowance;
    if (!isDegraded && !isMostlyBad) return [];
    return [`${step}: ${percent(bad / all)} of ${all} attempts were bad (${describeDefinition(definition)})`];
  });
  const stretch = `in the ${to - from} s before the first fault`;
  if (attempts < leastAttempts)
    return {
      isShown: false,
      why: `only ${attempts} attempts were made ${stretch}: at least ${leastAttempts} are needed, so use more users or a longer run`,
    };
  if (against.length > 0) return { isShown: false, why: `${stretch} the shop was not steady; ${against.join('; ')}` };
  return { isShown: true, why: `${attempts} attempts ${stretch}, no step in breach` };
};
