import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/wire/events.ts';
import { problemsOf } from './expectations.ts';
import { trialFault } from './rig.ts';
import type { Outcome } from './outcome.ts';

const event = (state: 'applied' | 'healed', by: 'plan' | 'guard' | 'janitor'): RunEvent => ({
  v: 1,
  at: '2030-01-01T00:00:00.000Z',
  offsetSeconds: 5,
  type: 'fault',
  fault: trialFault,
  state,
  by,
});

const applied = event('applied', 'plan');
const well: Outcome = {
  victim: 'harness',
  exitCode: null,
  said: '',
  events: [applied, event('healed', 'janitor')],
  eventsBefore: [applied],
  leftOurs: 0,
  healedAfterSeconds: 12,
  gate: { code: 2, verdict: 'inconclusive' },
};

describe('after a kill', () => {
  it('of the harness the janitor has healed, and the evidence is inconclusive', () => {
    expect(problemsOf(well)).toEqual([]);
    expect(problemsOf({ ...well, leftOurs: 1 })).toHaveLength(1);
    expect(problemsOf({ ...well, gate: { code: 0, verdict: 'pass' } })).toHaveLength(2);
    expect(problemsOf({ ...well, events: [applied] })).toEqual(['the janitor did not heal']);
  });

  it('of the janitor the run stops, and heals at once', () => {
    const victim = 'janitor' as const;
    const own = {
      ...well,
      victim,
      exitCode: 3,
      said: 'the janitor is gone',
      events: [applied, event('healed', 'guard')],
    };
    expect(problemsOf(own)).toEqual([]);
    expect(problemsOf({ ...own, exitCode: 0 })).toHaveLength(1);
    expect(problemsOf({ ...own, said: '' })).toHaveLength(1);
    expect(problemsOf({ ...own, events: [applied, event('healed', 'plan')] })).toEqual([
      'the run did not heal at once',
    ]);
  });

  it('of k6 the run heals, and is not ready or inconclusive', () => {
    const own = {
      ...well,
      victim: 'k6' as const,
      exitCode: 2,
      said: 'INCONCLUSIVE',
      events: [applied, event('healed', 'plan')],
    };
    expect(problemsOf(own)).toEqual([]);
    expect(problemsOf({ ...own, exitCode: 0 })).toHaveLength(1);
    expect(problemsOf({ ...own, events: [applied] })).toContain('the run did not heal');
    expect(problemsOf({ ...own, victim: 'k6', said: '' })).toHaveLength(1);
  });

  it('of Toxiproxy in the fault the clean-up has failed, and the message names the fault', () => {
    const own = { ...well, victim: 'toxiproxy' as const, exitCode: 6, said: `… ${trialFault} …`, leftOurs: null };
    expect(problemsOf(own)).toEqual([]);
    expect(problemsOf({ ...own, said: '' })).toHaveLength(1);
    expect(problemsOf({ ...own, exitCode: 2 })).toHaveLength(1);
  });
});
