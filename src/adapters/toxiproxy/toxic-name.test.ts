import { expect, it } from 'vitest';
import { runOfToxic, toxicName } from './toxic-name.ts';

it.each(['2026-11-27-083000-4f2a', 'hand-2026-11-27-083000-4f2a'])(
  'finds run %s again, whatever the fault is called',
  (runId) => {
    expect(toxicName(runId, 'database-failover')).toBe(`peakproof-${runId}-database-failover`);
    expect(runOfToxic(toxicName(runId, 'database-failover'))).toBe(runId);
    expect(runOfToxic(toxicName(runId, '2026-11-27'))).toBe(runId);
  },
);

it.each(['latency_downstream', 'my-peakproof-toxic', 'peakproof'])('leaves %s to its owner', (name) => {
  expect(runOfToxic(name)).toBeNull();
});

it('knows its own also by an id of another form', () => {
  expect(runOfToxic('peakproof-r1-slow-payments')).toBe('r1');
});
