import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictSchema } from '../../src/core/wire/verdict.ts';
import { packageRoot, runCli, startCli, type CliRun } from '../support/cli.ts';
import { eventually } from '../support/processes.ts';

interface Addresses {
  readonly baseUrl: string;
  readonly auditUrl: string;
  readonly toxiproxyUrl: string;
  readonly targets: Record<string, string>;
  readonly upstreams: Record<string, string>;
}

let folder: string;
let shop: CliRun;
let addresses: Addresses;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-external-'));
  shop = startCli(['shop', 'up', '--json']);
  let text = '';
  shop.child.stdout?.on('data', (chunk: string) => {
    text += chunk;
  });
  await eventually('the shop is up', () => text.includes('\n') || shop.child.exitCode !== null, 300_000);
  addresses = JSON.parse(text) as Addresses;
});

afterAll(async () => {
  shop.child.kill('SIGTERM');
  await shop.ended;
  rmSync(folder, { recursive: true, force: true });
});

const configFile = (): string => {
  const file = path.join(folder, 'k6.config.ts');
  const adapter = path.join(packageRoot, 'scenarios/shops/reference.ts');
  const config = {
    shop: adapter,
    baseUrl: addresses.baseUrl,
    toxiproxy: {
      url: addresses.toxiproxyUrl,
      targets: { database: addresses.targets['database'] ?? 'database' },
      upstreams: addresses.upstreams,
    },
    auditor: { kind: 'http', url: addresses.auditUrl },
    load: { users: 40, thinkTime: { median: '11s' } },
    experiment: 'database-failover',
    reports: 'runs',
  };
  writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
  return file;
};

const databaseIsUp = async (): Promise<boolean> => {
  const response = await fetch(`${addresses.toxiproxyUrl}/proxies/${addresses.targets['database'] ?? 'database'}`);
  const proxy = (await response.json()) as { enabled: boolean; upstream: string; toxics: unknown[] };
  // After a fail-over it leads to its own upstream again.
  const isBack = proxy.upstream !== addresses.upstreams['database-standby'];
  return proxy.enabled && isBack && proxy.toxics.length === 0;
};

describe('a shop and a Toxiproxy that others started', () => {
  it('are rehearsed by configuration alone', async () => {
    const { code, stdout, stderr } = await runCli([
      'rehearse',
      '--config',
      configFile(),
      '--duration',
      '60s',
      '--json',
    ]);
    expect({ code, stderr }).toMatchObject({ code: 2 });
    const verdict = verdictSchema.parse(JSON.parse(stdout));
    expect(verdict.problems).toEqual([]);
    expect(verdict.load.virtualUsersPeak).toBe(40);
    expect(verdict.recovery.length).toBeGreaterThan(0);
    expect(await databaseIsUp()).toBe(true);
  });

  it('are left whole when the harness is killed in the middle of the fault', async () => {
    const run = startCli(['rehearse', '--config', configFile(), '--duration', '60s']);
    await eventually('the database is down', async () => !(await databaseIsUp()), 90_000);
    run.child.kill('SIGKILL');
    await run.ended;
    await eventually('the janitor has healed', databaseIsUp, 40_000);
    expect((await fetch(addresses.baseUrl)).status).toBe(200);
    const runFolder = path.join(folder, 'runs', readdirSync(path.join(folder, 'runs')).sort().at(-1) ?? '');
    expect(readFileSync(path.join(runFolder, 'events.ndjson'), 'utf8')).toContain('"by":"janitor"');
    expect((await runCli(['gate', runFolder])).code).toBe(2);
  });
});
