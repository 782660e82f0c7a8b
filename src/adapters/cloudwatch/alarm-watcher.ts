import {
  DescribeAlarmsCommand,
  type CompositeAlarm,
  type DescribeAlarmsCommandOutput,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmWatcher, WatchedAlarm } from '../../ports.ts';
import type { CloudWatch } from './cloud-watch.ts';

/** The most that DescribeAlarms takes, and gives, at once. */
const namesAtOnce = 100;

const seenNow = (found: MetricAlarm | CompositeAlarm): WatchedAlarm => ({
  alarm: found.AlarmName ?? '',
  state: found.StateValue === 'OK' || found.StateValue === 'ALARM' ? found.StateValue : 'INSUFFICIENT_DATA',
  transitionedAtMs: (found.StateTransitionedTimestamp ?? found.StateUpdatedTimestamp)?.getTime() ?? null,
  pages: found.ActionsEnabled === true && (found.AlarmActions ?? []).length > 0,
});

const describe = async (cloudWatch: CloudWatch, names: readonly string[]): Promise<readonly WatchedAlarm[]> => {
  const found: WatchedAlarm[] = [];
  let token: string | undefined;
  do {
    const request = new DescribeAlarmsCommand({
      AlarmNames: [...names],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: namesAtOnce,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const page: DescribeAlarmsCommandOutput = await cloudWatch.call('DescribeAlarms', (client, options) =>
      client.send(request, options),
    );
    found.push(...(page.MetricAlarms ?? []).map(seenNow), ...(page.CompositeAlarms ?? []).map(seenNow));
    token = page.NextToken === '' ? undefined : page.NextToken;
  } while (token !== undefined);
  return found;
};

/** Looks at metric and composite alarms by name, with `cloudwatch:DescribeAlarms` alone: a call for each hundred. */
export const alarmWatcher = (cloudWatch: CloudWatch, names: readonly string[]): AlarmWatcher => ({
  look: async () => {
    const found: WatchedAlarm[] = [];
    for (let start = 0; start < names.length; start += namesAtOnce)
      found.push(...(await describe(cloudWatch, names.slice(start, start + namesAtOnce))));
    const missing = { state: 'missing', transitionedAtMs: null, pages: false } as const;
    return {
      alarms: names.map((alarm) => found.find((one) => one.alarm === alarm) ?? { alarm, ...missing }),
      clockAheadSeconds: cloudWatch.clockAheadSeconds(),
    };
  },
});
