import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leaseFileAt } from '../../../src/adapters/lease/lease-file.ts';
import { toxiproxyInjector } from '../../../src/adapters/toxiproxy/index.ts';
import { runEventSchema } from '../../../src/core/wire/events.ts';
import { someLease } from '../../../src/run/testing/in-memory.ts';
import { runCli, startCli } from '../../support/cli.ts';
import { eventually } from '../../support/processes.ts';
import { faultOn, runId, startToxiproxy, startUpstream, type ToxiproxyRig } from './toxiproxy-rig.ts';

let toxiproxy: ToxiproxyRig;
let upstream: Awaited<ReturnType<typeof startUpstream>>;
let cwd: string;

const otherRun = '2026-11-27-090000-aaaa';
const outage = faultOn('rds', 'down');
const slow = faultOn('stripe', 'latency', { latencyMs: 20 });

beforeEach(async () => {
  cwd = mkdtempSync(path.join(os.tmpdir(), 'peakproof-chaos-'));
  toxiproxy = await startToxiproxy();
  upstream = await startUpstream();
  for (const name of ['rds', 'redis', 'stripe']) await toxiproxy.proxyTo(name, upstream.port);
  await toxiproxy.call('POST', '/proxies/redis', { enabled: false });
  await toxiproxy.call('POST', '/proxies/stripe/toxics', {
    name: 'of-another',
    type: 'latency',
    attributes: { latency: 5 },
  });

  const injector = toxiproxyInjector({ url: toxiproxy.url });
  await injector.apply(runId, outage);
  await injector.apply(runId, slow);
  await injector.apply(otherRun, slow);
  const folder = path.join(cwd, 'reports', runId);
  mkdirSync(folder, { recursive: true });
  leaseFileAt(path.join(folder, 'lease.json')).write(
    someLease({ runId, toxiproxyUrl: toxiproxy.url, faults: [outage, slow] }),
  );
});
afterEach(() => {
  toxiproxy.stop();
  upstream.stop();
  rmSync(cwd, { recursive: true });
});

it('lists the faults in place with their owners, as far as leases tell', async () => {
  const { code, stdout } = await runCli(['chaos', 'list', '--toxiproxy', toxiproxy.url, '--json'], { cwd });
  expect(code).toBe(0);
  const { proxies, faults } = JSON.parse(stdout) as { proxies: Record<string, string>; faults: unknown[] };
  expect(Object.keys(proxies).sort()).toEqual(['rds', 'redis', 'stripe']);
  expect(faults).toHaveLength(5);
  expect(faults).toEqual(
    expect.arrayContaining([
      { proxy: 'rds', name: 'down', runId },
      { proxy: 'redis', name: 'down', runId: null },
      { proxy: 'stripe', name: 'of-another', runId: null },
      { proxy: 'stripe', name: `peakproof-${runId}-the-latency`, runId },
      { proxy: 'stripe', name: `peakproof-${otherRun}-the-latency`, runId: otherRun },
    ]),
  );
});

it('heals the faults of one run, then ours all, never those of others', async () => {
  const one = await runCli(['chaos', 'heal', '--toxiproxy', toxiproxy.url, '--run', runId], { cwd });
  expect(one.stdout.trim().split('\n').sort()).toEqual([
    `healed: the-down on rds (run ${runId})`,
    `healed: the-latency on stripe (run ${runId})`,
  ]);
  const lines = readFileSync(path.join(cwd, 'reports', runId, 'events.ndjson'), 'utf8')
    .trimEnd()
    .split('\n');
  const events = lines.map((line) => runEventSchema.parse(JSON.parse(line)));
  expect(events.map((event) => (event.type === 'fault' ? `${event.fault} ${event.by}` : event.type)).sort()).toEqual([
    'the-down hand',
    'the-latency hand',
  ]);

  const all = await runCli(['chaos', 'heal', '--toxiproxy', toxiproxy.url], { cwd });
  expect(all.stdout).toContain(otherRun);
  expect(await toxiproxyInjector({ url: toxiproxy.url }).left()).toEqual(
    expect.arrayContaining([
      { proxy: 'redis', name: 'down', runId: null },
      { proxy: 'stripe', name: 'of-another', runId: null },
    ]),
  );
  const again = await runCli(['chaos', 'heal', '--toxiproxy', toxiproxy.url], { cwd });
  expect([again.code, again.stdout.trim()]).toEqual([0, 'No fault of ours is in place.']);
});

