import { defineExperiment } from 'peakproof';

/** Redis is gone, and with it sessions, carts and the catalogue cache, as when a node is replaced. */
export default defineExperiment({
  title: 'Cache loss',
  hypothesis:
    'Pages come from the database, slower; carts and sessions survive; the database stands the extra load, also when the cache comes back and fills up again; all is as before within 45 s.',
  runbook: 'cache-loss.md',
  alarm: 'cache-connections-lost',
  faults: [
    {
      name: 'cache-loss',
      kind: 'down',
      target: 'cache',
      start: { afterSteady: '125s', atLeast: '8s' },
      duration: '30s',
      expect: {
        holds: [{ step: 'browse' }, { step: 'checkout', errorShare: 0.05 }],
        recovery: [{ step: 'cart', within: '45s' }],
      },
    },
  ],
  recoveryLimit: '45s',
});
