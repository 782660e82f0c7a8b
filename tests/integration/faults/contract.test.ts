import { afterAll, afterEach, beforeAll } from 'vitest';
import { toxiproxyInjector } from '../../../src/adapters/toxiproxy/index.ts';
import { MemoryInjector } from '../../../src/run/testing/in-memory.ts';
import { describeInjectorContract } from './injector-contract.ts';
import { startToxiproxy, startUpstream, type ToxiproxyRig } from './toxiproxy-rig.ts';

let toxiproxy: ToxiproxyRig;
let upstream: Awaited<ReturnType<typeof startUpstream>>;

beforeAll(async () => {
  toxiproxy = await startToxiproxy();
  upstream = await startUpstream();
  await toxiproxy.proxyTo('rds', upstream.port);
  await toxiproxy.proxyTo('stripe', upstream.port);
});
afterEach(() => toxiproxy.call('POST', '/reset'));
afterAll(() => {
  toxiproxy.stop();
  upstream.stop();
});

describeInjectorContract('Toxiproxy', () => toxiproxyInjector({ url: toxiproxy.url }));
describeInjectorContract('The injector in memory', () => new MemoryInjector());
