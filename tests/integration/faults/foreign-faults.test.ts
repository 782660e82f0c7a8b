import { afterAll, beforeAll, expect, it } from 'vitest';
import { toxiproxyInjector } from '../../../src/adapters/toxiproxy/index.ts';
import { NotReadyError } from '../../../src/core/errors.ts';
import { faultOn, runId, startToxiproxy, startUpstream, type ToxiproxyRig } from './toxiproxy-rig.ts';

let toxiproxy: ToxiproxyRig;
let upstream: Awaited<ReturnType<typeof startUpstream>>;

beforeAll(async () => {
  toxiproxy = await startToxiproxy();
  upstream = await startUpstream();
  for (const name of ['rds', 'stripe']) await toxiproxy.proxyTo(name, upstream.port);
  await toxiproxy.call('POST', '/proxies/stripe/toxics', {
    name: 'of-another',
    type: 'latency',
    attributes: { latency: 5 },
  });
  await toxiproxy.call('POST', '/proxies/rds', { enabled: false });
});
afterAll(() => {
  toxiproxy.stop();
  upstream.stop();
});

const foreign = [
  { proxy: 'rds', name: 'down', runId: null },
  { proxy: 'stripe', name: 'of-another', runId: null },
];

it('shows the faults of others', async () => {
  expect(await toxiproxyInjector({ url: toxiproxy.url }).left()).toEqual(expect.arrayContaining(foreign));
});

it('leaves the toxics of others in place when it heals its own beside them', async () => {
  const injector = toxiproxyInjector({ url: toxiproxy.url });
  const fault = faultOn('stripe', 'latency', { latencyMs: 20, jitterMs: 1 });
  await injector.apply(runId, fault);
  const { body } = await toxiproxy.call('GET', `/proxies/stripe/toxics/peakproof-${runId}-the-latency`);
  expect(body).toMatchObject({ type: 'latency', toxicity: 1, attributes: { latency: 20, jitter: 1 } });
  await injector.heal(runId, fault);
  expect(await injector.left()).toHaveLength(2);
  expect(await injector.left()).toEqual(expect.arrayContaining(foreign));
});

it('heals its own toxic only: another run of the same name of fault goes on', async () => {
  const injector = toxiproxyInjector({ url: toxiproxy.url });
  const fault = faultOn('stripe', 'timeout', { timeoutMs: 5 });
  const otherRun = '2026-11-27-090000-aaaa';
  await injector.apply(runId, fault);
  await injector.apply(otherRun, fault);
  await injector.heal(runId, fault);
  expect((await injector.left()).map((left) => left.runId)).toContain(otherRun);
  await injector.heal(otherRun, fault);
});

it('refuses to take a proxy down that another has disabled: healing would enable it', async () => {
  const injector = toxiproxyInjector({ url: toxiproxy.url });
  await expect(injector.apply(runId, faultOn('rds', 'down'))).rejects.toThrow(NotReadyError);
  const { body } = await toxiproxy.call('GET', '/proxies/rds');
  expect(body).toMatchObject({ enabled: false });
});

it('reads back: a toxic of our name with other attributes is not taken for ours in place', async () => {
  const injector = toxiproxyInjector({ url: toxiproxy.url });
  const fault = faultOn('stripe', 'latency', { latencyMs: 500 });
  const name = `peakproof-${runId}-the-latency`;
  await toxiproxy.call('POST', '/proxies/stripe/toxics', { name, type: 'latency', attributes: { latncy: 500 } });
  await expect(injector.apply(runId, fault)).rejects.toThrow(/latency is 0, not 500/);
  await injector.heal(runId, fault);
  expect(await injector.left()).toHaveLength(2);
});
