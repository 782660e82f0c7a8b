import { describe, expect, it } from 'vitest';
import type { CapacityProbe } from '../wire/capacity.ts';
import { concludeSearch } from './conclude-search.ts';
import { someProbe } from './testing/probes.ts';

const conclude = (probes: readonly CapacityProbe[], atLeast: number | null = null, finished = true) =>
  concludeSearch(probes, {
    unit: 'virtualUsers',
    atLeast,
    finished,
    setting: { from: 250, most: 20_000, quantum: 1, resolution: 0.1 },
  });

const knee = [someProbe(1_000, 'held'), someProbe(2_000, 'broke'), someProbe(1_100, 'broke')];
const limited = [someProbe(1_000, 'held'), someProbe(2_000, 'generatorLimited'), someProbe(1_100, 'generatorLimited')];

describe('concludeSearch', () => {
  it('passes where the knee is known', () => {
    const { verdict, exitCode, sentence } = conclude(knee);
    expect([verdict, exitCode]).toEqual(['pass', 0]);
    expect(sentence).toBe(
      'The knee lies between 1,000 virtual users, which hold, and 1,100 virtual users, which break a budget.',
    );
  });

  it('is inconclusive where the generator was the limit, and says by which check', () => {
    const { verdict, exitCode, sentence } = conclude(limited);
    expect([verdict, exitCode]).toEqual(['inconclusive', 2]);
    expect(sentence).toContain('at 1,100 virtual users the load generator was the limit, not the shop (generatorCpu)');
  });

  it('bears with doubt at the knee, where a budget sits on its allowance, and names it', () => {
    const doubt = [someProbe(1_050, 'undecided'), someProbe(1_050, 'undecided')];
    const { verdict, sentence } = conclude([someProbe(1_000, 'held'), ...doubt, ...knee]);
    expect(verdict).toBe('pass');
    expect(sentence).toContain('between them, at 1,050, nothing could be decided');
  });

  it('is inconclusive where the interval stays far wider than asked, or doubt hides what breaks', () => {
    const doubt = [someProbe(1_500, 'undecided'), someProbe(1_500, 'undecided')];
    expect(conclude([someProbe(1_000, 'held'), ...doubt, someProbe(2_000, 'broke')]).verdict).toBe('inconclusive');
    expect(conclude([someProbe(1_000, 'held'), ...doubt]).verdict).toBe('inconclusive');
  });

  it('is inconclusive where other programs had the machine, and says what to do', () => {
    const busy = [someProbe(2_000, 'disturbed'), someProbe(2_000, 'disturbed')];
    for (const probes of [busy, [someProbe(1_000, 'held'), ...busy]])
      expect(conclude(probes)).toMatchObject({
        verdict: 'inconclusive',
        sentence: expect.stringContaining(
          'at 2,000 virtual users other programs kept this machine busy, twice: close them, then search again.',
        ) as string,
      });
  });

  it('passes where all that was asked for was held', () => {
    expect(conclude([someProbe(1_000, 'held')])).toMatchObject({
      verdict: 'pass',
      sentence: 'The shop holds 1,000 virtual users; no more was asked for.',
    });
  });

  it('fails where not even the least load is held, and knows nothing without a probe', () => {
    expect(conclude([someProbe(1, 'broke')]).verdict).toBe('fail');
    expect(conclude([]).verdict).toBe('inconclusive');
  });

  it.each([
    [1_000, 'pass'],
    [1_050, 'inconclusive'],
    [1_100, 'fail'],
    [15_000, 'fail'],
  ] as const)('judges what was asked for: %d %s', (atLeast, verdict) => {
    expect(conclude(knee, atLeast).verdict).toBe(verdict);
  });

  it('never fails a shop for want of a stronger generator', () => {
    expect(conclude(limited, 1_000).verdict).toBe('pass');
    expect(conclude(limited, 15_000).verdict).toBe('inconclusive');
  });

  it('fails by books that were wrong where budgets held', () => {
    const { verdict, sentence } = conclude([someProbe(1_000, 'held', { booksBroken: ['oversold'] }), ...knee.slice(1)]);
    expect(verdict).toBe('fail');
    expect(sentence).toContain('oversold');
    expect(conclude([someProbe(2_000, 'broke', { booksBroken: ['oversold'] }), ...knee]).verdict).toBe('pass');
  });

  it('says that it was broken off', () => {
    expect(conclude(knee.slice(0, 2), null, false)).toMatchObject({ verdict: 'inconclusive' });
  });
});
