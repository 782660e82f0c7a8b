import { defineExperiment } from 'peakproof';

const start = { afterSteady: '125s', atLeast: '8s' } as const;
const duration = '45s';

/** The network between the shop and everything that it needs is bad at once: late, and for a part of the connections narrow. */
export default defineExperiment({
  title: 'Network brown-out',
  hypothesis:
    'Everything is slower and nothing fails: time-outs and breakers tell a bad network from a dead dependency, and all is as before within 30 s of the end.',
  runbook: 'network-brown-out.md',
  alarm: 'network-retransmits',
  faults: [
    {
      name: 'late-database',
      kind: 'latency',
      target: 'database',
      attributes: { latencyMs: 40, jitterMs: 30 },
      start,
      duration,
      expect: {
        holds: [{ step: 'browse' }, { step: 'product' }, { step: 'cart' }, { step: 'checkout' }],
        recovery: [{ step: 'checkout', within: '30s', indicator: 'selfHealing' }],
      },
    },
    {
      name: 'late-cache',
      kind: 'latency',
      target: 'cache',
      attributes: { latencyMs: 25, jitterMs: 20 },
      start,
      duration,
    },
    {
      name: 'narrow-recommendations',
      kind: 'bandwidth',
      target: 'recommendations',
      attributes: { rateKBps: 20 },
      toxicity: 0.5,
      start,
      duration,
    },
    {
      name: 'late-payments',
      kind: 'latency',
      target: 'payments',
      attributes: { latencyMs: 250, jitterMs: 150 },
      start: { after: 'late-database', event: 'applied', delay: '5s' },
      duration: '35s',
    },
  ],
  recoveryLimit: '30s',
});
