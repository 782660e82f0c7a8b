import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { experimentSchema } from '../src/config/experiment.ts';
import { validateFaultAttributes } from '../src/core/fault-kinds.ts';

const folder = import.meta.dirname;
const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));

describe.each(files)('%s', (file) => {
  it('is an experiment with valid faults and its runbook beside it', async () => {
    const module = (await import(path.join(folder, file))) as { default: unknown };
    const experiment = experimentSchema.parse(module.default);
    expect(
      experiment.faults.flatMap(({ kind, attributes }) => validateFaultAttributes(kind, attributes ?? {})),
    ).toEqual([]);
    expect(experiment.runbook === null || existsSync(path.join(folder, experiment.runbook))).toBe(true);
  });
});

it('finds the experiments', () => {
  expect(files).toEqual(expect.arrayContaining(['database-failover.ts', 'slow-payments.ts', 'cache-loss.ts']));
});
