import { defineExperiment } from 'peakproof';

export default defineExperiment({
  title: 'Recommendation outage',
  hypothesis: 'Product pages show popular products instead.',
  runbook: null,
  faults: [
    {
      name: 'recommendations-outage',
      kind: 'down',
      target: 'recommendations',
      start: { afterSteady: '32s', atLeast: '32s' },
      duration: '25s',
    },
  ],
});
