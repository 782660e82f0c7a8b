import { expect, it } from 'vitest';
import { runOfFault, faultId } from './fault-id.ts';

it.each(['2026-11-27-083000-4f2a', 'hand-2026-11-27-083000-4f2a'])(
  'finds run %s again, whatever the fault is called',
  (runId) => {
    expect(faultId(runId, 'database-failover')).toBe(`peakproof-${runId}-database-failover`);
    expect(runOfFault(faultId(runId, 'database-failover'))).toBe(runId);
    expect(runOfFault(faultId(runId, '2026-11-27'))).toBe(runId);
  },
);

it.each(['latency_downstream', 'my-peakproof-toxic', 'peakproof'])('leaves %s to its owner', (name) => {
  expect(runOfFault(name)).toBeNull();
});

it('knows its own also by an id of another form', () => {
  expect(runOfFault('peakproof-r1-slow-payments')).toBe('r1');
});
