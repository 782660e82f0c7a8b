import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { dummyCredentials } from './credentials.ts';

const topic = 'arn:aws:sns:eu-west-1:123456789012:on-call';

/** The alarms of a team, made and moved by hand at a server of the CloudWatch API. */
export const operatorsAlarms = (endpoint: string) => {
  const client = new CloudWatchClient({ region: 'eu-west-1', endpoint, credentials: dummyCredentials });
  return {
    put: async (AlarmName: string, pages: boolean, change: Partial<PutMetricAlarmCommandInput> = {}): Promise<void> => {
      await client.send(
        new PutMetricAlarmCommand({
          AlarmName,
          Namespace: 'Shop',
          MetricName: 'Checkout5xx',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
          ActionsEnabled: pages,
          AlarmActions: pages ? [topic] : [],
          ...change,
        }),
      );
    },
    set: async (AlarmName: string, StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'): Promise<void> => {
      await client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'by hand' }));
    },
    remove: async (AlarmName: string): Promise<void> => {
      await client.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
    },
    client,
    close: () => client.destroy(),
  };
};
