import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Overrides } from './normalise.ts';
import { loadInput } from './load.ts';
import { checkRules } from './rules.ts';
import { blackFriday } from './scenarios.ts';

let folder: string;

const experiment = (fault: string): string =>
  `export default { title: 't', hypothesis: 'h', runbook: null, faults: [${fault}] };`;
const down = (target: string): string =>
  `{ name: 'gone', kind: 'down', target: '${target}', start: { afterSteady: '30s' }, duration: '20s' }`;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-load-'));
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  write('package.json', '{ "type": "module" }');
  write('chaos/mine.ts', experiment(down('cache')));
  write('chaos/elsewhere.ts', experiment(down('mainframe')));
  write('packaged/chaos/theirs.ts', experiment(down('database')));
  write('broken.config.ts', 'export default {{');
  write('none.config.ts', 'export const config = {};');
  write(
    'far.config.ts',
    `export default { baseUrl: 'https://shop.example', toxiproxy: { url: 'http://10.0.0.1:8474', targets: {} } };`,
  );
  write('budgets.json', '{ "schemaVersion": 1, "budgets": [] }');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const load = (overrides: Overrides, configPath?: string) =>
  loadInput({
    configPath,
    overrides,
    cwd: folder,
    packageRoot: path.join(folder, 'packaged'),
    freshSeed: 1,
    readCloudWatch: () => Promise.reject(new Error('nobody asked for CloudWatch')),
  });

describe('loadInput', () => {
  it("finds an experiment in the user's chaos folder, then in the package's, or by path", async () => {
    for (const name of ['mine', 'theirs', './chaos/mine.ts']) {
      const { input, problems } = await load({ experiment: name });
      expect(problems).toEqual([]);
      expect(input.experiment?.data.faults[0]?.name).toBe('gone');
    }
  });

  it('lists the experiments that there are when there is none of the name', async () => {
    const { problems } = await load({ experiment: 'min' });
    expect(problems).toMatchObject([{ received: 'min', allowed: 'elsewhere, mine, theirs' }]);
  });

  it('takes a configuration that does not load, or has no default export, for a problem', async () => {
    for (const name of ['broken.config.ts', 'none.config.ts', 'absent.config.ts']) {
      const { problems } = await load({ withExperiment: false }, name);
      expect(problems).toHaveLength(1);
    }
  });

  it('reads budgets from a file, and collects the problems of all files', async () => {
    const { input } = await load({ withExperiment: false, budgets: 'budgets.json' });
    expect(input.budgets).toMatchObject({ source: { kind: 'file', path: 'budgets.json' }, budgets: [] });
    const { problems } = await load({ experiment: 'x', budgets: 'absent.json', users: '0' }, 'none.config.ts');
    expect(problems.map((problem) => problem.path)).toEqual(['(whole file)', '--users', 'experiment', '(whole file)']);
  });
});

describe('checkRules', () => {
  it('accepts what fits together', async () => {
    expect(checkRules((await load({ experiment: 'mine' })).input, blackFriday)).toEqual([]);
  });

  it('refuses a target that the shop does not have', async () => {
    const problems = checkRules((await load({ experiment: 'elsewhere' })).input, blackFriday);
    expect(problems).toMatchObject([{ path: 'faults[0].target', received: 'mainframe' }]);
    expect(problems[0]?.allowed).toContain('database');
  });

  it('refuses hosts that are not on the list, and a shop without an adapter, all at once', async () => {
    const problems = checkRules((await load({}, 'far.config.ts')).input, blackFriday);
    expect(problems.map((problem) => problem.path)).toEqual(['baseUrl', 'toxiproxy.url', 'shop']);
  });
});

describe('budgets on faults', () => {
  it('puts those of other experiments aside and refuses those that nobody knows', async () => {
    const budget = (name: string, fault: string) => ({
      name,
      indicator: 'serviceRecovery',
      step: 'browse',
      fault,
      limit: 60,
    });
    writeFileSync(
      path.join(folder, 'faults.json'),
      JSON.stringify({
        schemaVersion: 1,
        budgets: [budget('a', 'gone'), budget('b', 'other-gone'), budget('c', 'gon')],
      }),
    );
    writeFileSync(path.join(folder, 'chaos/other.ts'), experiment(down('cache').replace('gone', 'other-gone')));
    const { input } = await load({ experiment: 'mine', budgets: 'faults.json' });
    expect(input.budgets.budgets.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(input.budgetsElsewhere.map(({ name }) => name)).toEqual(['b']);
    expect(checkRules(input, blackFriday)).toMatchObject([{ path: 'budgets[2].fault', received: 'gon' }]);
  });
});
