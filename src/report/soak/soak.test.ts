import { expect, it } from 'vitest';
import { concludeSoak } from '../../core/drift/conclude-soak.ts';
import { judgeDrifts } from '../../core/drift/judge-drift.ts';
import type { DriftPoint, SoakFile, SoakLeg } from '../../core/wire/soak.ts';
import { renderSoakHtml } from './soak-html.ts';
import { renderLegLine, renderSoak } from './soak-terminal.ts';

const points: DriftPoint[] = Array.from({ length: 600 }, (_, at) => ({
  v: 1,
  atSeconds: at * 10,
  leg: 1,
  life: 1,
  figure: 'web 1 <heap>',
  kind: 'memory',
  unit: 'MiB',
  value: 80 + at / 5 + (at % 3),
  limit: 512,
}));
const leg: SoakLeg = {
  number: 1,
  runId: 'soak-leg-1',
  life: 1,
  startedAtSeconds: 0,
  outcome: 'fail',
  why: 'browse-p95: too slow',
  thinned: true,
};
const drifts = judgeDrifts(points, 'end');
const ending = { finished: true, stoppedBecause: null };
const file: SoakFile = {
  schemaVersion: 1,
  id: 'soak',
  startedAt: '2026-11-27T08:30:00.000Z',
  ...ending,
  ...concludeSoak([leg], drifts, ending),
  setting: { legs: 1, legSeconds: 6_000, bucketSeconds: 10, seed: 1, options: {} },
  legs: [leg],
  drifts,
};

it('shows each figure with its drift in the terminal, and the legs that did not pass', () => {
  const text = renderSoak(file, { colour: false, width: 110 });
  expect(text).toMatch(/web 1 <heap> .*\+7\d(\.\d)? MiB\/h/);
  expect(text).toContain('Leg 1 (soak-leg-1): Fail. browse-p95: too slow');
  expect(renderLegLine(leg, file)).toMatch(/^Leg 1 of 1, 1 h 40 min in all: Fail .* · web 1 <heap> /);
});

it('draws each figure with its trend, thinned out, and escapes names', () => {
  const html = renderSoakHtml(file, points, 'body{}');
  expect(html).toContain('web 1 &lt;heap&gt;');
  expect(html).toContain('limit 512');
  expect(html).not.toContain('NaN');
  expect(html.match(/<path d="M-4/g)?.length).toBeLessThan(260);
});

it('is whole before the first leg', () => {
  const empty = { ...file, legs: [], drifts: [] };
  expect(renderSoakHtml(empty, [], '')).not.toContain('NaN');
  expect(renderSoak(empty, { colour: true, width: 60 })).not.toContain('NaN');
});
