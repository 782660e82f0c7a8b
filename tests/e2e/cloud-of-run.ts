import {
  CloudWatchClient,
  GetDashboardCommand,
  ListDashboardsCommand,
  paginateListMetrics,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startMoto } from '../support/moto-server.ts';
import type { Moto } from '../support/provided.ts';

/** A CloudWatch for one rehearsal: two alarms of its operators, and a configuration that watches, publishes and reads there. */
export interface CloudOfRun {
  readonly configFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: readonly string[];
  /** Names of the metrics that were published, and the body of the one dashboard. */
  published(): Promise<{ readonly metrics: readonly string[]; readonly dashboard: string }>;
  stop(): Promise<void>;
}

/** Keys that open nothing, but look like those that do. */
const keys = {
  AWS_ACCESS_KEY_ID: 'AKIA0PEAKPROOF0TEST0',
  AWS_SECRET_ACCESS_KEY: 'neverInEvidence/neverInReports+neverShown',
  AWS_SESSION_TOKEN: 'sessionTokenOfARoleThatDoesNotExist0000000',
};

const makeAlarm = async (client: CloudWatchClient, AlarmName: string, AlarmActions: string[]): Promise<void> => {
  const metric = { Namespace: 'Shop', MetricName: 'Checkout5xx', Statistic: 'Sum', Period: 60 } as const;
  const rule = { EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' } as const;
  await client.send(new PutMetricAlarmCommand({ AlarmName, AlarmActions, ...metric, ...rule }));
  await client.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'OK', StateReason: 'by hand' }));
};

export const startCloud = async (moto: Moto): Promise<CloudOfRun> => {
  const { endpoint, stop } = await startMoto(moto);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-cloud-of-run-'));
  const client = new CloudWatchClient({
    ...{ region: 'eu-west-1', endpoint },
    credentials: { accessKeyId: keys.AWS_ACCESS_KEY_ID, secretAccessKey: keys.AWS_SECRET_ACCESS_KEY },
  });
  await makeAlarm(client, 'checkout-5xx', ['arn:aws:sns:eu-west-1:123456789012:on-call']);
  await makeAlarm(client, 'nobody-cares', []);
  const configFile = path.join(folder, 'k6.config.ts');
  const config = {
    cloudWatch: { region: 'eu-west-1', endpoint },
    alarmsToWatch: [{ alarm: 'checkout-5xx', stops: true }, 'nobody-cares'],
    publish: { app: 'shop', environment: 'staging' },
    telemetry: [{ label: 'connections of the database', namespace: 'Shop', metric: 'Connections' }],
  };
  writeFileSync(configFile, `export default ${JSON.stringify(config)};\n`);
  return {
    configFile,
    env: { ...keys, AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    secrets: Object.values(keys),
    published: async () => {
      const metrics = new Set<string>();
      for await (const { Metrics = [] } of paginateListMetrics({ client }, { Namespace: 'Peakproof/shop' }))
        for (const { MetricName = '' } of Metrics) metrics.add(MetricName);
      const { DashboardEntries: [entry] = [] } = await client.send(new ListDashboardsCommand({}));
      const { DashboardBody = '' } = await client.send(
        new GetDashboardCommand({ DashboardName: entry?.DashboardName ?? '' }),
      );
      return { metrics: [...metrics], dashboard: DashboardBody };
    },
    stop: async () => {
      client.destroy();
      rmSync(folder, { recursive: true, force: true });
      await stop();
    },
  };
};
