import { defineExperiment } from 'peakproof';

/** The recommendation service is killed and stays away: product pages have to do without. */
export default defineExperiment({
  title: 'Recommendation outage',
  hypothesis:
    'Product pages show what is popular instead, as fast as before; no step fails, and recommendations are back without a hand when the service is.',
  runbook: 'recommendation-outage.md',
  alarm: 'recommendations-degraded',
  faults: [
    {
      name: 'recommendation-outage',
      kind: 'kill',
      target: 'recommendations',
      start: { afterSteady: '125s', atLeast: '8s' },
      duration: '30s',
      expect: {
        holds: [{ step: 'browse' }, { step: 'product' }, { step: 'checkout' }],
        neverFails: ['product', 'checkout'],
      },
    },
  ],
  recoveryLimit: '15s',
});
