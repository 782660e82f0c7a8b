import { defineExperiment } from 'peakproof';

/** The payment provider answers, late: 1.5 s ± 0.5 s on top of its own time. */
export default defineExperiment({
  title: 'Slow payments',
  hypothesis:
    'Checkout gets slower by the delay and no more; browsing does not notice, nobody is charged twice, and checkout is as before within 30 s of the end.',
  runbook: 'slow-payments.md',
  alarm: 'payments-latency',
  faults: [
    {
      name: 'slow-payments',
      kind: 'latency',
      target: 'payments',
      start: { afterSteady: '125s', atLeast: '8s' },
      duration: '45s',
      attributes: { latencyMs: 1_500, jitterMs: 500 },
      expect: {
        holds: [{ step: 'browse' }, { step: 'product' }, { step: 'cart' }],
        recovery: [{ step: 'checkout', within: '30s', indicator: 'selfHealing' }],
      },
    },
  ],
  recoveryLimit: '30s',
});
