import { expect, it } from 'vitest';
import { CleanupFailedError } from '../core/errors.ts';
import { healByHand, ownFaults } from './heal-left.ts';
import { MemoryInjector, someFault, someLease } from './testing/in-memory.ts';

const runId = '2026-11-27-083000-4f2a';
const outage = someFault();

it('knows our toxics by their names and our disabled proxies by the leases', () => {
  const left = [
    { proxy: 'stripe', name: `peakproof-${runId}-slow-payments`, runId },
    { proxy: 'stripe', name: 'latency_downstream', runId: null },
    { proxy: 'rds', name: 'down', runId: null },
    { proxy: 'redis', name: 'down', runId: null },
  ];
  const own = ownFaults(left, [someLease({ runId, faults: [outage] })]);
  expect(own.map(({ fault }) => `${fault.name} on ${fault.proxy}`)).toEqual([
    'slow-payments on stripe',
    'database-failover on rds',
  ]);
  expect(ownFaults(left, []).map(({ fault }) => fault.name)).toEqual(['slow-payments']);
});

it('does not take a fault of a lease for one in place', () => {
  expect(ownFaults([], [someLease({ faults: [outage] })])).toEqual([]);
});

it('heals the rest when one would not heal', async () => {
  const injector = new MemoryInjector();
  const slow = someFault({ name: 'slow-payments', proxy: 'stripe' });
  for (const fault of [outage, slow]) await injector.apply(runId, fault);
  injector.healFailures.push(new CleanupFailedError('it hangs', ''));
  const results = await healByHand(injector, [
    { runId, fault: outage },
    { runId, fault: slow },
  ]);
  expect(results.map(({ failure }) => failure === null)).toEqual([false, true]);
  expect([...injector.inPlace.keys()]).toEqual([`${runId}/database-failover`]);
});
