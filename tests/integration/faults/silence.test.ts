import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toxiproxyInjector } from '../../../src/adapters/toxiproxy/index.ts';
import { CleanupFailedError, NotReadyError } from '../../../src/core/errors.ts';
import { eventually } from '../../support/processes.ts';
import { faultOn, runId, startToxiproxy, startUpstream, type ToxiproxyRig } from './toxiproxy-rig.ts';

let toxiproxy: ToxiproxyRig;
let upstream: Awaited<ReturnType<typeof startUpstream>>;
let port: number;

beforeEach(async () => {
  toxiproxy = await startToxiproxy();
  upstream = await startUpstream();
  port = await toxiproxy.proxyTo('stripe', upstream.port);
});
afterEach(() => {
  toxiproxy.stop();
  upstream.stop();
});

const slow = faultOn('stripe', 'latency', { latencyMs: 100 });
const impatient = () => toxiproxyInjector({ url: toxiproxy.url, requestTimeoutMs: 400, patienceMs: 1_000 });

/** The signal takes its time: a request that is under way may still be answered. */
const silence = async (): Promise<void> => {
  process.kill(toxiproxy.pid, 'SIGSTOP');
  const isSilent = () =>
    fetch(toxiproxy.url, { signal: AbortSignal.timeout(200) }).then(
      () => false,
      () => true,
    );
  await eventually('it is silent', isSilent, 5_000);
};

describe('a Toxiproxy that does not answer', () => {
  it('is not ready, and says so within the deadline', async () => {
    const injector = impatient();
    await injector.apply(runId, slow);
    await silence();
    const startedAt = performance.now();
    await expect(injector.left()).rejects.toThrow(NotReadyError);
    await expect(injector.proxies()).rejects.toThrow(NotReadyError);
    await expect(injector.apply(runId, slow)).rejects.toThrow(NotReadyError);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('fails the cleanup, and the message names fault and command', async () => {
    const injector = impatient();
    await injector.apply(runId, slow);
    await silence();
    const error: unknown = await injector.heal(runId, slow).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CleanupFailedError);
    expect((error as CleanupFailedError).message).toContain('the-latency');
    expect((error as CleanupFailedError).hint).toContain(
      `curl -X DELETE ${toxiproxy.url}/proxies/stripe/toxics/peakproof-${runId}-the-latency`,
    );
    process.kill(toxiproxy.pid, 'SIGCONT');
    await toxiproxyInjector({ url: toxiproxy.url }).heal(runId, slow);
  });
});

it('where nothing listens, is not ready and fails the cleanup', async () => {
  const injector = impatient();
  await injector.apply(runId, slow);
  toxiproxy.stop();
  await expect(injector.left()).rejects.toThrow(/does not answer/);
  await expect(injector.heal(runId, slow)).rejects.toThrow(CleanupFailedError);
});

it('what is no Toxiproxy is told from one', async () => {
  await expect(toxiproxyInjector({ url: `http://127.0.0.1:${upstream.port}` }).left()).rejects.toThrow(
    /not a Toxiproxy/,
  );
});

/** A client that asks for more than all buffers hold, and does not read: the toxic's removal waits for it. */
const deafClient = async (): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  socket.on('error', () => undefined);
  socket.write('GET /60000000 HTTP/1.1\r\nHost: stripe\r\n\r\n');
  socket.pause();
  await wait(1_500);
  return socket;
};

describe('a removal that hangs, because a client does not read', () => {
  it('comes through when the client reads in time', async () => {
    await impatient().apply(runId, slow);
    const client = await deafClient();
    const healing = toxiproxyInjector({ url: toxiproxy.url, requestTimeoutMs: 400, patienceMs: 20_000 }).heal(
      runId,
      slow,
    );
    await wait(1_000);
    client.resume();
    await healing;
    expect(await impatient().left()).toEqual([]);
    client.destroy();
  });

  it('is cut, with notice, and where that does not help the cleanup fails and says what does', async () => {
    await impatient().apply(runId, slow);
    const client = await deafClient();
    let noticed = false;
    const error: unknown = await impatient()
      .heal(runId, slow, () => (noticed = true))
      .catch((caught: unknown) => caught);
    client.destroy();
    expect(noticed).toBe(true);
    expect(error).toBeInstanceOf(CleanupFailedError);
    expect((error as CleanupFailedError).hint).toContain('restart Toxiproxy');
  });
});
