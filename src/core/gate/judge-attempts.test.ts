import { describe, expect, it } from 'vitest';
import { judge } from '../judge.ts';
import { healthyRun, syntheticRun } from '../testing/synthetic-run.ts';
import type { Plan } from '../wire/plan.ts';
import { judgeAttempts } from './judge-attempts.ts';

const earlier = (verdict: 'pass' | 'fail' | 'inconclusive' | null) => ({
  runId: `run-${verdict ?? 'none'}`,
  createdAt: '2026-11-27T08:00:00.000Z',
  verdict,
});
const release = (changes: Partial<NonNullable<Plan['release']>> = {}): NonNullable<Plan['release']> => ({
  revision: 'abc123',
  attempt: 2,
  earlier: [],
  despiteEarlierFail: null,
  ...changes,
});

describe('judgeAttempts', () => {
  it('has nothing to say of a run that gates no revision', () => {
    expect(judgeAttempts({})).toEqual([]);
  });

  it('lets a first attempt, and attempts after undecided ones, stand for themselves', () => {
    expect(judgeAttempts({ release: release() })[0]).toMatchObject({ value: 0, outcome: 'pass' });
    const undecided = release({ earlier: [earlier('inconclusive'), earlier(null), earlier('pass')] });
    expect(judgeAttempts({ release: undecided })[0]).toMatchObject({ value: 0, outcome: 'pass' });
  });

  it('decides nothing after a fail of the same revision, unless somebody says why', () => {
    const failed = release({ earlier: [earlier('fail')] });
    expect(judgeAttempts({ release: failed })[0]).toMatchObject({ value: 1, outcome: 'inconclusive' });
    const despite = judgeAttempts({ release: { ...failed, despiteEarlierFail: 'the stub was down' } })[0];
    expect(despite).toMatchObject({ value: 1, outcome: 'pass' });
    expect(despite?.why).toContain('the stub was down');
  });
});

describe('a verdict after a fail of the same revision', () => {
  const evidence = syntheticRun(healthyRun);
  const judged = (changes: Partial<NonNullable<Plan['release']>>) =>
    judge({ ...evidence, plan: { ...evidence.plan, release: release(changes) } }).verdict;

  it('is inconclusive and says so, while its findings stand', () => {
    const verdict = judged({ earlier: [earlier('fail')] });
    expect(verdict).toMatchObject({ verdict: 'inconclusive', exitCode: 2 });
    expect(verdict.sentence).toContain('revision abc123 failed before (run-fail)');
    expect(verdict.sentence).not.toContain('load generator');
    expect(verdict.findings.filter(({ outcome }) => outcome === 'pass').length).toBe(6);
  });

  it('is a pass where the earlier ones decided nothing', () => {
    expect(judged({ earlier: [earlier('inconclusive')] }).verdict).toBe('pass');
  });
});
