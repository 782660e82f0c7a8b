import { defineExperiment } from 'peakproof';

/** The inventory sync stands still with its connections open: sold units are not told to the storefront. */
export default defineExperiment({
  title: 'Inventory-sync stall',
  hypothesis:
    'Shoppers do not notice: sales are decided by the stock itself and wait in the outbox. Nothing is sold twice, and the books are at rest soon after the sync goes on.',
  runbook: 'inventory-stall.md',
  alarm: 'inventory-queue-age',
  faults: [
    {
      name: 'inventory-stall',
      kind: 'pause',
      target: 'inventory',
      start: { afterSteady: '125s', atLeast: '8s' },
      duration: '45s',
      expect: {
        holds: [{ step: 'browse' }, { step: 'product' }, { step: 'cart' }, { step: 'checkout' }],
        neverFails: ['checkout'],
      },
    },
  ],
  recoveryLimit: '15s',
});
