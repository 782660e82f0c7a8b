import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disturbedAt, kneeOf, nextProbe, type ProbedLevel, type ProbeOutcome, type SearchSetting } from './search.ts';

const setting: SearchSetting = { from: 250, most: 20_000, quantum: 1, resolution: 0.1 };

/** Probes until the search is over. */
const search = (given: SearchSetting, answer: (level: number, probe: number) => ProbeOutcome): ProbedLevel[] => {
  const probes: ProbedLevel[] = [];
  for (let next = nextProbe(given, probes); next !== null; next = nextProbe(given, probes)) {
    probes.push({ level: next.level, outcome: answer(next.level, probes.length) });
    if (probes.length > 200) throw new Error('the search does not end');
  }
  return probes;
};

const shop =
  (breaksAt: number, generatorAt = Infinity) =>
  (level: number): ProbeOutcome =>
    level >= generatorAt ? 'generatorLimited' : level >= breaksAt ? 'broke' : 'held';

const levels = (probes: readonly ProbedLevel[]): number[] => probes.map(({ level }) => level);

describe('nextProbe', () => {
  it('doubles until a budget breaks, then halves the interval', () => {
    expect(levels(search(setting, shop(1_200)))).toEqual([250, 500, 1_000, 2_000, 1_500, 1_250, 1_125, 1_188]);
    expect(kneeOf(search(setting, shop(1_200)))).toMatchObject({ held: 1_188, broke: 1_250 });
  });

  it('goes down where the first probe breaks, and ends where not even one user is held', () => {
    expect(kneeOf(search(setting, shop(40)))).toMatchObject({ held: 38, broke: 40 });
    expect(kneeOf(search(setting, shop(1)))).toMatchObject({ held: null, broke: 1 });
  });

  it('stops at the most it may ask for', () => {
    const probes = search({ ...setting, most: 1_500 }, shop(9_000));
    expect(levels(probes)).toEqual([250, 500, 1_000, 1_500]);
    expect(kneeOf(probes)).toMatchObject({ held: 1_500, broke: null, generatorLimited: [] });
  });

  it('never goes above a load at which the generator was the limit', () => {
    const probes = search(setting, shop(9_000, 700));
    const knee = kneeOf(probes);
    expect(knee.broke).toBeNull();
    expect(knee.held).toBeLessThan(700);
    expect(Math.min(...knee.generatorLimited)).toBeLessThanOrEqual((knee.held ?? 0) * 1.1);
    expect(Math.max(...levels(probes))).toBe(1_000);
  });

  it('tries an undecided load once more, then closes in on the doubt from both sides', () => {
    const probes = search(setting, (level) => (level < 900 ? 'held' : level < 1_100 ? 'undecided' : 'broke'));
    const knee = kneeOf(probes);
    expect(levels(probes).slice(0, 4)).toEqual([250, 500, 1_000, 1_000]);
    expect(knee.undecided).toContain(1_000);
    expect(knee.held).toBeGreaterThan(900 / 1.2);
    expect(knee.broke).toBeLessThan(1_100 * 1.2);
  });

  it('tries a spoilt load once more, as long as before; spoilt twice, it is in doubt', () => {
    const first: ProbedLevel[] = [{ level: 250, outcome: 'spoilt' }];
    expect(nextProbe(setting, first)).toEqual({ level: 250, longer: false });
    expect(nextProbe(setting, [{ level: 250, outcome: 'undecided' }])).toEqual({ level: 250, longer: true });
    expect(nextProbe(setting, [...first, { level: 250, outcome: 'held' }])).toEqual({ level: 500, longer: false });
    expect(kneeOf([...first, ...first]).undecided).toEqual([250]);
    expect(kneeOf(first)).toEqual({ held: null, broke: null, generatorLimited: [], undecided: [] });
  });

  it('ends where other programs had the machine twice in a row, whatever is known', () => {
    const busy: ProbedLevel = { level: 500, outcome: 'disturbed' };
    expect(nextProbe(setting, [{ level: 250, outcome: 'held' }, busy])).toEqual({ level: 500, longer: false });
    const probes: ProbedLevel[] = [{ level: 250, outcome: 'held' }, busy, busy];
    expect(nextProbe(setting, probes)).toBeNull();
    expect(disturbedAt(probes)).toBe(500);
    expect(disturbedAt([busy, { level: 500, outcome: 'held' }, { level: 1_000, outcome: 'disturbed' }])).toBeNull();
    expect(kneeOf(probes)).toMatchObject({ held: 250, broke: null, undecided: [500] });
  });

  it('takes the second answer of a load that was undecided', () => {
    const knee = kneeOf(search(setting, (level, probe) => (probe === 2 ? 'undecided' : shop(1_200)(level))));
    expect(knee).toMatchObject({ held: 1_188, broke: 1_250, undecided: [] });
  });

  it('has the knee in its interval, as narrow as asked, wherever it lies', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 20_000 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 2, max: 40_000 }),
        (breaksAt, from, generatorAt) => {
          const probes = search({ ...setting, from }, shop(breaksAt, generatorAt));
          const { held, broke, generatorLimited } = kneeOf(probes);
          const ceiling = Math.min(broke ?? Infinity, ...generatorLimited);
          if (held !== null) expect(held).toBeLessThan(Math.min(breaksAt, generatorAt));
          if (broke !== null) expect(broke).toBeGreaterThanOrEqual(breaksAt);
          if (held === null) expect(Math.min(breaksAt, generatorAt)).toBeLessThanOrEqual(ceiling);
          else if (ceiling === Infinity) expect(held).toBe(setting.most);
          else expect(ceiling <= held * 1.1 || ceiling - held <= 1).toBe(true);
          expect(probes.length).toBeLessThan(40);
        },
      ),
    );
  });

  it('ends for any answers, and asks for each load at most twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<ProbeOutcome>('held', 'broke', 'generatorLimited', 'undecided'), { minLength: 1 }),
        (answers) => {
          const probes = search(setting, (_, probe) => answers[probe % answers.length] ?? 'held');
          for (const level of levels(probes))
            expect(levels(probes).filter((other) => other === level).length).toBeLessThanOrEqual(2);
          const { held, broke } = kneeOf(probes);
          if (held !== null && broke !== null) expect(held).toBeLessThan(broke);
        },
      ),
    );
  });

  it('keeps to the grid of sessions a second', () => {
    const open = { from: 5, most: 100, quantum: 0.1, resolution: 0.05 };
    for (const level of levels(search(open, shop(33.3))))
      expect(Math.abs(level * 10 - Math.round(level * 10))).toBeLessThan(1e-9);
  });
});
