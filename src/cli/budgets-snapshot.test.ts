import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBudgetsFile } from '../config/budgets-file.ts';
import { defaultBudgets } from '../config/default-budgets.ts';
import { NotReadyError } from '../core/errors.ts';
import type { BudgetsFile } from '../core/wire/budgets.ts';
import { withSnapshot } from './budgets-snapshot.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-snapshot-'));
  file = path.join(folder, 'snapshot.json');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readAt = '2026-11-24T08:00:00.000Z';
const kept: BudgetsFile = {
  schemaVersion: 1,
  source: { kind: 'cloudwatch', region: 'eu-west-1', prefix: 'slo/shop/staging/', readAt },
  budgets: [...defaultBudgets],
};
const unreachable = (): Promise<never> => Promise.reject(new NotReadyError('CloudWatch cannot be reached', 'hint'));
const ask = (read: () => Promise<BudgetsFile>, at = file) =>
  withSnapshot(read, { file: at, shown: 'snapshot.json', nowMs: Date.UTC(2026, 10, 27, 8) });

describe('withSnapshot', () => {
  it('is what CloudWatch says, and what it said before when it cannot be asked', async () => {
    expect(await ask(() => Promise.resolve(kept))).toBe(kept);
    expect(await ask(unreachable)).toEqual({
      schemaVersion: 1,
      budgets: defaultBudgets,
      source: {
        ...{ kind: 'snapshot', path: 'snapshot.json', region: 'eu-west-1', prefix: 'slo/shop/staging/', readAt },
        usedAt: '2026-11-27T08:00:00.000Z',
        because: 'CloudWatch cannot be reached',
      },
    });
  });

  it('never takes an ordinary budget file, a damaged one or none for a snapshot', async () => {
    const ordinary = path.join(folder, 'ordinary.json');
    writeFileSync(ordinary, formatBudgetsFile(defaultBudgets));
    const damaged = path.join(folder, 'damaged.json');
    writeFileSync(damaged, '{ "schemaVersion": 1, ');
    for (const bad of [ordinary, damaged, path.join(folder, 'none.json')])
      await expect(ask(unreachable, bad)).rejects.toMatchObject({ exitCode: 4 });
  });

  it('does not stand in for alarms that are no budgets', async () => {
    await expect(ask(() => Promise.reject(new Error('ours')))).rejects.toThrow('ours');
  });

  it('says so where the snapshot cannot be written', async () => {
    await expect(ask(() => Promise.resolve(kept), path.join(folder, 'no', 'where.json'))).rejects.toMatchObject({
      exitCode: 4,
    });
  });
});
