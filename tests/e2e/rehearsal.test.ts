import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictSchema } from '../../src/core/wire/verdict.ts';
import { runCli, type CliResult } from '../support/cli.ts';

let folder: string;
let result: CliResult;
let run: string;

const file = (name: string): string => path.join(run, name);

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-rehearsal-'));
  result = await runCli(['rehearse', '--users', '50', '--duration', '60s', '--json', '--out', folder, '--seed', '7']);
  run = path.join(folder, readdirSync(folder)[0] ?? 'none');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a short rehearsal with a database outage', () => {
  it('prints only verdict.json on standard output', () => {
    const verdict = verdictSchema.parse(JSON.parse(result.stdout));
    expect(result.stdout).toBe(readFileSync(file('verdict.json'), 'utf8'));
    expect(result.code).toBe(verdict.exitCode);
  });

  it('is inconclusive: a minute with fifty users decides nothing', () => {
    const verdict = verdictSchema.parse(JSON.parse(result.stdout));
    expect({ verdict: verdict.verdict, problems: verdict.problems, left: verdict.faultsLeft }).toEqual({
      verdict: 'inconclusive',
      problems: [],
      left: [],
    });
    expect(verdict.load.virtualUsersPeak).toBe(50);
    expect(verdict.load.requests).toBeGreaterThan(50);
    expect(verdict.invariants.every(({ outcome }) => outcome !== 'fail')).toBe(true);
  });

  it('leaves every file of the contract', () => {
    expect(readdirSync(run)).toEqual(
      expect.arrayContaining([
        'plan.json',
        'budgets.json',
        'events.ndjson',
        'timeline-w1.ndjson',
        'ledger-w1.ndjson',
        'audit.json',
        'verdict.json',
        'report.html',
        'junit.xml',
        'summary.md',
      ]),
    );
    expect(readdirSync(run)).not.toContain('lease.json');
  });

  it('applied the outage and healed it, as planned', () => {
    const events = readFileSync(file('events.ndjson'), 'utf8');
    for (const state of ['applied', 'healed']) expect(events).toContain(`"state":"${state}","by":"plan"`);
  });

  it('an outage raises the share of bad steps', () => {
    const lines = readFileSync(file('timeline-w1.ndjson'), 'utf8').trim().split('\n');
    expect(lines.some((line) => line.includes('"kind":"step"') && /"outcome":"(error|timeout)"/.test(line))).toBe(true);
  });

  it('gate gives the same verdict byte for byte', async () => {
    const before = readFileSync(file('verdict.json'), 'utf8');
    const { code } = await runCli(['gate', run]);
    expect(readFileSync(file('verdict.json'), 'utf8')).toBe(before);
    expect(code).toBe(result.code);
  });
});
