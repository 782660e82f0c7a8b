import { expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { parseBudgetsFile } from '../../src/config/budgets-file.ts';
import { readExperiment } from '../../src/config/load.ts';
import { defectNames } from '../../src/core/reference-shop.ts';
import { setups, trials, type Setup } from './trials.ts';

it('has a trial for every defect, and a healthy one for each of their setups', () => {
  const planted = trials.filter(({ shop }) => 'defect' in shop);
  expect(planted.map(({ name }) => name).sort()).toEqual([...defectNames].sort());
  const healthy = trials.filter(({ expected }) => expected === null).map(({ setup }) => setup);
  expect(new Set(healthy)).toEqual(new Set(planted.map(({ setup }) => setup)));
});

it('has a budget for every finding that it expects', () => {
  const file = `${import.meta.dirname}/budgets.json`;
  const { budgets, problems } = parseBudgetsFile(readFileSync(file, 'utf8'), file);
  expect(problems).toEqual([]);
  for (const { name, expected } of trials)
    if (expected !== null && 'indicator' in expected) {
      const { indicator, step } = expected;
      expect(
        budgets.filter((budget) => budget.indicator === indicator && budget.step === step),
        name,
      ).toHaveLength(1);
    }
});

it.each(Object.values(setups).flatMap(({ experiment }: Setup) => experiment ?? []))(
  'the experiment %s can be read',
  async (name) => {
    const folder = `${import.meta.dirname}/experiments`;
    expect(await readExperiment(name, { user: folder, packaged: folder })).toMatchObject({ value: { name } });
  },
);
