import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verdictSchema } from '../../src/core/wire/verdict.ts';
import { packageRoot, runCli } from '../support/cli.ts';

const sample = path.join(packageRoot, 'reports', 'sample');

let folder: string;
let run: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-sample-'));
  run = path.join(folder, 'run');
  cpSync(sample, run, { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string): string => path.join(run, name);
const budgetFile = (budget: object): string => {
  const target = path.join(folder, 'budgets.json');
  writeFileSync(target, JSON.stringify({ schemaVersion: 1, budgets: [budget] }));
  return target;
};

describe('gate on the committed sample run', () => {
  it('gives the same verdict byte for byte, and its exit code', async () => {
    const before = readFileSync(file('verdict.json'), 'utf8');
    writeFileSync(file('verdict.json'), 'gone');
    const { code } = await runCli(['gate', run]);
    expect(readFileSync(file('verdict.json'), 'utf8')).toBe(before);
    expect(code).toBe(verdictSchema.parse(JSON.parse(before)).exitCode);
    expect(code).toBe(0);
  });

  it('fails with one budget made absurdly strict, and leaves the folder as it is', async () => {
    const before = readFileSync(file('verdict.json'), 'utf8');
    const strict = budgetFile({ name: 'absurd', indicator: 'latencyP95', step: 'browse', phase: 'steady', limit: 0.1 });
    const { code, stdout } = await runCli(['gate', run, '--budgets', strict, '--json']);
    expect(code).toBe(1);
    const finding = verdictSchema.parse(JSON.parse(stdout)).findings.find(({ budget }) => budget === 'absurd');
    expect(finding?.outcome).toBe('fail');
    expect(readFileSync(file('verdict.json'), 'utf8')).toBe(before);
  });

  it.each(['timeline-w1.ndjson', 'ledger-w1.ndjson', 'events.ndjson'])(
    'is inconclusive and names what is missing when %s is cut in the middle of a line',
    async (name) => {
      truncateSync(file(name), statSync(file(name)).size - 7);
      const { code, stdout } = await runCli(['gate', run]);
      expect(code).toBe(2);
      expect(stdout).toContain(name);
    },
  );

  it.each(['timeline-w1.ndjson', 'ledger-w1.ndjson', 'events.ndjson', 'audit.json', 'budgets.json', 'plan.json'])(
    'never passes without %s',
    async (name) => {
      rmSync(file(name));
      const { code, stdout, stderr } = await runCli(['gate', run]);
      expect({ code, stderr }).toMatchObject({ code: 2 });
      expect(stdout + stderr).toContain(name);
    },
  );

  it('never passes with a foreign line in its evidence', async () => {
    appendFileSync(file('timeline-w1.ndjson'), '{"type":"entry"}\n');
    expect((await runCli(['gate', run])).code).toBe(2);
  });

  it('judges by budgets on steps and faults that it has', async () => {
    const misspelt = budgetFile({ name: 'x', indicator: 'latencyP95', step: 'brows', phase: 'steady', limit: 1_000 });
    const { code, stderr } = await runCli(['gate', run, '--budgets', misspelt]);
    expect(code).toBe(4);
    expect(stderr).toContain('brows');
  });
});
