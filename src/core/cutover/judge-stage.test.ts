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
    expect(judgeStage(0.5, slow, usual, false)).toMatchObject({ outcome: 'pass', goesOn: true });
    expect(judgeStage(0.5, usual, slow, false)).toMatchObject({ outcome: 'fail', why: slow.why, goesOn: false });
    expect(slow.broken).toEqual(['browse-p95']);
  });

  it('of few shoppers lets the next come when it broke nothing; the last must pass, and doubt of the generator is none of few', () => {
    const verdict = verdictOf(120);
    const findings = verdict.findings.map((each) => ({ ...each, outcome: 'inconclusive' as const }));
    const short = judgeSide({ ...verdict, findings }, 60);
    expect(judgeStage(0.1, usual, short, false)).toMatchObject({ outcome: 'inconclusive', goesOn: true });
    expect(judgeStage(1, null, short, true)).toMatchObject({ outcome: 'inconclusive', goesOn: false });
    const aborted = { by: 'janitor', atSeconds: 60 };
    expect(judgeStage(0.1, usual, judgeSide({ ...verdict, findings, aborted }, 60), false).goesOn).toBe(false);
    const [check] = verdict.validity;
    if (check === undefined) throw new Error('no validity check');
    const validity = [{ ...check, check: 'timerLateness', outcome: 'fail' as const }];
    expect(judgeStage(0.1, usual, judgeSide({ ...verdict, findings, validity }, 60), false).goesOn).toBe(false);
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
      compareSides(judgeStage(0.5, old, next, false)).map(({ step, difference }) => [step, difference]);
    expect(differences(usual, fast)).toEqual([
      ['browse', 'faster'],
      ['checkout', 'noEvidence'],
    ]);
    expect(differences(fast, usual)[0]).toEqual(['browse', 'slower']);
    expect(differences(null, usual)[0]).toEqual(['browse', 'noEvidence']);
  });
});
