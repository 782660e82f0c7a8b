import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { toxiproxyInjector } from '../../../src/adapters/toxiproxy/index.ts';
import { runEventSchema, type RunEvent } from '../../../src/core/wire/events.ts';
import { eventually, isAlive } from '../../support/processes.ts';
import { startToxiproxy, startUpstream, type ToxiproxyRig } from './toxiproxy-rig.ts';
import { startTraffic } from './visit.ts';

const holderFile = path.join(path.dirname(fileURLToPath(import.meta.url)), 'holder.ts');

let toxiproxy: ToxiproxyRig;
let upstream: Awaited<ReturnType<typeof startUpstream>>;
let stopTraffic: () => Promise<void>;
let folder: string;
let bystander: ChildProcess;
let holder: ChildProcess;
let pids: { janitorPid: number; loadPid: number };

/** Starts the holder and waits until both faults are in place. */
const holdFaults = async (longestLifeSeconds: number): Promise<void> => {
  const args = [
    '--import',
    'tsx',
    holderFile,
    toxiproxy.url,
    folder,
    String(longestLifeSeconds),
    String(bystander.pid),
  ];
  holder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve, reject) => {
    holder.stdout?.setEncoding('utf8').once('data', resolve);
    holder.once('exit', (code) => reject(new Error(`the holder ended with ${code ?? 'a signal'}`)));
  });
  pids = JSON.parse(line) as typeof pids;
  expect(await toxiproxyInjector({ url: toxiproxy.url }).left()).toHaveLength(3);
};

const events = (): RunEvent[] =>
  readFileSync(path.join(folder, 'events.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => runEventSchema.parse(JSON.parse(line)));

const healedBy = (): string[] =>
  events().flatMap((event) =>
    event.type === 'fault' && event.state === 'healed' ? [`${event.fault} ${event.by}`] : [],
  );

const nothingIsLeft = async (): Promise<void> => {
  await eventually('the janitor ends', () => !isAlive(pids.janitorPid), 40_000);
  // The fault of another is still there: three were in place, ours are gone.
  expect(await toxiproxyInjector({ url: toxiproxy.url }).left()).toEqual([
    { proxy: 'stripe', name: 'of-another', runId: null },
  ]);
  expect(isAlive(pids.loadPid)).toBe(false);
  expect(isAlive(bystander.pid ?? 0)).toBe(true);
  expect(existsSync(path.join(folder, 'lease.json'))).toBe(false);
};

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-janitor-'));
  bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  toxiproxy = await startToxiproxy();
  upstream = await startUpstream();
  await toxiproxy.proxyTo('rds', upstream.port);
  stopTraffic = startTraffic(await toxiproxy.proxyTo('stripe', upstream.port));
  await toxiproxy.call('POST', '/proxies/stripe/toxics', {
    name: 'of-another',
    type: 'latency',
    attributes: { latency: 1 },
  });
});
afterEach(async () => {
  holder.kill('SIGKILL');
  bystander.kill('SIGKILL');
  await stopTraffic();
  toxiproxy.stop();
  upstream.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('heals after kill -9 of the harness, ends its processes and spares a later one of the same id', async () => {
  await holdFaults(600);
  holder.kill('SIGKILL');
  await nothingIsLeft();
  expect(events().find((event) => event.type === 'aborted')).toMatchObject({
    by: 'janitor',
    detail: expect.stringContaining('no heartbeat') as string,
  });
  expect(healedBy()).toEqual(['the-down janitor', 'the-latency janitor']);
});

it('heals a fault that outlives its longest life, though the harness is alive', async () => {
  await holdFaults(4);
  await nothingIsLeft();
  expect(events().find((event) => event.type === 'aborted')).toMatchObject({
    detail: expect.stringContaining('outlived its longest life') as string,
  });
});

it('has nothing to do when the harness heals by itself', async () => {
  await holdFaults(600);
  holder.kill('SIGTERM');
  await nothingIsLeft();
  expect(healedBy().sort()).toEqual(['the-down interrupt', 'the-latency interrupt']);
  expect(events().filter((event) => event.type === 'aborted')).toEqual([]);
});

it('is not ended by signals: a stray one must not leave faults behind', async () => {
  await holdFaults(600);
  process.kill(pids.janitorPid, 'SIGTERM');
  process.kill(pids.janitorPid, 'SIGINT');
  holder.kill('SIGKILL');
  await nothingIsLeft();
  expect(healedBy()).toHaveLength(2);
});
