import { DeleteAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import type { BudgetAlarm } from './alarm.ts';
import type { CloudWatch } from './cloud-watch.ts';

/** The most that DeleteAlarms takes at once. */
const deletionsAtOnce = 100;

/**
 * Creates or replaces alarms one after another; stops between two when the signal aborts.
 * @param onWritten called with the number written so far.
 * @returns how many were written.
 * @throws NotReadyError
 */
export const putAlarms = async (
  cloudWatch: CloudWatch,
  alarms: readonly BudgetAlarm[],
  { signal, onWritten }: { readonly signal: AbortSignal; readonly onWritten: (written: number) => void },
): Promise<number> => {
  let written = 0;
  for (const alarm of alarms) {
    if (signal.aborted) break;
    const request = new PutMetricAlarmCommand(alarm);
    await cloudWatch.call('PutMetricAlarm', (client, options) => client.send(request, options));
    written += 1;
    onWritten(written);
  }
  return written;
};

/** Deletes alarms by name. @throws NotReadyError */
export const deleteAlarms = async (cloudWatch: CloudWatch, names: readonly string[]): Promise<void> => {
  for (let start = 0; start < names.length; start += deletionsAtOnce) {
    const request = new DeleteAlarmsCommand({ AlarmNames: names.slice(start, start + deletionsAtOnce) });
    await cloudWatch.call('DeleteAlarms', (client, options) => client.send(request, options));
  }
};
