import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failedNames, lookFor } from '../../bench/proof/expectation.ts';
import { trials } from '../../bench/proof/trials.ts';
import { verdictSchema, type Verdict } from '../../src/core/wire/verdict.ts';
import { runCli } from '../support/cli.ts';

/** Three that stand in different parts and show in different invariants: one run shows them all. A healthy run is rehearsal.test.ts. */
const names = ['stale-promotion-price', 'stock-stranded-by-failed-payment', 'duplicate-order-on-resubmit'];
const planted = trials.filter(({ name }) => names.includes(name));

let folder: string;
let verdict: Verdict;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-defects-'));
  const load = ['--config', 'bench/proof/proof.config.ts', '--no-experiment', '--users', '300', '--duration', '40s'];
  const options = ['--defect', ...names, '--seed', '7', '--json', '--out', folder];
  const { stdout, code } = await runCli(['rehearse', ...load, ...options]);
  expect(code).toBe(1);
  verdict = verdictSchema.parse(JSON.parse(stdout));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(planted)('finds $name by the finding that it must cause', ({ expected }) => {
  if (expected === null) throw new Error('a healthy trial has nothing to find');
  expect(lookFor(expected, verdict)).toMatchObject({ seen: 'found' });
});

it('accuses the shop of nothing else', () => {
  expect(failedNames(verdict).sort()).toEqual(['duplicateOrders', 'strandedStock', 'wrongAmount']);
});
