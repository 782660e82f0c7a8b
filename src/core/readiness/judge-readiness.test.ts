import { describe, expect, it } from 'vitest';
import { judge } from '../judge.ts';
import { healthyRun, syntheticRun } from '../testing/synthetic-run.ts';
import type { Verdict } from '../wire/verdict.ts';
import type { JudgedRun } from './figures.ts';
import { judgeReadiness } from './judge-readiness.ts';

const evidence = syntheticRun(healthyRun);
const { plan } = evidence;
const sound = judge(evidence).verdict;

const run = (runId: string, startedAt: string, changes: Partial<Verdict> = {}): JudgedRun => ({
  plan: { ...plan, runId },
  verdict: { ...sound, runId, startedAt, ...changes },
});

const peak = (virtualUsersPeak: number) => ({ load: { ...sound.load, virtualUsersPeak } });
const standing = (runs: readonly JudgedRun[], name: string) =>
  judgeReadiness(runs, []).figures.find((figure) => figure.name === name);

describe('go or no-go', () => {
  it('is go when every figure held in a run that tested it', () => {
    const all = run('big', '2026-11-25T08:00:00Z', { ...peak(20_000) });
    expect(judgeReadiness([all], ['database-failover'])).toMatchObject({ answer: 'go' });
  });

  it('is not yet while fewer users were there than are asked for, and says how many', () => {
    const { answer, untested } = judgeReadiness([run('small', '2026-11-25T08:00:00Z')], []);
    expect(answer).toBe('notYet');
    expect(untested).toContain('Virtual users tested: the most were 600, 20000 are asked for');
  });

  it('is no go when the last run that tested a figure broke it, whatever came before', () => {
    const good = run('good', '2026-11-25T08:00:00Z', { ...peak(20_000) });
    const bad = run('bad', '2026-11-26T08:00:00Z', {
      ...peak(20_000),
      findings: sound.findings.map((finding) =>
        finding.step === 'checkout' && finding.phase === 'steady' && finding.indicator === 'latencyP95'
          ? { ...finding, outcome: 'fail', value: 3_900 }
          : finding,
      ),
    });
    // The order of the command line does not matter, that of the runs does.
    const { answer, figures } = judgeReadiness([bad, good], []);
    expect(answer).toBe('noGo');
    expect(figures.find(({ name }) => name === 'orderProcessing')).toMatchObject({ standing: 'fail', trend: 'worse' });
    expect(
      judgeReadiness([{ ...good, verdict: { ...good.verdict, startedAt: '2026-11-27T08:00:00Z' } }, bad], []).answer,
    ).toBe('go');
  });

  it('breaks the users held at the load at which a budget broke', () => {
    const legacy = run('legacy', '2026-11-25T08:00:00Z', {
      ...peak(1_300),
      findings: sound.findings.map((finding) => ({ ...finding, outcome: 'fail' })),
    });
    expect(standing([legacy], 'usersHeld')).toMatchObject({ standing: 'fail', last: { value: 1_300 } });
  });

  it('lets a run without a fault say nothing about downtime, and a small one nothing about 20,000', () => {
    const good = run('good', '2026-11-25T08:00:00Z', { ...peak(20_000) });
    const calm = { ...run('calm', '2026-11-26T08:00:00Z') };
    const runs = [good, { ...calm, plan: { ...calm.plan, experiment: null } }];
    expect(standing(runs, 'downtime')?.last?.runId).toBe('good');
    expect(standing(runs, 'usersTested')).toMatchObject({ standing: 'pass', last: { runId: 'good' } });
  });

  it('decides nothing on the word of a load machine that was not fit', () => {
    const weak = run('weak', '2026-11-25T08:00:00Z', {
      ...peak(20_000),
      validity: sound.validity.map((check) => ({ ...check, outcome: 'inconclusive' as const })),
    });
    expect(standing([weak], 'usersHeld')?.standing).toBe('inconclusive');
    expect(judgeReadiness([weak], []).answer).toBe('notYet');
  });

  it('does not take a milder budget for the figure', () => {
    const mild = run('mild', '2026-11-25T08:00:00Z', {
      findings: sound.findings.map((finding) => ({ ...finding, limit: 5_000 })),
    });
    expect(standing([mild], 'pageLoad')).toMatchObject({ standing: 'inconclusive' });
  });

  it('lists experiments without a decided run, and invariants that nothing put to the test', () => {
    const { untested } = judgeReadiness(
      [
        run('one', '2026-11-25T08:00:00Z', {
          invariants: sound.invariants.map((row) => ({ ...row, outcome: 'inconclusive' })),
        }),
      ],
      ['cache-loss', 'database-failover'],
    );
    expect(untested).toContain('Experiments without a decided run: cache-loss');
    expect(untested.some((text) => text.startsWith('Invariants that no run put to the test enough: lostOrders'))).toBe(
      true,
    );
  });
});
