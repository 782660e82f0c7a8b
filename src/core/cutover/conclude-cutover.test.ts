import { describe, expect, it } from 'vitest';
import type { CutoverFile, CutoverSide, CutoverStage } from '../wire/cutover.ts';
import { concludeCutover } from './conclude-cutover.ts';

const side: CutoverSide = {
  runId: 'run',
  virtualUsers: 60,
  outcome: 'pass',
  why: 'every budget was kept',
  isShort: false,
  broken: [],
  p95Ms: {},
  ordersPlaced: 12,
};
const stage = (share: number, outcome: CutoverStage['outcome'] = 'pass', why = ''): CutoverStage => ({
  share,
  outcome,
  why,
  goesOn: outcome === 'pass',
  old: null,
  next: side,
});
const setting = { virtualUsers: 600, shares: [0.1, 0.5, 1], stageSeconds: 300, old: 'legacy', next: 'modern' };
const alike = { asked: 12, differences: [] };
const differing = { asked: 12, differences: [{ path: '/', what: 'status 200 became 404' }] };
const conclude = (stages: readonly CutoverStage[], changes: Partial<CutoverFile> = {}) =>
  concludeCutover({ reads: alike, stages: [...stages], backOut: null, finished: true, setting, ...changes });

describe('concludeCutover', () => {
  it('passes when the new system held every stage', () => {
    expect(conclude([stage(0.1), stage(0.5), stage(1)])).toEqual({
      verdict: 'pass',
      exitCode: 0,
      sentence: 'modern held every stage up to 100 % of 600 virtual users.',
    });
  });

  it.each([
    ['pass', ', which kept its budgets.'],
    ['fail', ', which failed, too: checkout: too slow.'],
    ['inconclusive', '; whether that kept its budgets is not decided: checkout: too slow.'],
  ] as const)('fails at the first stage that shows it, and says of the way back: %s', (outcome, words) => {
    const stages = [stage(0.1), stage(0.5, 'fail', 'browse-p95: too slow')];
    const backOut = { because: '', side: { ...side, outcome, why: 'checkout: too slow' } };
    expect(conclude(stages, { backOut })).toMatchObject({
      verdict: 'fail',
      sentence: `At 50 % of the sessions modern failed: browse-p95: too slow. The sessions went back to legacy${words}`,
    });
  });

  it('passes when the last stage did, though an earlier one had too few shoppers to say, and tells which', () => {
    const short = { ...stage(0.1, 'inconclusive', 'too few'), goesOn: true };
    expect(conclude([short, stage(0.5), stage(1)])).toMatchObject({
      verdict: 'pass',
      sentence:
        'modern held every stage up to 100 % of 600 virtual users. 10 % alone had too few shoppers to decide every budget.',
    });
  });

  it('is inconclusive where a stage could not be judged, or it was broken off', () => {
    expect(conclude([stage(0.1, 'inconclusive', 'too few')]).verdict).toBe('inconclusive');
    expect(conclude([stage(0.1)], { finished: false }).verdict).toBe('inconclusive');
    expect(conclude([], { finished: false }).verdict).toBe('inconclusive');
  });

  it('fails by reads that are answered differently, moved or not', () => {
    expect(conclude([], { reads: differing })).toMatchObject({
      verdict: 'fail',
      sentence: 'No session was moved: modern answers 1 of 12 reads differently.',
    });
    expect(conclude([stage(0.1), stage(0.5), stage(1)], { reads: differing }).verdict).toBe('fail');
  });

  it('lets no reads be', () => {
    expect(conclude([stage(0.1), stage(0.5), stage(1)], { reads: null }).verdict).toBe('pass');
  });
});
