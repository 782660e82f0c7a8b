import { loadOutcome, shopOutcome } from '../load-outcome.ts';
import type { CutoverSide, CutoverStage } from '../wire/cutover.ts';
import type { Verdict } from '../wire/verdict.ts';

/** One system in one stage, as its verdict has it: its budgets, and its books where they are wrong. */
export const judgeSide = (verdict: Verdict, virtualUsers: number): CutoverSide => {
  const load = loadOutcome(verdict);
  const p95 = verdict.findings.filter(({ indicator, phase }) => indicator === 'latencyP95' && phase === 'steady');
  return {
    runId: verdict.runId,
    virtualUsers,
    ...shopOutcome(load),
    isShort: load.outcome === 'undecided' && load.booksBroken.length === 0,
    broken: [...load.broken, ...load.booksBroken],
    p95Ms: Object.fromEntries(
      p95.flatMap(({ step, value, interval: [low, high] }) => (step === null ? [] : [[step, { value, low, high }]])),
    ),
    ordersPlaced: verdict.business.ordersPlaced,
  };
};

/**
 * A stage is as good as the new system in it: what the old one breaks is what the cutover is for. A small share of the sessions seldom decides every
 * budget, so that one with nothing broken lets the next come, as with a canary; the last must pass.
 */
export const judgeStage = (
  share: number,
  old: CutoverSide | null,
  next: CutoverSide,
  isLast: boolean,
): CutoverStage => ({
  share,
  outcome: next.outcome,
  why: next.why,
  goesOn: next.outcome === 'pass' || (next.isShort && !isLast),
  old,
  next,
});

/** The two systems at one step. `slower` and `faster`: the intervals do not meet, and it is 10 % at least. */
export interface StepComparison {
  readonly step: string;
  readonly oldMs: number | null;
  readonly nextMs: number | null;
  readonly difference: 'slower' | 'faster' | 'noEvidence';
}

const leastDifference = 0.1;

/** Compares what shoppers of the two systems saw in the same minutes; of no evidence where the new one had them all. */
export const compareSides = ({ old, next }: CutoverStage): StepComparison[] =>
  Object.entries(next.p95Ms).map(([step, after]) => {
    const before = old?.p95Ms[step];
    const comparison = { step, oldMs: before?.value ?? null, nextMs: after.value };
    if (before === undefined || before.value === null || after.value === null)
      return { ...comparison, difference: 'noEvidence' };
    const isFar = Math.abs(after.value - before.value) >= leastDifference * before.value;
    if (isFar && (after.low ?? 0) > (before.high ?? Infinity)) return { ...comparison, difference: 'slower' };
    if (isFar && (after.high ?? Infinity) < (before.low ?? 0)) return { ...comparison, difference: 'faster' };
    return { ...comparison, difference: 'noEvidence' };
  });
