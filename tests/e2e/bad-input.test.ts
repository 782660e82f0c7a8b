import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-bad-input-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

const experiment = (faults: string): string =>
  `export default { title: 't', hypothesis: 'h', runbook: null, faults: [${faults}] };`;
const fault = (name: string, target: string, start: string): string =>
  `{ name: '${name}', kind: 'down', target: '${target}', start: ${start}, duration: '20s' }`;

const refused = async (args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await runCli(['rehearse', '--dry-run', ...args], { cwd: folder });
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/\n\s+at /);
  expect({ code, stderr }).toMatchObject({ code: 4 });
  return stderr;
};

describe('bad input ends with exit code 4 and says where, what came, and what is allowed', () => {
  it('an unknown key and a negative duration, together', async () => {
    const file = write('a.config.ts', `export default { lod: 1, load: { plateau: '-5s' } };`);
    const text = await refused(['--config', file]);
    expect(text).toContain(`${file} › lod: unknown key`);
    expect(text).toContain(`${file} › load.plateau`);
    expect(text).toContain('-5s');
  });

  it('a misspelt step in a budget', async () => {
    const budget = { name: 'x', indicator: 'latencyP95', step: 'chekout', phase: 'steady', limit: 1_000 };
    const file = write('budgets.json', JSON.stringify({ schemaVersion: 1, budgets: [budget] }));
    const text = await refused(['--budgets', file]);
    expect(text).toContain(file);
    expect(text).toContain('budgets[0].step');
    expect(text).toContain('chekout');
    expect(text).toContain('checkout');
  });

  it('a budget file that is not JSON', async () => {
    const file = write('broken.json', '{ "schemaVersion": 1, ');
    expect(await refused(['--budgets', file])).toContain(file);
  });

  it('a fault after the end of the run, an unknown target, two faults of one name: all in one go', async () => {
    const faults = [fault('a', 'databse', `{ at: '10s' }`), fault('a', 'cache', `{ at: '9m' }`)].join();
    const file = write('bad-experiment.ts', experiment(faults));
    const text = await refused([file, '--duration', '2m']);
    expect(text).toContain('faults[0].target: unknown target');
    expect(text).toContain('database');
    expect(text).toContain('faults[1].name: two faults of one name');
    expect(text).toContain('after the plateau');
  });

  it('an experiment that does not exist', async () => {
    const text = await refused(['database-failovr']);
    expect(text).toContain('there is no such experiment');
    expect(text).toContain('database-failover');
  });

  it('--users 0, with other problems of the command line', async () => {
    const text = await refused(['--users', '0', '--seed', 'x', '--duration', 'soon']);
    for (const option of ['--users', '--seed', '--duration']) expect(text).toContain(`command line › ${option}`);
  });

  it('a host that is not allowed', async () => {
    const file = write('host.config.ts', `export default { baseUrl: 'https://shop.example', shop: './x.ts' };`);
    const text = await refused(['--config', file]);
    expect(text).toContain('shop.example');
    expect(text).toContain('allowedHosts');
  });
});
