import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { verdictSchema } from '../../src/core/wire/verdict.ts';
import { runCli, type CliResult } from '../support/cli.ts';
import { describeWith } from '../support/provided.ts';
import { startCloud, type CloudOfRun } from './cloud-of-run.ts';

let folder: string;
let result: CliResult;
let run: string;

const file = (name: string): string => path.join(run, name);

/** CloudWatch of this test, where moto can be run: the rehearsal watches, publishes and reads there too. */
const moto = inject('moto');
let cloud: CloudOfRun | null = null;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-rehearsal-'));
  cloud = 'ready' in moto ? await startCloud(moto.ready) : null;
  const args = ['rehearse', '--users', '50', '--duration', '60s', '--think-time', '11s', '--seed', '7'];
  args.push('--json', '--out', folder);
  result = await runCli(cloud === null ? args : [...args, '--config', cloud.configFile], {
    ...(cloud === null ? {} : { env: cloud.env }),
  });
  run = path.join(folder, readdirSync(folder)[0] ?? 'none');
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
});

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

describeWith('the same rehearsal with CloudWatch', moto, () => {
  const texts = (): string[] =>
    readdirSync(run, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));

  it('CloudWatch has its figures, and a dashboard with its fault', async () => {
    const { metrics, dashboard } = await cloud!.published();
    expect(metrics).toEqual(
      expect.arrayContaining(['StepLatency', 'GoodShare', 'ErrorShare', 'Throughput', 'VirtualUsers', 'Downtime']),
    );
    expect(dashboard).toContain('database-failover');
    const events = readFileSync(file('events.ndjson'), 'utf8');
    expect(events).toMatch(/"type":"publish","state":"ended","to":"[^"]+","points":\d+,"lost":0/);
    expect(readFileSync(file('report.html'), 'utf8')).toContain('peakproof-shop-staging-black-friday');
  });

  it('watched the alarms to the end, and says what they saw', () => {
    const { detection } = verdictSchema.parse(JSON.parse(result.stdout));
    const events = readFileSync(file('events.ndjson'), 'utf8');
    expect(events).toContain('"type":"watch","state":"started"');
    expect(events).toContain('"type":"watch","state":"ended"');
    expect(detection).toMatchObject([{ alarm: null, timeToDetectSeconds: null, outcome: 'advisory' }]);
    expect(result.stderr).toContain('The alarm nobody-cares has no enabled action');
  });

  it('shows a metric of the shop beside the load', () => {
    expect(readFileSync(file('telemetry.json'), 'utf8')).toContain('connections of the database');
    expect(readFileSync(file('report.html'), 'utf8')).toContain('connections of the database');
  });

  it('keeps no credential in evidence, reports or output', () => {
    const everything = [...texts(), result.stdout, result.stderr].join('\n');
    expect(everything).toContain('checkout');
    for (const secret of cloud!.secrets) expect(everything).not.toContain(secret);
  });
});
