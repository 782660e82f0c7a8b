import { defineExperiment } from 'peakproof';

export default defineExperiment({
  title: 'Database outage',
  hypothesis:
    'Checkout says that it cannot, and works again soon after the database is back; pages and carts do not notice.',
  runbook: null,
  faults: [
    {
      name: 'database-outage',
      kind: 'down',
      target: 'database',
      start: { afterSteady: '32s', atLeast: '32s' },
      duration: '15s',
    },
  ],
});
