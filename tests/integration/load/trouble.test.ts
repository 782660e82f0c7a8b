import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { referencePlan } from '../../../src/adapters/k6/testing/reference-plan.ts';
import { driveWith } from './drive.ts';
import { endsOf, inAll, inSecond, stepCounts, timelineOf } from './evidence.ts';
import type { Disturbance } from './recording-server.ts';
import { start } from './running-load.ts';

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
    rmSync(path.dirname(adapter), { recursive: true });
    expect(lastWords).toMatch(/unreadable\.ts:2/);
  });

  it('of an engine or an adapter that is not there is told with the remedy', async () => {
    await expect(start({}, { adapter: 'nowhere' })).rejects.toThrow(/shop adapter .*nowhere\.ts does not exist/);
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

  it('of a shop that breaks off every connection is an error, and no storm', async () => {
    const { server, run } = await start({}, { disturb: () => 'breakOff' });
    expect((await run.load.ended).exitCodes).toEqual([0]);
    const counts = stepCounts(timelineOf(run));
    expect(Object.keys(counts)).toEqual(['browse error']);
    expect(counts['browse error']).toBeLessThan(200);
    expect(server.requests.length).toBeLessThan(400);
  });
});
