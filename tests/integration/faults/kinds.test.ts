import http from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toxiproxyInjector } from '../../../src/adapters/toxiproxy/index.ts';
import { faultKinds } from '../../../src/core/fault-kinds.ts';
import { isWireKind, type WireKind } from '../../../src/core/fault-family.ts';
import type { PlannedFault } from '../../../src/core/wire/plan.ts';
import type { FaultInjector } from '../../../src/ports.ts';
import { faultOn, runId, startToxiproxy, startUpstream, type ToxiproxyRig } from './toxiproxy-rig.ts';
import { startTraffic, visit, type Visit } from './visit.ts';

let toxiproxy: ToxiproxyRig;
let upstream: Awaited<ReturnType<typeof startUpstream>>;
let injector: FaultInjector;
let other: Awaited<ReturnType<typeof startUpstream>>;
let port: number;

beforeAll(async () => {
  toxiproxy = await startToxiproxy();
  upstream = await startUpstream();
  port = await toxiproxy.proxyTo('shop', upstream.port);
  other = await startUpstream();
  injector = toxiproxyInjector({ url: toxiproxy.url, upstreams: { other: `127.0.0.1:${other.port}` } });
});
afterAll(() => {
  toxiproxy.stop();
  upstream.stop();
  other.stop();
});

/** Applies the fault under traffic, looks, heals, and checks that a visit is as before. */
const during = async (
  kind: string,
  attributes: PlannedFault['attributes'],
  look: () => Promise<void>,
): Promise<void> => {
  const stopTraffic = startTraffic(port);
  const fault = faultOn('shop', kind, attributes);
  try {
    await injector.apply(runId, fault);
    await look();
  } finally {
    await injector.heal(runId, fault);
    await stopTraffic();
  }
  expect(await injector.left()).toEqual([]);
  expect(await visit(port, 1_000)).toMatchObject({ bytes: 1_000, error: null });
};

/** On a connection that the server means to keep open, so that the fault alone can close it. */
const visitKeptOpen = async (bytes: number): Promise<Visit> => {
  const agent = new http.Agent({ keepAlive: true });
  const seen = await visit(port, bytes, 1_000, agent);
  agent.destroy();
  return seen;
};

describe('each kind under traffic: applied, felt, healed, read back', () => {
  const felt: Record<WireKind, () => Promise<void>> = {
    latency: () =>
      during('latency', { latencyMs: 300, jitterMs: 100 }, async () => {
        const slow = await visit(port, 1_000);
        expect(slow.error).toBeNull();
        expect(slow.tookMs).toBeGreaterThanOrEqual(195);
      }),
    down: () =>
      during('down', {}, async () => {
        expect((await visit(port, 1_000)).error).toBe('ECONNREFUSED');
      }),
    timeout: () =>
      during('timeout', { timeoutMs: 0 }, async () => {
        expect(await visitKeptOpen(1_000)).toMatchObject({ bytes: 0, error: 'PATIENCE' });
      }),
    reset_peer: () =>
      during('reset_peer', { timeoutMs: 0 }, async () => {
        expect((await visit(port, 1_000)).error).toMatch(/ECONNRESET|EPIPE/);
      }),
    bandwidth: () =>
      during('bandwidth', { rateKBps: 50 }, async () => {
        const slow = await visit(port, 60_000);
        expect(slow.error).toBeNull();
        expect(slow.tookMs).toBeGreaterThan(800);
      }),
    slicer: () =>
      during('slicer', { averageSizeBytes: 100, delayUs: 20_000 }, async () => {
        const slow = await visit(port, 2_000);
        expect(slow).toMatchObject({ bytes: 2_000, error: null });
        expect(slow.tookMs).toBeGreaterThan(300);
      }),
    slow_close: () =>
      during('slow_close', { delayMs: 700 }, async () => {
        const startedAt = performance.now();
        await new Promise<void>((resolve) => {
          const socket = connect(port, '127.0.0.1', () =>
            socket.write('GET /10 HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n'),
          );
          socket.resume().once('close', () => resolve());
        });
        expect(performance.now() - startedAt).toBeGreaterThan(650);
      }),
    limit_data: () =>
      during('limit_data', { bytes: 2_000 }, async () => {
        const cut = await visit(port, 20_000);
        expect(cut.bytes).toBeLessThan(2_000);
        expect(cut.error).not.toBeNull();
      }),
    failover: async () => {
      const fault = await injector.prepare(runId, faultOn('shop', 'failover', { to: 'other' }));
      await injector.apply(runId, fault);
      expect((await visit(port, 1_000)).error).toBe('ECONNREFUSED');
      const before = [upstream.visits(), other.visits()];
      await injector.heal(runId, fault);
      expect(await visit(port, 1_000)).toMatchObject({ bytes: 1_000, error: null });
      // It came back at the other upstream; the way back is a fault of its own in the lease.
      expect([upstream.visits(), other.visits()]).toEqual([before[0], (before[1] ?? 0) + 1]);
      await injector.heal(runId, { ...fault, kind: 'reroute' });
      await visit(port, 1_000);
      expect(upstream.visits()).toBe((before[0] ?? 0) + 1);
      expect(await injector.left()).toEqual([]);
    },
    reroute: async () => {
      const fault = await injector.prepare(runId, faultOn('shop', 'reroute', { to: 'other' }));
      const before = [upstream.visits(), other.visits()];
      await injector.apply(runId, fault);
      await visit(port, 10);
      expect([upstream.visits(), other.visits()]).toEqual([before[0], (before[1] ?? 0) + 1]);
      await injector.heal(runId, fault);
      await visit(port, 10);
      expect(upstream.visits()).toBe((before[0] ?? 0) + 1);
    },
  };

  it.each(faultKinds.filter(isWireKind))('%s', (kind) => felt[kind]());

  it('refuses an upstream that nobody named', async () => {
    await expect(injector.prepare(runId, faultOn('shop', 'failover', { to: 'nowhere' }))).rejects.toThrow(
      /no.* of that name; there is: other/,
    );
  });

  it('lets a toxic grow without touching connections', async () => {
    const fault = faultOn('shop', 'latency', { latencyMs: 20 });
    await injector.apply(runId, fault);
    const agent = new http.Agent({ keepAlive: true });
    await visit(port, 10, 2_000, agent);
    await injector.adjust(runId, { ...fault, attributes: { latencyMs: 300 } });
    const slow = await visit(port, 10, 2_000, agent);
    agent.destroy();
    await injector.heal(runId, fault);
    expect(slow.error).toBeNull();
    expect(slow.tookMs).toBeGreaterThanOrEqual(295);
  });
});

describe('connections that are open', () => {
  it('are dropped by down', async () => {
    const socket = connect(port, '127.0.0.1');
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    socket.on('error', () => undefined).resume();
    await visit(port, 10);
    const fault = faultOn('shop', 'down');
    await injector.apply(runId, fault);
    await closed;
    await injector.heal(runId, fault);
  });
});

describe('a share of the connections', () => {
  it('is hit when toxicity is below 1', async () => {
    const fault = { ...faultOn('shop', 'timeout', { timeoutMs: 20 }), toxicity: 0.5 };
    await injector.apply(runId, fault);
    const visits = await Promise.all(Array.from({ length: 60 }, () => visit(port, 100)));
    await injector.heal(runId, fault);
    const hit = visits.filter(({ error }) => error !== null).length;
    expect(hit).toBeGreaterThan(5);
    expect(hit).toBeLessThan(55);
  });
});