it('says 5 where no Toxiproxy answers, and 4 where the address is none', async () => {
  toxiproxy.stop();
  const silent = await runCli(['chaos', 'list', '--toxiproxy', toxiproxy.url], { cwd });
  expect([silent.code, silent.stderr]).toEqual([5, expect.stringContaining('does not answer')]);
  const wrong = await runCli(['chaos', 'heal', '--toxiproxy', 'nowhere'], { cwd });
  expect([wrong.code, wrong.stderr]).toEqual([4, expect.stringContaining('--toxiproxy')]);
});

it('goes no further than the blast of the configuration, whose targets may be named by their proxies', async () => {
  const config = {
    ...{ baseUrl: 'http://127.0.0.1:1', shop: './mine.ts' },
    toxiproxy: { url: toxiproxy.url, targets: { payments: 'stripe' } },
    blast: { targets: ['payments'], longestLife: '1m' },
  };
  writeFileSync(path.join(cwd, 'k6.config.ts'), `export default ${JSON.stringify(config)};`);
  const inject = (target: string, time: string) =>
    runCli(['chaos', 'inject', 'down', target, '--for', time, '--toxiproxy', toxiproxy.url], { cwd });
  const refused = await inject('redis', '5m');
  expect(refused).toMatchObject({ code: 4 });
  expect(refused.stderr).toContain('blast.targets');
  expect(refused.stderr).toContain('blast.longestLife');
  expect(await inject('stripe', '1s')).toMatchObject({ code: 0 });
});

it('injects a fault by hand under a lease, heals it when its time is over, and leaves no lease', async () => {
  const args = ['chaos', 'inject', 'latency', 'rds', '--attribute', 'latencyMs=50', '--toxiproxy', toxiproxy.url];
  await toxiproxyInjector({ url: toxiproxy.url }).heal(runId, outage);
  const run = startCli([...args, '--for', '4s'], { cwd });
  const ofHand = async () =>
    (await toxiproxyInjector({ url: toxiproxy.url }).left()).filter(
      ({ runId: id }) => id?.startsWith('hand-') === true,
    );
  await eventually('it is in place', async () => (await ofHand()).length === 1, 60_000);
  const [found] = await ofHand();
  const folder = path.join(cwd, 'reports', found?.runId ?? '');
  expect(leaseFileAt(path.join(folder, 'lease.json')).read()?.faults).toHaveLength(1);
  await run.ended;
  expect(run.child.exitCode).toBe(0);
  expect(await ofHand()).toEqual([]);
  expect(leaseFileAt(path.join(folder, 'lease.json')).read()).toBeNull();
});

it('refuses to inject what cannot be, and touches no host that was not named', async () => {
  const { code, stderr } = await runCli(
    ['chaos', 'inject', 'latency', 'rds', '--attribute', 'latncyMs=5', '--toxiproxy', toxiproxy.url],
    { cwd },
  );
  expect([code, stderr]).toEqual([4, expect.stringContaining('unknown attribute latncyMs') as string]);
  const elsewhere = ['chaos', 'inject', 'down', 'rds', '--toxiproxy', 'http://toxiproxy.example:8474'];
  const refused = await runCli(elsewhere, { cwd });
  expect([refused.code, refused.stderr]).toEqual([
    4,
    expect.stringContaining('toxiproxy.example may not be touched') as string,
  ]);
});
