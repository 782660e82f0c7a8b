import { defineExperiment } from 'peakproof';

/** Somebody famous shows one product: as many shoppers as there are come on top, for that one, and it has a few dozen units. */
export default defineExperiment({
  title: 'Flash crowd on one product',
  hypothesis:
    'The shop holds its budgets with twice the shoppers; the product sells out, is sold to nobody twice, and those who come too late are told so.',
  runbook: 'flash-crowd.md',
  alarm: 'request-rate',
  faults: [
    {
      name: 'flash-crowd',
      kind: 'surge',
      target: 'load',
      attributes: { extraShare: 1, riseSeconds: 5, productRank: 4 },
      start: { afterSteady: '125s', atLeast: '8s' },
      duration: '45s',
      expect: {
        holds: [{ step: 'browse' }, { step: 'product' }, { step: 'cart' }, { step: 'checkout' }],
        recovery: [{ step: 'product', within: '30s' }],
      },
    },
  ],
  recoveryLimit: '30s',
});
