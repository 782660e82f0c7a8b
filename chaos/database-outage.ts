import { defineExperiment } from 'peakproof';

/** The database is gone for 20 s and comes back where it was: for a shop without a standby, or to see the plain thing. */
export default defineExperiment({
  title: 'Database outage',
  hypothesis:
    'While the database is gone, the shop refuses in so many words and loses nothing; once it is back, shoppers check out as before within 60 s, without a hand.',
  runbook: 'database-failover.md',
  alarm: 'database-connections-lost',
  faults: [
    {
      name: 'database-outage',
      kind: 'down',
      target: 'database',
      start: { afterSteady: '125s', atLeast: '8s' },
      duration: '20s',
    },
  ],
  recoveryLimit: '60s',
});
