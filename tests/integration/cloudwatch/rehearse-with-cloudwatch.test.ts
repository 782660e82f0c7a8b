import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { formatBudgetsFile } from '../../../src/config/budgets-file.ts';
import { defaultBudgets } from '../../../src/config/default-budgets.ts';
import type { BudgetsFile } from '../../../src/core/wire/budgets.ts';
import { runCli } from '../../support/cli.ts';
import { startMoto } from '../../support/moto-server.ts';
import { describeWith } from '../../support/provided.ts';
import { dummyAwsEnvironment } from './credentials.ts';

describeWith('a rehearsal with budgets from CloudWatch', inject('moto'), (moto) => {
  let stop: () => Promise<void>;
  let folder: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    const started = await startMoto(moto);
    stop = started.stop;
    env = { ...dummyAwsEnvironment, AWS_ENDPOINT_URL: started.endpoint };
    folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-cloudwatch-'));
  });
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const plannedBudgets = async (): Promise<BudgetsFile> => {
    const args = ['rehearse', '--budgets', 'cloudwatch', '--dry-run', '--json'];
    const { code, stdout, stderr } = await runCli(args, { cwd: folder, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return (JSON.parse(stdout) as { budgets: BudgetsFile }).budgets;
  };

  it('has none while nothing was pushed', async () => {
    expect((await plannedBudgets()).budgets).toEqual([]);
  });

  it('takes what `slo push` has written', async () => {
    const file = path.join(folder, 'budgets.json');
    writeFileSync(file, formatBudgetsFile(defaultBudgets));
    const pushed = await runCli(['slo', 'push', file, '--yes', '--app', 'reference-shop', '--environment', 'local'], {
      cwd: folder,
      env,
    });
    expect({ code: pushed.code, stderr: pushed.stderr }).toMatchObject({ code: 0 });
    const { source, budgets } = await plannedBudgets();
    expect(source).toMatchObject({ kind: 'cloudwatch', prefix: 'slo/reference-shop/local/black-friday/' });
    const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name);
    expect([...budgets].sort(byName)).toEqual([...defaultBudgets].sort(byName));
  });
});
