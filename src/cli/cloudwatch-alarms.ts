import { alarmWatcher } from '../adapters/cloudwatch/alarm-watcher.ts';
import { openCloudWatch } from '../adapters/cloudwatch/cloud-watch.ts';
import type { CloudWatchSettings } from '../config/cloud-watch-config.ts';
import { checkAlarms, type AlarmsToWatch } from '../run/watch-alarms.ts';
import { cloudWatchAccess } from './cloudwatch-access.ts';
import type { CliContext } from './context.ts';

/**
 * The alarms that a run watches, seen once before anything is started; null when the configuration names none. Says which would page
 * nobody.
 * @throws NotReadyError when they cannot be seen, or one would stop the run at once.
 */
export const openAlarms = async (
  context: CliContext,
  settings: CloudWatchSettings,
): Promise<{ readonly alarms: AlarmsToWatch; readonly close: () => void } | null> => {
  const { alarmsToWatch } = settings;
  if (alarmsToWatch.length === 0) return null;
  const cloudWatch = await openCloudWatch(cloudWatchAccess(context, settings));
  const alarms: AlarmsToWatch = {
    watcher: alarmWatcher(
      cloudWatch,
      alarmsToWatch.map(({ alarm }) => alarm),
    ),
    stopOn: alarmsToWatch.filter(({ stops }) => stops).map(({ alarm }) => alarm),
  };
  try {
    for (const remark of await checkAlarms(alarms)) context.err(remark);
  } catch (error) {
    cloudWatch.close();
    throw error;
  }
  return { alarms, close: () => cloudWatch.close() };
};
