import { defineExperiment } from 'peakproof';

/** The quick variant of a Multi-AZ fail-over: what RDS does in about 60 s, done in 20 s. */
export default defineExperiment({
  title: 'Database fail-over',
  hypothesis:
    'While the database is gone, the shop refuses in so many words and loses nothing; once the standby has taken over, shoppers check out as before within 60 s, without a hand.',
  runbook: 'database-failover.md',
  alarm: 'database-connections-lost',
  faults: [
    {
      name: 'database-failover',
      kind: 'failover',
      target: 'database',
      attributes: { to: 'database-standby' },
      start: { afterSteady: '125s', atLeast: '8s' },
      duration: '20s',
    },
  ],
  recoveryLimit: '60s',
});
