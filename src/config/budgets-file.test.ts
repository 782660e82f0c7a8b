import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import type { Budget } from '../core/wire/budgets.ts';
import { budgetsFileJsonSchema, checkBudgetsAgainstPlan, formatBudgetsFile, parseBudgetsFile } from './budgets-file.ts';
import { defaultBudgets } from './default-budgets.ts';

const latency = { name: 'fast checkout', indicator: 'latencyP95', step: 'checkout', phase: 'steady', limit: 2_800 };
const parse = (budgets: unknown, more: object = {}) =>
  parseBudgetsFile(JSON.stringify({ schemaVersion: 1, budgets, ...more }), 'budgets.json');

describe('parseBudgetsFile', () => {
  it('fills in what may be left out', () => {
    expect(parse([latency, { name: 'd', indicator: 'downtime', limit: 120 }], { $schema: './x.json' })).toEqual({
      problems: [],
      snapshot: null,
      budgets: [
        { ...latency, fault: null },
        { name: 'd', indicator: 'downtime', step: null, phase: null, fault: null, limit: 120 },
      ],
    });
  });

  it('reads its own text back', () => {
    const text = formatBudgetsFile(defaultBudgets);
    expect(text).not.toContain('null');
    expect(parseBudgetsFile(text, 'x')).toEqual({ budgets: defaultBudgets, problems: [], snapshot: null });
    const snapshot = { region: 'eu-west-1', prefix: 'slo/shop/', readAt: '2026-11-27T08:00:00.000Z' };
    expect(parseBudgetsFile(formatBudgetsFile(defaultBudgets, snapshot), 'x')).toMatchObject({
      problems: [],
      snapshot,
    });
  });

  it('reports every problem at once and keeps the budgets that are in order', () => {
    const { budgets, problems } = parse(
      [
        { ...latency, indicator: 'latencyP96' },
        { ...latency, name: 'a', phase: undefined },
        latency,
        { ...latency, limit: -1, colour: 'red' },
        'text',
      ],
      { schemaVersion: 2, extra: true },
    );
    expect(problems.map(({ path }) => path)).toEqual([
      'schemaVersion',
      'extra',
      'budgets[0].indicator',
      'budgets[1].phase',
      'budgets[3].limit',
      'budgets[3].colour',
      'budgets[4]',
      'budgets[2].name',
      'budgets[3].name',
    ]);
    expect(problems.find(({ path }) => path === 'budgets[0].indicator')).toMatchObject({
      file: 'budgets.json',
      received: '"latencyP96"',
      allowed: expect.stringContaining('"latencyP95"') as string,
    });
    expect(budgets.map(({ name }) => name)).toEqual(['fast checkout']);
  });

  it.each([
    ['[]', '(whole file)'],
    ['{ "schemaVersion": 1 }', 'budgets'],
    ['{ "schemaVersion": 1, "budgets": {} }', 'budgets'],
  ])('refuses %s', (text, path) => {
    const { problems } = parseBudgetsFile(text, 'budgets.json');
    expect(problems).toContainEqual(expect.objectContaining({ path }));
  });

  it('says where a file stops being JSON', () => {
    expect(parseBudgetsFile('{\n  "schemaVersion": 1,\n  budgets: []\n}', 'b.json')).toEqual({
      budgets: [],
      problems: [
        {
          file: 'b.json',
          path: 'line 3, column 3',
          message: 'is not JSON',
          received: 'budgets: []',
          allowed: 'a name in double quotes',
        },
      ],
      snapshot: null,
    });
  });

  it('takes a file with a byte order mark', () => {
    expect(parseBudgetsFile('\uFEFF{ "schemaVersion": 1, "budgets": [] }', 'b.json').problems).toEqual([]);
  });
});

describe('checkBudgetsAgainstPlan', () => {
  const plan = { steps: ['browse', 'cart', 'checkout'], faults: ['database-outage'], file: 'budgets.json' };
  const recovery = (fault: string): Budget => ({
    name: `recovery after ${fault}`,
    indicator: 'serviceRecovery',
    step: 'checkout',
    phase: null,
    fault,
    limit: 60,
  });

  it('accepts what the run has', () => {
    expect(
      checkBudgetsAgainstPlan([recovery('*'), recovery('database-outage'), ...defaultBudgets.slice(-1)], plan),
    ).toEqual([]);
  });

  it('asks back for a misspelt step and a misspelt fault', () => {
    const problems = checkBudgetsAgainstPlan([{ ...recovery('database-outtage'), step: 'chekout' }], plan);
    expect(problems).toEqual([
      {
        file: 'budgets.json',
        path: 'budgets[0].step',
        message: 'there is no such step in this run; did you mean checkout?',
        received: 'chekout',
        allowed: 'browse, cart, checkout',
      },
      {
        file: 'budgets.json',
        path: 'budgets[0].fault',
        message: 'there is no such fault in this run; did you mean database-outage?',
        received: 'database-outtage',
        allowed: '*, database-outage',
      },
    ]);
  });

  it('suggests nothing where nothing is near', () => {
    expect(checkBudgetsAgainstPlan([{ ...recovery('*'), step: 'payment' }], plan)[0]?.message).toBe(
      'there is no such step in this run',
    );
  });

  it('counts budgets as their file does, those left out for other problems included', () => {
    const { budgets } = parse([
      { ...latency, limit: -1 },
      { ...latency, name: 'b', step: 'chekout' },
    ]);
    expect(checkBudgetsAgainstPlan(budgets, plan).map(({ path }) => path)).toEqual(['budgets[1].step']);
  });
});

describe('docs/budgets.schema.json', () => {
  it('is the schema that files are checked against', async () => {
    const text = await format(JSON.stringify(budgetsFileJsonSchema()), { parser: 'json', printWidth: 120 });
    await expect(text).toMatchFileSnapshot('../../docs/budgets.schema.json');
  });
});
