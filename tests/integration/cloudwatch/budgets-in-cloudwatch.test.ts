import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it, vi } from 'vitest';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { cloudWatchBudgetStore } from '../../../src/adapters/cloudwatch/budget-store.ts';
import { sloCommand } from '../../../src/cli/commands/slo.ts';
import { formatBudgetsFile } from '../../../src/config/budgets-file.ts';
import { BadInputError } from '../../../src/core/errors.ts';
import { phases, type Budget } from '../../../src/core/wire/budgets.ts';
import type { CliResult } from '../../support/cli.ts';
import { runCommand } from '../../support/command-run.ts';
import { startMoto } from '../../support/moto-server.ts';
import { describeWith } from '../../support/provided.ts';
import { dummyAwsEnvironment, dummyCredentials, stubAwsEnvironment } from './credentials.ts';

/** 300: more than three pages of DescribeAlarms. */
const manyBudgets: readonly Budget[] = Array.from({ length: 50 }, (_, index) =>
  phases.map((phase) => ({
    name: `step ${index} in ${phase}: "quick" enough, größer als nötig`,
    indicator: 'latencyP95' as const,
    step: `step-${index}`,
    phase,
    fault: null,
    limit: 1_000 + index,
  })),
).flat();

describeWith('budgets in CloudWatch', inject('moto'), (moto) => {
  let endpoint: string;
  let stop: () => Promise<void>;
  let folder: string;

  beforeAll(async () => {
    ({ endpoint, stop } = await startMoto(moto));
    folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-slo-'));
  });
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    stubAwsEnvironment(dummyAwsEnvironment);
    await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
  });
  afterEach(() => vi.unstubAllEnvs());

  const slo = (action: string, ...args: string[]): Promise<CliResult> =>
    runCommand(
      sloCommand,
      ['slo', action, ...args, '--endpoint', endpoint, '--app', 'shop', '--environment', 'staging'],
      { cwd: folder },
    );
  const writeFile = (name: string, budgets: readonly Budget[]): string => {
    writeFileSync(path.join(folder, name), formatBudgetsFile(budgets));
    return name;
  };
  const store = () =>
    cloudWatchBudgetStore({
      app: 'shop',
      environment: 'staging',
      region: 'eu-west-1',
      endpoint,
      credentials: dummyCredentials,
      clock: systemClock,
      where: 'command line',
    });
  const putAlarm = async (change: { AlarmName: string; AlarmDescription: string }): Promise<void> => {
    const client = new CloudWatchClient({ region: 'eu-west-1', endpoint, credentials: dummyCredentials });
    await client.send(
      new PutMetricAlarmCommand({
        Namespace: 'Else',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        ...change,
      }),
    );
    client.destroy();
  };
  const byName = (budgets: readonly Budget[]): Budget[] => [...budgets].sort((a, b) => (a.name < b.name ? -1 : 1));

  it('pushes 300, pulls the same, and changes the three that were changed', async () => {
    const file = writeFile('many.json', manyBudgets);
    const pushed = await slo('push', file, '--yes');
    expect(pushed).toMatchObject({ code: 0, stdout: '' });
    expect(pushed.stderr).toContain('300 written, 0 removed');

    expect(await slo('diff', file, '--exit-code')).toMatchObject({ code: 0, stdout: '' });
    expect((await slo('push', file)).stderr).toContain('Nothing to do.');

    expect(await slo('pull', '--out', 'pulled.json')).toMatchObject({ code: 0 });
    expect(await slo('diff', 'pulled.json', '--exit-code')).toMatchObject({ code: 0 });
    expect(byName((await store().read()).budgets)).toEqual(byName(manyBudgets));

    const stricter = manyBudgets.map((budget, index) => (index % 100 === 7 ? { ...budget, limit: 500 } : budget));
    writeFile('stricter.json', stricter);
    const different = await slo('diff', 'stricter.json', '--exit-code', '--json');
    expect(different.code).toBe(1);
    expect(JSON.parse(different.stdout)).toMatchObject({ added: [], removed: [], unchanged: 297 });
    const { changed } = JSON.parse(different.stdout) as { changed: { differences: unknown }[] };
    expect(changed.map(({ differences }) => differences)).toEqual(
      [7, 107, 207].map((at) => [{ field: 'limit', from: String(manyBudgets[at]?.limit), to: '500' }]),
    );

    expect((await slo('push', 'stricter.json', '--yes')).stderr).toContain('3 written, 0 removed');
    expect(byName((await store().read()).budgets)).toEqual(byName(stricter));
  });

  it('says where budgets came from', async () => {
    await slo('push', writeFile('one.json', manyBudgets.slice(0, 1)), '--yes');
    const { source } = await store().read();
    expect(source).toMatchObject({ kind: 'cloudwatch', region: 'eu-west-1', prefix: 'slo/shop/staging/' });
  });

  it('shows the plan and writes nothing where nobody can be asked', async () => {
    const { code, stderr } = await slo('push', writeFile('one.json', manyBudgets.slice(0, 1)));
    expect(code).toBe(4);
    expect(stderr).toContain('+ slo/shop/staging/black-friday/step-0/rampUp/latencyP95');
    expect(stderr).toContain('--yes');
    expect((await store().read()).budgets).toEqual([]);
  });

  it('removes only with --prune, and only under the prefix', async () => {
    await putAlarm({ AlarmName: 'slo/shop/staging-2/black-friday/x', AlarmDescription: 'of others' });
    await putAlarm({ AlarmName: 'checkout-5xx', AlarmDescription: 'of others' });
    await slo('push', writeFile('three.json', manyBudgets.slice(0, 3)), '--yes');
    const one = writeFile('one.json', manyBudgets.slice(0, 1));
    const kept = await slo('push', one, '--yes');
    expect(kept.stderr).toContain('the 2 only in CloudWatch stay (--prune)');
    expect((await store().read()).budgets).toHaveLength(3);
    expect((await slo('push', one, '--yes', '--prune')).stderr).toContain('0 written, 2 removed');
    expect((await store().read()).budgets).toHaveLength(1);
    const client = new CloudWatchClient({ region: 'eu-west-1', endpoint, credentials: dummyCredentials });
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms?.map(({ AlarmName }) => AlarmName).sort()).toEqual([
      'checkout-5xx',
      'slo/shop/staging-2/black-friday/x',
      'slo/shop/staging/black-friday/step-0/rampUp/latencyP95',
    ]);
    client.destroy();
  });

  it('stops between two alarms when it is interrupted', async () => {
    const controller = new AbortController();
    controller.abort('SIGINT');
    const args = ['--endpoint', endpoint, '--app', 'shop', '--environment', 'staging', '--yes'];
    const { code, stderr } = await runCommand(
      sloCommand,
      ['slo', 'push', writeFile('one.json', manyBudgets.slice(0, 1)), ...args],
      { cwd: folder, signal: controller.signal },
    );
    expect(code).toBe(130);
    expect(stderr).toContain('0 of 1 budgets written');
  });

  it('refuses alarms that are no budgets, each by name', async () => {
    await slo('push', writeFile('two.json', manyBudgets.slice(0, 2)), '--yes');
    await putAlarm({ AlarmName: 'slo/shop/staging/black-friday/cart/a', AlarmDescription: 'made by hand' });
    await putAlarm({
      AlarmName: 'slo/shop/staging/black-friday/cart/b',
      AlarmDescription: '{"peakproof":1,"budget":{"name":"b","indicator":"latencyP95","limit":1}}',
    });
    const error: unknown = await store()
      .read()
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(BadInputError);
    expect((error as BadInputError).problems.map(({ file, path: where }) => `${file} › ${where}`)).toEqual([
      'CloudWatch alarm slo/shop/staging/black-friday/cart/a › AlarmDescription',
      'CloudWatch alarm slo/shop/staging/black-friday/cart/b › AlarmDescription.budget.step',
      'CloudWatch alarm slo/shop/staging/black-friday/cart/b › AlarmDescription.budget.phase',
    ]);
    const { code, stderr } = await slo('pull');
    expect(code).toBe(4);
    expect(stderr).toContain('slo/shop/staging/black-friday/cart/a');
  });

  it('is empty, and says so, where no alarm has the prefix', async () => {
    expect((await store().read()).budgets).toEqual([]);
    const { code, stdout, stderr } = await slo('pull', '--json');
    expect({ code, file: JSON.parse(stdout) as unknown }).toEqual({ code: 0, file: { schemaVersion: 1, budgets: [] } });
    expect(stderr).toContain('No alarm begins with slo/shop/staging/black-friday/');
  });

  it('refuses a bad budget file before it asks CloudWatch anything', async () => {
    writeFileSync(path.join(folder, 'bad.json'), '{ "schemaVersion": 1, "budgets": [{ "name": "x" }] ');
    const { code, stderr } = await slo('diff', 'bad.json');
    expect(code).toBe(4);
    expect(stderr).toContain(`${path.join(folder, 'bad.json')} › line 1, column`);
  });
});
