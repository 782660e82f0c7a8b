import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { referencePlan } from '../../../src/adapters/k6/testing/reference-plan.ts';
import { drive, driveWith, k6Path, referenceAdapter, type Drive } from './drive.ts';
import { endsOf, inAll, inSecond, ledgerOf, logOf, stepCounts, timelineOf } from './evidence.ts';
import { runByHand } from './run-by-hand.ts';
import { startRecordingServer, type Disturbance, type RecordingServer } from './recording-server.ts';

let server: RecordingServer | null = null;
let running: Drive | null = null;

beforeAll(async () => {
  await k6Path();
});

afterEach(async () => {
  await running?.load.kill();
  await server?.close();
  running = server = null;
});

type Wanted = Parameters<typeof referencePlan>[0];

const start = async (
  wanted: Wanted,
  { adapter = 'recorded', disturb }: { adapter?: string; disturb?: Disturbance } = {},
) => {
  server = await startRecordingServer(disturb);
  running = await drive(referencePlan(wanted), server.baseUrl, adapter);
  return { server, run: running };
};

const waitFor = async (what: () => boolean, deadlineMs = 30_000): Promise<void> => {
  const endMs = Date.now() + deadlineMs;
  while (!what()) {
    if (Date.now() > endMs) throw new Error('It did not come to pass in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

describe('the load of a plan', () => {
  it('follows V(t), closes its books and ends by itself', async () => {
    // Every order of an even virtual user is answered 503 at first, and may have been written.
    const seen = new Set<string>();
    const { run } = await start(
      {},
      {
        disturb: ({ what, slot }) => {
          if (!what.startsWith('POST /checkout') || (slot ?? 0) % 2 === 1 || seen.has(what)) return null;
          seen.add(what);
          return { status: 503 };
        },
      },
    );
    const { exitCodes } = await run.load.ended;
    expect([exitCodes, logOf(run)]).toEqual([[0], '']);

    const timeline = timelineOf(run);
    for (const second of [2, 4, 6, 8]) expect(inSecond(timeline, second, 'activeVirtualUsers')).toBe(10);
    expect(endsOf(timeline)).toMatchObject([{ hostsStarted: 2, hostsFinished: 2, requestsCut: 0, stopped: false }]);
    expect(inAll(timeline, 'sessionsCrashed')).toBe(0);
    const ended = inAll(timeline, 'sessionsFinished') + inAll(timeline, 'sessionsAbandoned');
    expect(ended).toBe(inAll(timeline, 'sessionsStarted'));

    const ledger = ledgerOf(run);
    const intents = ledger.filter((line) => line.type === 'intent');
    const outcomes = ledger.filter((line) => line.type === 'outcome');
    expect(intents.length).toBeGreaterThan(5);
    expect(outcomes.map(({ key, attempt }) => `${key} ${attempt}`).toSorted()).toEqual(
      intents.map(({ key, attempt }) => `${key} ${attempt}`).toSorted(),
    );
    expect(ledger.at(-1)).toEqual({ type: 'closed', intents: intents.length, outcomes: outcomes.length });
    const retried = intents.filter(({ attempt }) => attempt === 2);
    expect(retried.length).toBeGreaterThan(0);
    for (const { intent, key } of retried) {
      const first = outcomes.find((line) => line.key === key && line.attempt === 1);
      expect(first).toMatchObject({ intent, outcome: 'indeterminate', status: 503 });
    }
    expect(stepCounts(timeline)['checkout ok']).toBe(outcomes.filter(({ outcome }) => outcome === 'ok').length);
  });

  it('ends within a step when asked to, and leaves no order half done', async () => {
    const hold = [
      { atSeconds: 0, virtualUsers: 10 },
      { atSeconds: 60, virtualUsers: 10 },
    ];
    const { server, run } = await start({ load: { curve: hold, thinkTimeMedianSeconds: 2 } });
    await waitFor(() => server.requests.some(({ what }) => what.startsWith('POST /checkout')));
    await run.load.stop();
    const askedAtMs = Date.now();
    const { exitCodes } = await run.load.ended;
    expect(Date.now() - askedAtMs).toBeLessThan(10_000);
    expect(exitCodes).toEqual([0]);
    expect(endsOf(timelineOf(run))).toMatchObject([{ stopped: true, hostsFinished: 2, requestsCut: 0 }]);
    const ledger = ledgerOf(run);
    const count = (type: string) => ledger.filter((line) => line.type === type).length;
    expect(count('outcome')).toBe(count('intent'));
    expect(count('closed')).toBe(1);
  });

  it('is the same for every virtual user with one worker and with two', async () => {
    const sequences = async (workers: number): Promise<string[][]> => {
      const { server: shop, run } = await start({ seed: 11, load: { workers, hosts: 3 } });
      await run.load.ended;
      const slots = Array.from({ length: 10 }, (_, slot) =>
        shop.requests.filter((request) => request.slot === slot).map(({ what, body }) => `${what} ${body}`),
      );
      expect(endsOf(timelineOf(run, workers))).toHaveLength(workers);
      expect(inSecond(timelineOf(run, workers), 5, 'activeVirtualUsers')).toBe(10);
      await shop.close();
      return slots;
    };
    const [alone, together] = [await sequences(1), await sequences(2)];
    for (const [slot, one] of alone.entries()) {
      const other = together[slot]!;
      const common = Math.min(one.length, other.length);
      expect(common, `requests of slot ${slot}`).toBeGreaterThan(5);
      expect(one.slice(0, common)).toEqual(other.slice(0, common));
    }
    expect(new Set(alone.map((slot) => slot.slice(0, 6).join('\n'))).size).toBeGreaterThan(5);
  });
});

describe('the smoke scenario', () => {
  it('takes every step of the reference shop', async () => {
    const { server, run } = await start({ scenario: 'smoke' }, { adapter: referenceAdapter });
    expect((await run.load.ended).exitCodes).toEqual([0]);
    const timeline = timelineOf(run);
    const good = ['browse ok', 'cart ok', 'checkout ok', 'product ok', 'search ok'];
    expect(
      Object.keys(stepCounts(timeline))
        .filter((step) => step !== 'checkout declined')
        .toSorted(),
    ).toEqual(good);
    const count = (what: string) => server.requests.filter((request) => request.what === what).length;
    expect(count('GET /assets/shop.css')).toBe(inAll(timeline, 'sessionsStarted'));
    expect(server.requests.some(({ headers }) => 'x-peakproof-slot' in headers)).toBe(false);
    expect(server.requests.every(({ headers }) => headers['accept-encoding'] === 'gzip, deflate')).toBe(true);
  });

  it('runs by hand, without a plan', async () => {
    server = await startRecordingServer();
    const { requests } = server;
    const byHand = await runByHand('smoke.ts', server.baseUrl);
    await waitFor(() => requests.length > 30);
    expect(await byHand.stop()).toEqual({ exitCode: 0, output: '' });
    expect(requests.some(({ what }) => what.startsWith('GET /product/sku-0'))).toBe(true);
  });

  it('says what is missing when it is run without a shop', async () => {
    const byHand = await runByHand('smoke.ts', '');
    const { exitCode, output } = await byHand.ended;
    expect(exitCode).not.toBe(0);
    expect(output).toContain('PEAKPROOF_BASE_URL is not set');
  });
});

describe('trouble', () => {
  it('of an adapter that lacks steps is told before the load begins', async () => {
    const { run } = await start({}, { adapter: 'incomplete' });
    const { exitCodes, lastWords } = await run.load.ended;
    expect(exitCodes[0]).not.toBe(0);
    expect(lastWords).toContain('lacks steps of the scenario: search, product, cart, checkout');
  });

  it('of an adapter that cannot be read is told with its place', async () => {
    const adapter = path.join(mkdtempSync(path.join(tmpdir(), 'adapter-')), 'unreadable.ts');
    writeFileSync(adapter, 'export default {\n  steps: = 3,\n};\n');
    const { run } = await start({}, { adapter });
    const { exitCodes, lastWords } = await run.load.ended;
    expect(exitCodes[0]).not.toBe(0);
    expect(lastWords).toMatch(/unreadable\.ts:2/);
  });

  it('of an engine or an adapter that is not there is told with the remedy', async () => {
    await expect(start({}, { adapter: 'nowhere' })).rejects.toThrow(/shop adapter .*nowhere\.ts does not exist/);
    await server?.close();
    const broken = driveWith('/nowhere/peakproof-k6', referencePlan(), 'http://127.0.0.1:9', 'recorded');
    await expect(broken).rejects.toThrow(/cannot be started.*ENOENT/);
  });

  it('in the adapter ends no other shopper', async () => {
    const { server, run } = await start({}, { adapter: 'crashing' });
    const { exitCodes, lastWords } = await run.load.ended;
    expect(exitCodes).toEqual([0]);
    expect(lastWords).toContain('crashed in step product of slot');
    expect(lastWords).toContain('crashing.ts');
    const timeline = timelineOf(run);
    expect(inAll(timeline, 'sessionsCrashed')).toBeGreaterThan(0);
    expect(inAll(timeline, 'sessionsCrashed')).toBeLessThan(30);
    expect(endsOf(timeline)).toMatchObject([{ hostsFinished: 2 }]);
    expect(inSecond(timeline, 7, 'activeVirtualUsers')).toBe(10);
    const lastSlots = new Set(server.requests.slice(-40).map(({ slot }) => slot));
    expect(lastSlots.size).toBeGreaterThan(5);
  });

  it('in the shop makes no storm of requests', async () => {
    const { server, run } = await start({}, { disturb: () => ({ status: 503 }) });
    await run.load.ended;
    expect(server.requests.length).toBeGreaterThan(20);
    // Ten shoppers over ten seconds, each failure followed by a pause of 1 to 5 s or of a think time and a new visit.
    expect(server.requests.length).toBeLessThan(200);
    const timeline = timelineOf(run);
    expect(stepCounts(timeline)).toEqual({ 'browse error': server.requests.length });
    expect(inAll(timeline, 'sessionsAbandoned')).toBeGreaterThan(0);
  });

  it('of no answer at all ends the patience of a shopper', async () => {
    const disturb: Disturbance = ({ what }) => (what.startsWith('GET /product') ? 'never' : null);
    const { run } = await start({ load: { patienceSeconds: 1 } }, { disturb });
    await run.load.ended;
    const timeline = timelineOf(run);
    expect(stepCounts(timeline)['product timeout']).toBeGreaterThan(5);
    expect(stepCounts(timeline)['product ok']).toBeUndefined();
    expect(inAll(timeline, 'sessionsAbandoned')).toBeGreaterThan(5);
  });

  it('of a shop that is not there is an error, told as such', async () => {
    server = await startRecordingServer();
    const { baseUrl } = server;
    await server.close();
    running = await drive(referencePlan(), baseUrl, 'recorded');
    expect((await running.load.ended).exitCodes).toEqual([0]);
    const counts = stepCounts(timelineOf(running));
    expect(Object.keys(counts)).toEqual(['browse error']);
    expect(counts['browse error']).toBeLessThan(200);
  });
});
