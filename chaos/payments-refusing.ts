import { defineExperiment } from 'peakproof';

/** The payment provider refuses everybody with 429; when the shop has recovered from that, it does not answer at all. */
export default defineExperiment({
  title: 'Payments refusing',
  hypothesis:
    'Checkout says in so many words that it cannot take payments just now, at once and without a storm of retries; browsing and carts do not notice; nobody is charged without an order; checkout is as before within 30 s of either end.',
  runbook: 'payments-refusing.md',
  alarm: 'payments-refused',
  faults: [
    {
      name: 'payments-429',
      kind: 'reroute',
      target: 'payments',
      attributes: { to: 'payments-refusing' },
      start: { afterSteady: '125s', atLeast: '8s' },
      duration: '20s',
      expect: {
        holds: [{ step: 'browse' }, { step: 'product' }, { step: 'cart' }],
        recovery: [{ step: 'checkout', within: '30s', indicator: 'selfHealing' }],
      },
    },
    {
      name: 'payments-outage',
      kind: 'down',
      target: 'payments',
      start: { after: 'payments-429', event: 'recovered', delay: '5s' },
      duration: '20s',
      expect: {
        holds: [{ step: 'browse' }, { step: 'product' }, { step: 'cart' }],
        recovery: [{ step: 'checkout', within: '30s', indicator: 'selfHealing' }],
      },
    },
  ],
  recoveryLimit: '40s',
});
