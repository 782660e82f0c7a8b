import { expect, it } from 'vitest';
import { NotReadyError } from '../core/errors.ts';
import { faultPlaces } from './fault-places.ts';
import { MemoryInjector, someFault } from './testing/in-memory.ts';

const placed = (injector: MemoryInjector) => [...injector.inPlace.values()].map(({ fault }) => fault.name);
const kill = someFault({ name: 'kill-web', kind: 'kill', target: 'web', proxy: 'stripe' });
const crowd = someFault({ name: 'crowd', kind: 'surge', proxy: 'load', attributes: { extraShare: 1 } });

it('sends each kind to whoever puts its family in place', async () => {
  const [wire, services] = [new MemoryInjector(), new MemoryInjector()];
  const injector = faultPlaces({ wire, services });
  for (const fault of [someFault(), kill, crowd]) await injector.apply('r', await injector.prepare('r', fault));
  expect([placed(wire), placed(services)]).toEqual([['database-failover'], ['kill-web']]);
  expect(Object.keys(await injector.proxies())).toContain('load');
  expect(await injector.left()).toHaveLength(2);
  for (const fault of [someFault(), kill, crowd]) await injector.heal('r', fault);
  expect(await injector.left()).toEqual([]);
});

it('says what is lacking, and how it is named', async () => {
  const injector = faultPlaces({ wire: null, services: null });
  await expect(injector.apply('r', someFault())).rejects.toThrow(NotReadyError);
  await expect(injector.prepare('r', kill)).rejects.toThrow(
    /kill-web \(kill\) needs the control of the shop's services/,
  );
  await injector.apply('r', crowd);
});
