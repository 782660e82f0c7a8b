import { systemClock } from '../adapters/clock/system-clock.ts';
import { withCloudWatch } from '../adapters/cloudwatch/cloud-watch.ts';
import { readMetrics } from '../adapters/cloudwatch/telemetry.ts';
import type { CloudWatchSettings } from '../config/cloud-watch-config.ts';
import type { Evidence } from '../core/evidence.ts';
import { roundSeconds } from '../core/rounding.ts';
import { readHistory } from '../core/run-history.ts';
import { evidenceVersion } from '../core/wire/plan.ts';
import type { TelemetryFile } from '../core/wire/telemetry.ts';
import { cloudWatchAccess } from './cloudwatch-access.ts';
import type { CliContext } from './context.ts';

/**
 * Reads the metrics that the configuration names, over the time of a run; null where it names none or the run never drove. A CloudWatch
 * that cannot be asked is a problem in the file, never one of the run.
 */
export const readTelemetry = async (
  context: CliContext,
  settings: CloudWatchSettings,
  { plan, events }: Evidence,
): Promise<TelemetryFile | null> => {
  const { telemetry } = settings;
  const { startedAt, endedAtSeconds } = readHistory(events);
  if (telemetry.length === 0 || startedAt === null) return null;
  const t0Ms = Date.parse(startedAt);
  const over = { fromMs: t0Ms, toMs: t0Ms + endedAtSeconds * 1_000 };
  const file = {
    schemaVersion: evidenceVersion,
    runId: plan.runId,
    readAt: new Date(systemClock.nowMs()).toISOString(),
  } as const;
  try {
    const read = await withCloudWatch(cloudWatchAccess(context, settings), (cloudWatch) =>
      readMetrics(cloudWatch, telemetry, over),
    );
    return {
      ...file,
      series: telemetry.map(({ label, statistic, periodSeconds }, index) => ({
        ...{ label, statistic, periodSeconds },
        points: (read[index]?.points ?? []).map(({ atMs, value }) => [roundSeconds((atMs - t0Ms) / 1_000), value]),
      })),
      problems: read.flatMap(({ problem }) => problem ?? []),
    };
  } catch (error) {
    return { ...file, series: [], problems: [error instanceof Error ? error.message : String(error)] };
  }
};
