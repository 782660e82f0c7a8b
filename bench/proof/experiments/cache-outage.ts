import { defineExperiment } from 'peakproof';

export default defineExperiment({
  title: 'Cache outage',
  hypothesis: 'Nobody notices: pages come from the processes and the database, carts from the cookie.',
  runbook: null,
  faults: [
    {
      name: 'cache-outage',
      kind: 'down',
      target: 'cache',
      start: { afterSteady: '32s', atLeast: '32s' },
      duration: '25s',
    },
  ],
});
