import { defineExperiment } from 'peakproof';

/** The web processes are replaced one by one; then a release with wrong prices goes out, and is rolled back. */
export default defineExperiment({
  title: 'Deploy and roll back',
  hypothesis:
    'A roll-out under load costs not one failed order. A release that shows wrong prices is noticed by the carts that do not match, nobody is charged a wrong amount, and carts are right again within 90 s of the first wrong price.',
  runbook: 'deploy-and-roll-back.md',
  alarm: 'cart-price-mismatch',
  faults: [
    {
      name: 'deploy',
      kind: 'restart',
      target: 'web',
      start: { afterSteady: '125s', atLeast: '8s' },
      duration: '35s',
      longestLife: '120s',
      expect: {
        holds: [{ step: 'browse' }, { step: 'product' }, { step: 'cart' }, { step: 'checkout' }],
        neverFails: ['cart', 'checkout'],
      },
    },
    {
      name: 'bad-release',
      kind: 'restart',
      target: 'web',
      attributes: { release: 'wrong-prices' },
      start: { after: 'deploy', event: 'recovered', delay: '5s' },
      duration: '20s',
      longestLife: '120s',
      expect: {
        holds: [{ step: 'browse' }, { step: 'search' }, { step: 'checkout' }],
        neverFails: ['checkout'],
        recovery: [{ step: 'cart', within: '90s' }],
      },
    },
  ],
  recoveryLimit: '90s',
});
