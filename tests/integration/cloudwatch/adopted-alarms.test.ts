import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PutMetricDataCommand, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock/system-clock.ts';
import { cloudWatchBudgetStore } from '../../../src/adapters/cloudwatch/budget-store.ts';
import { withCloudWatch } from '../../../src/adapters/cloudwatch/cloud-watch.ts';
import { readMetrics } from '../../../src/adapters/cloudwatch/telemetry.ts';
import {
  adoptedMetricSchema,
  telemetryMetricSchema,
  type AdoptedMetric,
} from '../../../src/config/cloud-watch-config.ts';
import { packageRoot, runCli } from '../../support/cli.ts';
import { startMoto } from '../../support/moto-server.ts';
import { describeWith } from '../../support/provided.ts';
import { answerJson, startAnswering } from './answering-server.ts';
import { dummyAwsEnvironment, dummyCredentials } from './credentials.ts';
import { operatorsAlarms } from './operators-alarms.ts';

const mapping = (change: Partial<AdoptedMetric> = {}): AdoptedMetric => ({
  ...adoptedMetricSchema.parse({
    ...{ namespace: 'Shop', metric: 'CheckoutTime', dimensions: { Stage: 'staging' } },
    ...{ indicator: 'latency', step: 'checkout', phase: 'steady' },
  }),
  ...change,
});

describeWith('what a team has in CloudWatch already', inject('moto'), (moto) => {
  let endpoint: string;
  let stop: () => Promise<void>;
  let alarms: ReturnType<typeof operatorsAlarms>;
  beforeAll(async () => {
    ({ endpoint, stop } = await startMoto(moto));
    alarms = operatorsAlarms(endpoint);
    await alarms.client.send(
      new PutMetricDataCommand({
        Namespace: 'Shop',
        MetricData: [{ MetricName: 'Connections', Value: 42, Timestamp: new Date(), Unit: 'Count' }],
      }),
    );
    const { put } = alarms;
    const made: Partial<PutMetricAlarmCommandInput> = {
      ...{ Namespace: 'Shop', MetricName: 'CheckoutTime', Unit: 'Seconds', Threshold: 2.8 },
      Dimensions: [
        { Name: 'Stage', Value: 'staging' },
        { Name: 'Service', Value: 'checkout' },
      ],
    };
    await put('checkout-slow', true, { ...made, Statistic: undefined, ExtendedStatistic: 'p95' });
    await put('checkout-average', true, { ...made, MetricName: 'CheckoutMean', Statistic: 'Average' });
  });
  afterAll(async () => {
    alarms.close();
    await stop();
  });
  const access = () => ({ region: 'eu-west-1', endpoint, credentials: dummyCredentials });
  const read = (adopt: readonly AdoptedMetric[]) =>
    cloudWatchBudgetStore({
      ...{ ...access(), app: 'shop', environment: 'staging', scenario: 'black-friday' },
      ...{ clock: systemClock, where: 'k6.config.ts', adopt },
    }).read();

  it('an alarm made by hand is a budget', async () => {
    const { budgets, source } = await read([mapping()]);
    expect(budgets).toEqual([
      { name: 'checkout-slow', indicator: 'latencyP95', step: 'checkout', phase: 'steady', fault: null, limit: 2_800 },
    ]);
    expect(source).toMatchObject({ kind: 'cloudwatch', adopted: ['checkout-slow'] });
  });

  it('one that cannot be a budget is refused by name', async () => {
    await expect(read([mapping(), mapping({ metric: 'CheckoutMean' })])).rejects.toMatchObject({
      exitCode: 4,
      problems: [{ file: 'CloudWatch alarm checkout-average', path: 'Statistic' }],
    });
  });

  it('is pulled, and judges a run that is over, by the configuration that adopts it', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-adopted-'));
    try {
      cpSync(path.join(packageRoot, 'reports', 'sample'), path.join(folder, 'run'), { recursive: true });
      const budgets = { from: 'cloudwatch', app: 'shop', environment: 'staging', adopt: [mapping()] };
      writeFileSync(path.join(folder, 'k6.config.ts'), `export default ${JSON.stringify({ budgets })};`);
      const env = { ...dummyAwsEnvironment, AWS_ENDPOINT_URL: endpoint };
      const pulled = await runCli(['slo', 'pull', '--config', 'k6.config.ts', '--json'], { cwd: folder, env });
      expect({ ...pulled, stdout: '' }).toMatchObject({ code: 0 });
      expect(JSON.parse(pulled.stdout)).toMatchObject({ budgets: [{ name: 'checkout-slow', limit: 2_800 }] });
      const judged = await runCli(['gate', 'run', '--budgets', 'cloudwatch', '--json'], { cwd: folder, env });
      expect({ ...judged, stdout: '' }).toMatchObject({ code: 0 });
      expect(JSON.parse(judged.stdout)).toMatchObject({
        findings: [{ budget: 'checkout-slow', outcome: 'pass', limit: 2_800 }],
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('a metric of the shop can be read beside the load', async () => {
    const connections = telemetryMetricSchema.parse({ label: 'connections', namespace: 'Shop', metric: 'Connections' });
    const over = { fromMs: Date.now() - 300_000, toMs: Date.now() + 60_000 };
    const [series] = await withCloudWatch(access(), (cloudWatch) => readMetrics(cloudWatch, [connections], over));
    expect(series?.points.map(({ value }) => value)).toEqual([42]);
  });
});

it('telemetry comes page after page, and what is missing is said', async () => {
  const { endpoint, calls, stop } = await startAnswering((response, { input }) => {
    const first = input['NextToken'] === undefined;
    const at = first ? 1_800_000_060 : 1_800_000_000;
    answerJson(response, 200, {
      MetricDataResults: [
        { Id: 'm0', Timestamps: [at], Values: [first ? 2 : 1], StatusCode: first ? 'PartialData' : 'Complete' },
        ...(first ? [{ Id: 'm1', StatusCode: 'Forbidden', Timestamps: [], Values: [] }] : []),
      ],
      NextToken: first ? 'more' : undefined,
    });
  });
  const asked = ['a', 'b', 'c'].map((label) =>
    telemetryMetricSchema.parse({ label, namespace: 'Shop', metric: label }),
  );
  const read = await withCloudWatch({ region: 'eu-west-1', endpoint, credentials: dummyCredentials }, (cloudWatch) =>
    readMetrics(cloudWatch, asked, { fromMs: 0, toMs: 1 }),
  );
  await stop();
  expect(calls).toHaveLength(2);
  expect(read[0]).toMatchObject({ problem: null, points: [{ value: 1 }, { value: 2 }] });
  expect(read[1]?.problem).toBe('b: Forbidden');
  expect(read[2]?.problem).toBe('c: CloudWatch said nothing about it');
});
