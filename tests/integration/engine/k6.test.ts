import { writeFileSync } from 'node:fs';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TimelineLine } from '../../../src/core/wire/timeline.ts';
import { startCountingServer, type CountingServer } from './counting-server.ts';
import { scenarioFile, startK6 } from './k6-process.ts';

const hosts = 3;
const shoppersPerHost = 4;
const shoppers = hosts * shoppersPerHost;

type Entry = Extract<TimelineLine, { type: 'entry' }>;
const entriesOf = (lines: readonly TimelineLine[]): Entry[] => lines.filter((line) => line.type === 'entry');
const countOf = (entries: readonly Entry[], kind: string, name: string, outcome: string): number =>
  entries
    .filter((entry) => entry.kind === kind && entry.name === name && entry.outcome === outcome)
    .reduce((sum, entry) => sum + entry.count, 0);

let server: CountingServer;
beforeEach(async () => {
  server = await startCountingServer();
});
afterEach(() => server.close());

const startShoppers = (sessions: number, env: Record<string, string> = {}) =>
  startK6(scenarioFile('shoppers.ts'), {
    PEAKPROOF_BASE_URL: server.url,
    TEST_HOSTS: String(hosts),
    TEST_SHOPPERS_PER_HOST: String(shoppersPerHost),
    TEST_SESSIONS: String(sessions),
    ...env,
  });

describe('a run that ends by itself', () => {
  it('counts what the server counts, over one connection a session', async () => {
    const sessions = 6;
    const run = await startShoppers(sessions, { PEAKPROOF_T0_MS: String(Date.now() - 10_000) });
    const { exitCode, log } = await run.ended;
    expect(log).toBe('');
    expect(exitCode).toBe(0);

    const timeline = run.timeline();
    const entries = entriesOf(timeline);
    const visits = shoppers * sessions;
    expect(Object.fromEntries(server.counts)).toEqual({ home: visits, missing: visits, order: visits });
    expect(countOf(entries, 'request', 'home', 'ok')).toBe(visits);
    expect(countOf(entries, 'request', 'missing', 'http4xx')).toBe(visits);
    expect(countOf(entries, 'request', 'order', 'ok')).toBe(visits);
    expect(countOf(entries, 'step', 'browse', 'ok')).toBe(visits);
    expect(countOf(entries, 'step', 'checkout', 'ok')).toBe(visits);
    expect(entries.reduce((sum, entry) => sum + entry.count, 0)).toBe(5 * visits);
    for (const entry of entries) {
      const histogram = decodeFromCompressedBase64(entry.histogram);
      expect(histogram.totalCount).toBe(entry.count);
      expect(histogram.maxValue).toBeLessThan(10_000_000);
      expect(entry.second).toBeGreaterThanOrEqual(10);
    }

    expect(server.connections.size).toBe(visits);
    for (const connections of server.connections.values()) expect(connections.size).toBe(1);
    const all = [...server.connections.values()].flatMap((connections) => [...connections]);
    expect(new Set(all).size).toBe(all.length);

    expect(timeline[0]).toMatchObject({ type: 'header', worker: 'w1', hostsPlanned: hosts });
    expect(timeline.at(-1)).toMatchObject({
      type: 'end',
      hostsStarted: hosts,
      hostsFinished: hosts,
      requestsCut: 0,
      stopped: false,
    });
    const roundTrips = timeline
      .filter((line) => line.type === 'waiting')
      .map((line) => decodeFromCompressedBase64(line.roundTrips));
    expect(roundTrips.reduce((sum, histogram) => sum + histogram.totalCount, 0)).toBeGreaterThan(0);
    for (const histogram of roundTrips) expect(histogram.maxValue).toBeLessThan(10_000_000);
    const seconds = timeline.filter((line) => line.type === 'second');
    expect(seconds.map(({ second }) => second)).toEqual(seconds.map((_, i) => (seconds[0]?.second ?? 0) + i));
    expect(seconds.reduce((sum, second) => sum + second.sessionsStarted, 0)).toBe(visits);
    expect(seconds.reduce((sum, second) => sum + second.sessionsFinished, 0)).toBe(visits);
    expect(seconds.reduce((sum, second) => sum + second.bytesReceived, 0)).toBeGreaterThan(visits * 3 * 50);
    expect(seconds.at(-1)).toMatchObject({ activeVirtualUsers: 0, openConnections: 0 });

    const ledger = run.ledger();
    expect(ledger[0]).toEqual({ v: 1, type: 'header', worker: 'w1', runId: 'run-1' });
    expect(ledger.at(-1)).toEqual({ type: 'closed', intents: visits, outcomes: visits });
    expect(ledger.filter((line) => line.type === 'intent')[0]?.lines).toEqual([
      { sku: 'SKU "1"', quantity: 2, unitPriceCents: 750 },
    ]);
  });

  it('shares connections when it is told to', async () => {
    const run = await startShoppers(6, { PEAKPROOF_CONNECTIONS: 'shared' });
    expect(await run.ended).toMatchObject({ exitCode: 0 });
    expect(server.counts.get('order')).toBe(shoppers * 6);
    const connections = new Set([...server.connections.values()].flatMap((of) => [...of]));
    const shared = [...server.connections.values()].reduce((sum, of) => sum + of.size, 0) - connections.size;
    expect(shared).toBeGreaterThan(0);
  });
});

describe('a run that is ended', () => {
  it('ends by the stop file, every session whole', async () => {
    const run = await startShoppers(0);
    await server.saw(200);
    writeFileSync(run.stopFile, '');
    expect(await run.ended).toMatchObject({ exitCode: 0, log: '' });

    const timeline = run.timeline();
    expect(timeline.at(-1)).toMatchObject({ type: 'end', hostsFinished: hosts, requestsCut: 0, stopped: true });
    const requests = entriesOf(timeline).filter(({ kind }) => kind === 'request');
    const answered = [...server.counts.values()].reduce((sum, count) => sum + count, 0);
    expect(requests.reduce((sum, entry) => sum + entry.count, 0)).toBe(answered);
    expect(run.ledger().at(-1)).toMatchObject({ type: 'closed', outcomes: server.counts.get('order') });
  });

  it('counts requests that SIGINT cuts', async () => {
    const run = await startK6(scenarioFile('hanging.ts'), { PEAKPROOF_BASE_URL: server.url });
    await server.saw(2);
    run.child.kill('SIGINT');
    await run.ended;
    expect(run.timeline().at(-1)).toMatchObject({ type: 'end', hostsStarted: 2, hostsFinished: 0, requestsCut: 2 });
    expect(entriesOf(run.timeline())).toEqual([]);
  });

  it('leaves evidence that can be read when it is killed', async () => {
    const run = await startShoppers(0);
    await server.saw(200);
    while (entriesOf(run.timeline()).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    run.child.kill('SIGKILL');
    await run.ended;
    expect(run.timeline().map(({ type }) => type)).not.toContain('end');
    const types = run.ledger().map(({ type }) => type);
    expect(types[0]).toBe('header');
    expect(types).not.toContain('closed');
  });
});
