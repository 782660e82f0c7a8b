import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DriftPoint, SoakFile } from '../../core/wire/soak.ts';
import { appendDriftPoints, readSoak, thinRun } from './soak-files.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'soak-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const file: SoakFile = {
  schemaVersion: 1,
  id: 'soak',
  startedAt: '2026-11-27T08:30:00.000Z',
  finished: false,
  stoppedBecause: null,
  verdict: 'inconclusive',
  exitCode: 2,
  sentence: 'The soak was broken off.',
  setting: { legs: 4, legSeconds: 300, bucketSeconds: 10, seed: 7, options: { users: '300' } },
  legs: [],
  drifts: [],
};
const point: DriftPoint = {
  v: 1,
  atSeconds: 65,
  leg: 1,
  life: 1,
  figure: 'heap',
  kind: 'memory',
  unit: 'MiB',
  value: 80,
  limit: null,
};

it('reads a soak as it was left, its points in order', () => {
  writeFileSync(path.join(folder, 'soak.json'), JSON.stringify(file));
  expect(readSoak(folder)).toEqual({ file, points: [] });
  appendDriftPoints(folder, [point]);
  appendDriftPoints(folder, [{ ...point, atSeconds: 75 }]);
  expect(readSoak(folder).points.map(({ atSeconds }) => atSeconds)).toEqual([65, 75]);
});

it('says where there is none', () => {
  expect(() => readSoak(folder)).toThrow(/soak\.json of .* is missing/);
});

it('thins a run down to what people look at', () => {
  const all = ['plan.json', 'verdict.json', 'report.html', 'timeline-w1.ndjson', 'ledger-w1.ndjson', 'audit.json'];
  for (const name of all) writeFileSync(path.join(folder, name), '');
  thinRun(folder);
  expect(readdirSync(folder).toSorted()).toEqual(['plan.json', 'report.html', 'verdict.json']);
});
