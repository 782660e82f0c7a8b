import {
  GetDashboardCommand,
  GetMetricStatisticsCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openCloudWatch, type CloudWatch } from '../../../src/adapters/cloudwatch/cloud-watch.ts';
import { cloudWatchMetricSink } from '../../../src/adapters/cloudwatch/metric-sink.ts';
import { defaultBudgets } from '../../../src/config/default-budgets.ts';
import type { MetricPoint } from '../../../src/core/publishing/metric-point.ts';
import { startMoto } from '../../support/moto-server.ts';
import { describeWith } from '../../support/provided.ts';
import { answerJson, refuse, startAnswering } from './answering-server.ts';
import { dummyCredentials } from './credentials.ts';
import { operatorsAlarms } from './operators-alarms.ts';

const place = { app: 'shop', environment: 'staging', scenario: 'black-friday' };
const nowMs = Math.floor(Date.now() / 60_000) * 60_000;
const pointOf = (values: readonly number[], counts: readonly number[], atMs = nowMs): MetricPoint => ({
  metric: 'StepLatency',
  unit: 'Milliseconds',
  step: 'checkout',
  atMs,
  values,
  counts,
});
const opened = (endpoint: string): Promise<CloudWatch> =>
  openCloudWatch({ region: 'eu-west-1', endpoint, credentials: dummyCredentials, manner: 'publishing' });
const sinkAt = (cloudWatch: CloudWatch, endpoint: string) => cloudWatchMetricSink(cloudWatch, place, { endpoint });

describeWith('publishing to CloudWatch', inject('moto'), (moto) => {
  let endpoint: string;
  let stop: () => Promise<void>;
  let cloudWatch: CloudWatch;
  let reader: ReturnType<typeof operatorsAlarms>;
  beforeAll(async () => {
    ({ endpoint, stop } = await startMoto(moto));
    cloudWatch = await opened(endpoint);
    reader = operatorsAlarms(endpoint);
  });
  afterAll(async () => {
    cloudWatch.close();
    reader.close();
    await stop();
  });

  it('points arrive whole, gzipped where they are many', async () => {
    const values = Array.from({ length: 2_000 }, (_, index) => 100 + index / 10);
    let taken = 0;
    await sinkAt(cloudWatch, endpoint).put(
      [
        pointOf(
          values,
          values.map(() => 1),
        ),
        pointOf([5_000], [3]),
      ],
      (points) => {
        taken += points;
      },
    );
    expect(taken).toBe(2);
    const { Datapoints: [found] = [] } = await reader.client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'Peakproof/shop',
        MetricName: 'StepLatency',
        Dimensions: [
          { Name: 'Environment', Value: 'staging' },
          { Name: 'Scenario', Value: 'black-friday' },
          { Name: 'Step', Value: 'checkout' },
        ],
        StartTime: new Date(nowMs - 60_000),
        EndTime: new Date(nowMs + 60_000),
        Period: 60,
        Statistics: ['SampleCount', 'Minimum', 'Maximum'],
      }),
    );
    expect(found).toMatchObject({ Minimum: 100, Maximum: 5_000 });
    const { Metrics } = await reader.client.send(new ListMetricsCommand({ Namespace: 'Peakproof/shop' }));
    expect(Metrics?.map(({ MetricName }) => MetricName)).toContain('StepLatency');
  });

  it('the dashboard is taken as it is, and written over whole', async () => {
    const facts = { runId: 'run-1', steps: ['cart', 'checkout'], budgets: defaultBudgets, fromMs: nowMs, toMs: nowMs };
    const sink = sinkAt(cloudWatch, endpoint);
    const fault = { fault: 'database-outage', fromMs: nowMs, toMs: nowMs + 20_000 };
    await sink.writeDashboard({ ...facts, faults: [] });
    const written = await sink.writeDashboard({ ...facts, faults: [fault] });
    expect(written).toEqual({ name: 'peakproof-shop-staging-black-friday', url: null });
    const { DashboardEntries } = await reader.client.send(new ListDashboardsCommand({}));
    expect(DashboardEntries).toHaveLength(1);
    const { DashboardBody } = await reader.client.send(new GetDashboardCommand({ DashboardName: written.name }));
    expect(DashboardBody).toContain('database-outage healed');
  });
});

describe('a CloudWatch that does not take it', () => {
  it('says which action is missing', async () => {
    const { endpoint, stop } = await startAnswering((response) =>
      refuse(response, 403, 'AccessDenied', 'is not authorized to perform: cloudwatch:PutMetricData'),
    );
    const cloudWatch = await opened(endpoint);
    await expect(sinkAt(cloudWatch, endpoint).put([pointOf([1], [1])], () => undefined)).rejects.toMatchObject({
      exitCode: 5,
      hint: expect.stringContaining('cloudwatch:PutMetricData') as string,
    });
    cloudWatch.close();
    await stop();
  });

  it('throttled once: tries again after a while, and the point arrives once', async () => {
    let refusals = 0;
    const { endpoint, calls, stop } = await startAnswering((response) => {
      if (refusals++ === 0) refuse(response, 400, 'ThrottlingException', 'Rate exceeded');
      else answerJson(response, 200, {});
    });
    const cloudWatch = await opened(endpoint);
    let taken = 0;
    await sinkAt(cloudWatch, endpoint).put([pointOf([1], [1])], (points) => (taken += points));
    expect({ taken, calls: calls.map(({ action }) => action) }).toEqual({
      taken: 1,
      calls: ['PutMetricData', 'PutMetricData'],
    });
    cloudWatch.close();
    await stop();
  });

  it('a clock that is wrong: points are put on CloudWatch’s', async () => {
    const aheadMs = 90_000;
    const { endpoint, calls, stop } = await startAnswering((response) => {
      response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString());
      answerJson(response, 200, {});
    });
    const cloudWatch = await opened(endpoint);
    const sink = sinkAt(cloudWatch, endpoint);
    await sink.put([pointOf([1], [1])], () => undefined);
    await sink.put([pointOf([1], [1])], () => undefined);
    expect(cloudWatch.clockAheadSeconds()).toBeGreaterThanOrEqual(88);
    const [first, second] = calls.map(({ input }) => (input['MetricData'] as { Timestamp: number }[])[0]?.Timestamp);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(88);
    cloudWatch.close();
    await stop();
  });

  it('a dashboard with which CloudWatch finds fault is said', async () => {
    const { endpoint, stop } = await startAnswering((response) =>
      answerJson(response, 200, { DashboardValidationMessages: [{ DataPath: '/widgets/0', Message: 'too wide' }] }),
    );
    const cloudWatch = await opened(endpoint);
    const facts = { runId: 'r', steps: [], budgets: [], faults: [], fromMs: nowMs, toMs: nowMs };
    await expect(sinkAt(cloudWatch, endpoint).writeDashboard(facts)).rejects.toMatchObject({
      message: expect.stringContaining('/widgets/0 too wide') as string,
    });
    cloudWatch.close();
    await stop();
  });
});
