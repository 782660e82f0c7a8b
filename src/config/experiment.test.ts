import { describe, expect, it } from 'vitest';
import { defineExperiment, experimentSchema } from './experiment.ts';

const outage = {
  title: 'Outage',
  hypothesis: 'Checkout is back within a minute.',
  runbook: null,
  faults: [
    {
      name: 'database-down',
      kind: 'down',
      target: 'database',
      start: { afterSteady: '125s', atLeast: '8s' },
      duration: '20s',
    },
  ],
} as const;

const withFault = (change: Record<string, unknown>) => ({ ...outage, faults: [{ ...outage.faults[0], ...change }] });

const issuesOf = (value: unknown) => {
  const parsed = experimentSchema.safeParse(value);
  return parsed.success ? [] : parsed.error.issues;
};

describe('experimentSchema', () => {
  it('accepts an experiment and keeps durations as they were written', () => {
    expect(experimentSchema.parse(defineExperiment(outage)).faults[0]?.duration).toBe('20s');
  });

  it('accepts a start counted from T0', () => {
    expect(issuesOf(withFault({ start: { at: 30 } }))).toEqual([]);
  });

  it.each([
    ['a negative duration', { duration: '-20s' }, 'cannot be negative'],
    ['no duration to speak of', { duration: 0 }, 'longer than 0'],
    ['a duration without a unit', { duration: '20' }, 'needs a unit'],
    ['an unknown kind', { kind: 'gone' }, 'down'],
    ['a toxicity above 1', { toxicity: 1.5 }, '1'],
    ['a down fault for some connections only', { toxicity: 0.5 }, 'hits all connections'],
    ['a toxicity of 0', { toxicity: 0 }, '0'],
    ['a name that is no slug', { name: 'Database down' }, 'lower-case'],
    ['an unknown key', { durtion: '20s' }, 'durtion'],
    ['a repetition before the end', { repeat: { times: 2, every: '20s' } }, 'longer than duration'],
    ['one repetition', { repeat: { times: 1, every: '1m' } }, 'times'],
    ['a ramp of what cannot grow', { ramp: { from: {}, steps: 3 } }, 'nothing that could grow'],
    ['a start after an event that there is not', { start: { after: 'x', event: 'over' } }, 'event'],
    ['two limits at once', { expect: { holds: [{ step: 'a', latencyP95Ms: 1, errorShare: 0.1 }] } }, 'not both'],
  ])('refuses %s', (_what, change, words) => {
    expect(JSON.stringify(issuesOf(withFault(change)))).toContain(words);
  });

  it('accepts what starts after an event, is repeated, grows and expects something', () => {
    const latency = {
      kind: 'latency',
      target: 'payments',
      attributes: { latencyMs: 500 },
      ramp: { from: { latencyMs: 50 }, steps: 4 },
      repeat: { times: 3, every: '1m' },
      start: { after: 'database-down', event: 'recovered', delay: '30s' },
      expect: {
        holds: [{ step: 'browse' }],
        neverFails: ['cart'],
        recovery: [{ step: 'checkout', within: '30s', indicator: 'selfHealing' }],
      },
    };
    expect(issuesOf(withFault(latency))).toEqual([]);
  });

  it('refuses a ramp that does not say where it ends', () => {
    const ramp = { from: { latencyMs: 5, jitterMs: 1 }, steps: 2 };
    const issues = issuesOf(withFault({ kind: 'latency', attributes: { latencyMs: 50 }, ramp }));
    expect(issues.map(({ path }) => path.join('.'))).toEqual(['faults.0.ramp.from.jitterMs']);
  });

  it('refuses an experiment without a fault', () => {
    expect(issuesOf({ ...outage, faults: [] })).toHaveLength(1);
  });
});

describe('defineExperiment', () => {
  it('types attributes by kind', () => {
    const fault = { name: 'x', target: 'payments', start: { at: 0 }, duration: 1 } as const;
    const rest = { title: 't', hypothesis: 'h', runbook: null } as const;
    defineExperiment({ ...rest, faults: [{ ...fault, kind: 'latency', attributes: { latencyMs: 5 } }] });
    // @ts-expect-error: a misspelt attribute
    defineExperiment({ ...rest, faults: [{ ...fault, kind: 'latency', attributes: { latncyMs: 5 } }] });
    // @ts-expect-error: latency without its attributes
    defineExperiment({ ...rest, faults: [{ ...fault, kind: 'latency' }] });
    expect(defineExperiment({ ...rest, faults: [{ ...fault, kind: 'down' }] }).faults).toHaveLength(1);
  });
});
