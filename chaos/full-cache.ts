import { defineExperiment } from 'peakproof';

/** Redis has reached its limit of memory and evicts nothing: it answers reads, and every write with an error. */
export default defineExperiment({
  title: 'Full cache',
  hypothesis:
    'A cache that takes no more writes is a slower cache, not an outage: shoppers fill carts and check out throughout, and nobody notices its end.',
  runbook: 'full-cache.md',
  alarm: 'cache-memory',
  faults: [
    {
      name: 'full-cache',
      kind: 'full',
      target: 'cache',
      start: { afterSteady: '125s', atLeast: '8s' },
      duration: '45s',
      expect: {
        holds: [{ step: 'browse' }, { step: 'product' }, { step: 'cart' }, { step: 'checkout' }],
        recovery: [{ step: 'cart', within: '30s' }],
      },
    },
  ],
  recoveryLimit: '30s',
});
