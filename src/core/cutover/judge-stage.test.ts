import { describe, expect, it } from 'vitest';
import { judge } from '../judge.ts';
import { healthyRun, syntheticRun } from '../testing/synthetic-run.ts';
import { compareSides, judgeSide, judgeStage } from './judge-stage.ts';

const calm = {
  ...healthyRun,
  fault: null,
  outages: [],
  budgets: healthyRun.budgets.filter(({ fault }) => fault === null),
};
const verdictOf = (browseMedianMs: number) =>
  judge(
    syntheticRun({
      ...calm,
      steps: calm.steps.map((step) => (step.name === 'browse' ? { ...step, medianMs: browseMedianMs } : step)),
    }),
  ).verdict;
const [fast, usual, slow] = [verdictOf(60), verdictOf(120), verdictOf(3_000)].map((verdict) => judgeSide(verdict, 300));
if (fast === undefined || usual === undefined || slow === undefined) throw new Error('no sides');

describe('a stage', () => {
  it('is as good as the new system: what the old one breaks is what the cutover is for', () => {
    expect(judgeStage(0.5, slow, usual).outcome).toBe('pass');
    expect(judgeStage(0.5, usual, slow)).toMatchObject({ outcome: 'fail', why: slow.why });
    expect(slow.broken).toEqual(['browse-p95']);
  });

  it('fails by wrong books', () => {
    const verdict = verdictOf(120);
    const invariants = verdict.invariants.map((each) =>
      each.name === 'lostOrders' ? { ...each, outcome: 'fail' as const } : each,
    );
    expect(judgeSide({ ...verdict, invariants }, 300)).toMatchObject({ outcome: 'fail', broken: ['lostOrders'] });
  });

  it('tells what got slower and what got faster, and nothing without evidence', () => {
    const differences = (old: typeof fast | null, next: typeof fast) =>
      compareSides(judgeStage(0.5, old, next)).map(({ step, difference }) => [step, difference]);
    expect(differences(usual, fast)).toEqual([
      ['browse', 'faster'],
      ['checkout', 'noEvidence'],
    ]);
    expect(differences(fast, usual)[0]).toEqual(['browse', 'slower']);
    expect(differences(null, usual)[0]).toEqual(['browse', 'noEvidence']);
  });
});
