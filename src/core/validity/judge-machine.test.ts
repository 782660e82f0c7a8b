import { describe, expect, it } from 'vitest';
import { judge } from '../judge.ts';
import { loadOutcome } from '../load-outcome.ts';
import { healthyRun, syntheticRun } from '../testing/synthetic-run.ts';
import type { MachineLine } from '../wire/machine.ts';
import { judgeMachine, machineCheck } from './judge-machine.ts';

type Shares = Pick<MachineLine, 'busyShare' | 'othersShare' | 'stolenShare'>;

const alone: Shares = { busyShare: 0.99, othersShare: 0.02, stolenShare: 0.01 };
const shared: Shares = { busyShare: 0.97, othersShare: 0.3, stolenShare: 0 };
/** A run of five minutes in stretches of 5 s, so many of them different. */
const lines = (usual: Shares, different: Shares = usual, howMany = 0): MachineLine[] =>
  Array.from({ length: 60 }, (_, at) => ({
    v: 1,
    offsetSeconds: 5 * (at + 1),
    seconds: 5,
    ...(at >= 20 && at < 20 + howMany ? different : usual),
  }));
const outcomeOf = (machine: MachineLine[]) => judgeMachine(machine)[0]?.outcome;

describe('judgeMachine', () => {
  it('leaves a run alone that fills the machine by itself, or that shares one with room to spare', () => {
    expect(outcomeOf(lines(alone))).toBe('pass');
    expect(outcomeOf(lines({ busyShare: 0.7, othersShare: 0.4, stolenShare: 0.1 }))).toBe('pass');
  });

  it('holds it against a run that others had a part of full processors for more than a twentieth of it', () => {
    expect(outcomeOf(lines(alone, shared, 3))).toBe('pass');
    const [check] = judgeMachine(lines(alone, shared, 4));
    expect(check).toMatchObject({ check: machineCheck, value: 0.0666667, limit: 0.05, outcome: 'fail' });
    expect(check?.why).toContain('up to 30 % and 1 %');
  });

  it('counts what the host took', () => {
    expect(outcomeOf(lines(alone, { busyShare: 1, othersShare: 0.03, stolenShare: 0.2 }, 4))).toBe('fail');
  });

  it('says nothing where nothing was measured', () => {
    expect(judgeMachine(undefined)).toEqual([]);
    expect(judgeMachine([])).toEqual([]);
  });
});

describe('a run beside other programs', () => {
  const evidence = syntheticRun({
    ...healthyRun,
    budgets: healthyRun.budgets.map((budget) => (budget.name === 'browse-p95' ? { ...budget, limit: 100 } : budget)),
  });
  const verdictBeside = (machine: MachineLine[]) => judge({ ...evidence, machine }).verdict;

  it('does not accuse the shop of what it cannot know', () => {
    expect(verdictBeside(lines(alone)).verdict).toBe('fail');
    const { verdict, findings, sentence } = verdictBeside(lines(shared));
    expect(verdict).toBe('inconclusive');
    expect(findings.filter(({ outcome, unit }) => outcome === 'fail' && unit !== 'count')).toEqual([]);
    expect(sentence).toContain('had to share the machine with other programs for 100 % of the run');
  });

  it('is worth another try, and says nothing of the generator', () => {
    expect(loadOutcome(verdictBeside(lines(shared)))).toMatchObject({
      outcome: 'disturbed',
      why: 'other programs kept the machine busy',
    });
  });

  it('does not look at the ramp-down', () => {
    const after = lines(shared).map((line) => ({ ...line, offsetSeconds: line.offsetSeconds + 10_000 }));
    expect(verdictBeside(after).verdict).toBe('fail');
  });
});
