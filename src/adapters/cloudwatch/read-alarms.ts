import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { CloudWatch } from './cloud-watch.ts';

/** The most that DescribeAlarms gives at once. */
const pageSize = 100;

/**
 * Every metric alarm whose name begins with the prefix (null: every one of the region), sorted by name; composite alarms are not asked for.
 * @throws NotReadyError
 */
export const readAlarms = async (cloudWatch: CloudWatch, prefix: string | null): Promise<readonly MetricAlarm[]> => {
  const alarms: MetricAlarm[] = [];
  let token: string | undefined;
  do {
    const request = new DescribeAlarmsCommand({
      ...(prefix === null ? {} : { AlarmNamePrefix: prefix }),
      AlarmTypes: ['MetricAlarm'],
      MaxRecords: pageSize,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const page = await cloudWatch.call('DescribeAlarms', (client, options) => client.send(request, options));
    alarms.push(...(page.MetricAlarms ?? []));
    token = page.NextToken;
  } while (token !== undefined && token !== '');
  return alarms.sort((a, b) => ((a.AlarmName ?? '') < (b.AlarmName ?? '') ? -1 : 1));
};
