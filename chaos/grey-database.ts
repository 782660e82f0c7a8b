import { defineExperiment } from 'peakproof';

/** The database is slow, not dead: every answer comes later and later, up to 120 ms, and health checks stay green. */
export default defineExperiment({
  title: 'Grey database',
  hypothesis:
    'Pages that come from caches do not notice; checkout gets slower by the statements that it makes and stays within its budget; nothing piles up, and all is as before within 30 s of the end.',
  runbook: 'grey-database.md',
  alarm: 'database-latency',
  faults: [
    {
      name: 'grey-database',
      kind: 'latency',
      target: 'database',
      attributes: { latencyMs: 120, jitterMs: 40 },
      ramp: { from: { latencyMs: 30, jitterMs: 10 }, steps: 4, over: '20s' },
      start: { afterSteady: '125s', atLeast: '8s' },
      duration: '60s',
      expect: {
        holds: [{ step: 'browse' }, { step: 'search' }, { step: 'product' }, { step: 'checkout' }],
        recovery: [{ step: 'checkout', within: '30s', indicator: 'selfHealing' }],
      },
    },
  ],
  recoveryLimit: '30s',
});
