import { describe, expect, it } from 'vitest';
import { judge } from '../judge.ts';
import { healthyRun, syntheticRun, type SyntheticOptions } from '../testing/synthetic-run.ts';
import { judgeProbe } from './judge-probe.ts';

const quiet: SyntheticOptions = {
  ...healthyRun,
  fault: null,
  outages: [],
  budgets: healthyRun.budgets.filter(({ fault }) => fault === null),
};
const verdictOf = (changes: Partial<SyntheticOptions> = {}) => judge(syntheticRun({ ...quiet, ...changes })).verdict;
const healthy = verdictOf();

describe('judgeProbe', () => {
  it('holds where every budget was kept', () => {
    const probe = judgeProbe(healthy, 600);
    expect(probe).toMatchObject({ outcome: 'held', level: 600, broken: [], distrusted: [], booksBroken: [] });
    expect(Object.keys(probe.p95Ms)).toEqual(['browse', 'checkout']);
  });

  it('breaks by one budget, and names it', () => {
    const budgets = quiet.budgets.map((budget) => (budget.name === 'browse-p95' ? { ...budget, limit: 100 } : budget));
    const probe = judgeProbe(verdictOf({ budgets }), 600);
    expect(probe).toMatchObject({ outcome: 'broke', broken: ['browse-p95'] });
    expect(probe.why).toContain('browse-p95');
  });

  it('says nothing of the shop where the generator was the limit, whatever it measured', () => {
    const starved = healthy.validity.map((check) =>
      check.check === 'generatorCpu' ? { ...check, outcome: 'fail' as const } : check,
    );
    const findings = healthy.findings.map((finding) => ({ ...finding, outcome: 'fail' as const }));
    expect(judgeProbe({ ...healthy, validity: starved, findings }, 600)).toMatchObject({
      outcome: 'generatorLimited',
      distrusted: ['generatorCpu'],
    });
  });

  it.each([
    [
      'a finding without a decision',
      { findings: healthy.findings.map((each) => ({ ...each, outcome: 'inconclusive' as const })) },
    ],
    ['no budget', { findings: [] }],
    ['only advice', { findings: healthy.findings.map((each) => ({ ...each, outcome: 'advisory' as const })) }],
  ])('is undecided by %s', (_, changes) => {
    expect(judgeProbe({ ...healthy, ...changes }, 600).outcome).toBe('undecided');
  });

  it.each([
    ['damaged evidence', { problems: [{ file: 'audit.json', what: 'is missing' }] }],
    ['a run that was broken off', { aborted: { by: 'guard', atSeconds: 90 } }],
  ])('is spoilt by %s', (_, changes) => {
    expect(judgeProbe({ ...healthy, ...changes }, 600).outcome).toBe('spoilt');
  });

  it('keeps wrong books apart: they do not hang on the load', () => {
    const invariants = healthy.invariants.map((each) =>
      each.name === 'oversold' ? { ...each, outcome: 'fail' as const } : each,
    );
    expect(judgeProbe({ ...healthy, invariants }, 600)).toMatchObject({ outcome: 'held', booksBroken: ['oversold'] });
  });
});
