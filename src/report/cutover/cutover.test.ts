import { expect, it } from 'vitest';
import { concludeCutover } from '../../core/cutover/conclude-cutover.ts';
import type { CutoverFile, CutoverSide } from '../../core/wire/cutover.ts';
import { renderCutoverHtml } from './cutover-html.ts';
import { renderCutover, renderStageLine } from './cutover-terminal.ts';

const side = (value: number, changes: Partial<CutoverSide> = {}): CutoverSide => ({
  runId: 'cutover-50-next',
  virtualUsers: 300,
  outcome: 'pass',
  why: 'every budget was kept',
  isShort: false,
  broken: [],
  p95Ms: { browse: { value, low: value * 0.9, high: value * 1.1 }, checkout: { value: null, low: null, high: null } },
  ordersPlaced: 12,
  ...changes,
});
const known = {
  reads: { asked: 12, differences: [{ path: '/<b>', what: 'status 200 became 404' }] },
  stages: [
    { share: 0.5, outcome: 'fail', why: 'browse-p95: too slow', goesOn: false, old: side(1_000), next: side(200) },
  ],
  backOut: { because: 'browse-p95: too slow', side: side(900, { virtualUsers: 600 }) },
  finished: true,
  setting: { virtualUsers: 600, shares: [0.5], stageSeconds: 300, old: 'legacy', next: 'modern' },
} satisfies Partial<CutoverFile>;
const file: CutoverFile = {
  schemaVersion: 1,
  id: 'cutover',
  startedAt: '2026-11-27T08:30:00.000Z',
  ...known,
  ...concludeCutover(known),
};

it('shows both systems step by step in the terminal, and what they answer differently', () => {
  const text = renderCutover(file, { colour: false, width: 110 });
  expect(text).toContain('1.00 s → 200 ms, faster');
  expect(text).toContain('– → –');
  expect(text).toContain('/<b>: status 200 became 404');
  expect(renderStageLine(known.stages[0] ?? file.stages[0]!)).toBe('50 % of the sessions: Fail. browse-p95: too slow');
});

it('has a page with stages, comparison, reads and the way back, everything escaped', () => {
  const html = renderCutoverHtml(file, 'body{}');
  for (const words of ['Stages', 'p95, step by step', 'Reads: 1 of 12', 'Back-out', '/&lt;b&gt;'])
    expect(html).toContain(words);
  expect(html).not.toContain('/<b>');
});

it('is whole before the first stage', () => {
  const empty: CutoverFile = { ...file, reads: null, stages: [], backOut: null };
  expect(renderCutoverHtml(empty, '')).toContain('cutover.reads');
  expect(renderCutover(empty, { colour: true, width: 60 })).not.toContain('undefined');
});
