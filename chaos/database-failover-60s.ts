import { defineExperiment } from 'peakproof';

/** A Multi-AZ fail-over as long as RDS takes for it: about a minute without a database. */
export default defineExperiment({
  title: 'Database fail-over, 60 s',
  hypothesis:
    'A minute without the database costs orders, but no order is lost, nobody is charged twice, and shoppers check out as before within 30 s of the standby taking over.',
  runbook: 'database-failover.md',
  alarm: 'database-connections-lost',
  faults: [
    {
      name: 'database-failover-60s',
      kind: 'failover',
      target: 'database',
      attributes: { to: 'database-standby' },
      start: { afterSteady: '125s', atLeast: '8s' },
      duration: '60s',
      expect: {
        recovery: [
          { step: 'browse', within: '100s' },
          { step: 'checkout', within: '100s' },
          { step: 'checkout', within: '30s', indicator: 'selfHealing' },
        ],
      },
    },
  ],
});
