import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareCommand } from '../../src/cli/commands/compare.ts';
import { seededDraws } from '../../src/core/testing/random-draws.ts';
import { simulatedPairs } from '../../src/core/testing/simulated-figures.ts';
import { comparisonSchema } from '../../src/core/wire/comparison.ts';
import { baselineSchema, type RunFigures } from '../../src/core/wire/run-figures.ts';
import { packageRoot } from '../support/cli.ts';
import { runCommand } from '../support/command-run.ts';

const sample = path.join(packageRoot, 'reports', 'sample');
let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(path.join(os.tmpdir(), 'peakproof-compare-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const compare = (...args: string[]) => runCommand(compareCommand, ['compare', ...args], { cwd });
const write = (name: string, runs: readonly RunFigures[]): string => {
  writeFileSync(path.join(cwd, name), JSON.stringify({ schemaVersion: 1, kind: 'baseline', runs }));
  return name;
};
const pairs = (count: number, slowdown = {}) =>
  simulatedPairs(seededDraws(1), { latency: 0.03, common: 0.5 }, count, slowdown);

describe('compare', () => {
  it('exits with 1 at a regression, and names it', async () => {
    const { before, after } = pairs(8, { checkout: 1.3 });
    const { code, stdout } = await compare(write('new.json', after), '--baseline', write('old.json', before));
    expect(code).toBe(1);
    expect(stdout).toMatch(/✕ +checkout · p95 latency .*\+\d\d %/);
  });

  it('exits with 0 where a worsening is excluded, and prints JSON when asked', async () => {
    const { before, after } = pairs(10);
    const { code, stdout } = await compare(write('n.json', after), '--baseline', write('o.json', before), '--json');
    expect(code).toBe(0);
    expect(comparisonSchema.parse(JSON.parse(stdout))).toMatchObject({ design: 'pairs', outcome: 'noEvidence' });
  });

  it('exits with 2 when there are too few pairs to say', async () => {
    const { before, after } = pairs(2);
    const { code, stdout } = await compare(write('new.json', after), '--baseline', write('old.json', before));
    expect(code).toBe(2);
    expect(stdout).toMatch(/about \d+ pairs in all\s+would\s+tell/);
  });

  it('keeps the figures of a run in a small file, which can be added to and compared with', async () => {
    expect((await compare(sample, '--save-baseline', 'one.json')).code).toBe(0);
    const text = readFileSync(path.join(cwd, 'one.json'), 'utf8');
    expect(text.length).toBeLessThan(10_000);
    expect(baselineSchema.parse(JSON.parse(text)).runs).toHaveLength(1);
    const { code, stdout } = await compare(sample, '--baseline', 'one.json');
    expect(code).toBe(2);
    expect(stdout).toContain('at least two pairs');
  });

  it('refuses runs of different things, and places where there is no run', async () => {
    const { before, after } = pairs(2);
    const other = after.map((run) => ({ ...run, sameOf: { ...run.sameOf, 'peak of load': 2_000 } }));
    const different = await compare(write('new.json', other), '--baseline', write('old.json', before));
    expect(different).toMatchObject({ code: 4, stderr: expect.stringContaining('peak of load: 500, 2000') as string });
    expect(await compare('nowhere', '--baseline', 'old.json')).toMatchObject({ code: 4 });
    writeFileSync(path.join(cwd, 'bad.json'), '{"schemaVersion":1}');
    expect((await compare('bad.json', '--baseline', 'old.json')).stderr).toContain('is no baseline');
    expect((await compare('old.json')).stderr).toContain('--baseline');
  });
});
