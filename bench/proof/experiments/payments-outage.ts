import { defineExperiment } from 'peakproof';

export default defineExperiment({
  title: 'Payments outage',
  hypothesis: 'Checkout says that it cannot, and works again soon after the provider is back.',
  runbook: null,
  faults: [
    {
      name: 'payments-outage',
      kind: 'down',
      target: 'payments',
      start: { afterSteady: '32s', atLeast: '32s' },
      duration: '15s',
    },
  ],
});
