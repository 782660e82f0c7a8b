import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Lease } from '../../core/wire/lease.ts';
import { leaseFileAt } from './lease-file.ts';

const lease: Lease = {
  schemaVersion: 1,
  runId: '2026-11-27-083000-4f2a',
  t0Ms: null,
  toxiproxyUrl: 'http://127.0.0.1:8474',
  toxiproxyOwned: false,
  leaseSeconds: 10,
  faults: [],
  processes: [{ pid: 42, startMark: '1234', role: 'load' }],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-lease-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('gives back what was written', () => {
  const file = leaseFileAt(path.join(folder, 'lease.json'));
  file.write(lease);
  expect(file.read()).toEqual(lease);
});

it('beats with each touch', () => {
  const file = leaseFileAt(path.join(folder, 'lease.json'));
  file.write(lease);
  utimesSync(file.path, 1, 1);
  expect(file.beat()).toBe(1_000);
  expect(file.touch()).toBe(true);
  expect(file.beat()).not.toBe(1_000);
});

it('says that it is gone, and is not made anew by a heartbeat', () => {
  const file = leaseFileAt(path.join(folder, 'lease.json'));
  file.write(lease);
  file.remove();
  file.remove();
  expect([file.read(), file.beat(), file.touch(), file.read()]).toEqual([null, null, false, null]);
});

it('refuses what it does not understand', () => {
  const file = leaseFileAt(path.join(folder, 'lease.json'));
  writeFileSync(file.path, '{"schemaVersion":2}');
  expect(() => file.read()).toThrow();
});
