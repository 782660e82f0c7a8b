import { wordsOf } from '../core/errors.ts';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { openCloudWatch } from '../adapters/cloudwatch/cloud-watch.ts';
import { cloudWatchMetricSink, namespaceOf } from '../adapters/cloudwatch/metric-sink.ts';
import { alarmPrefix } from '../adapters/cloudwatch/scope.ts';
import type { Settings } from '../config/settings.ts';
import type { Evidence } from '../core/evidence.ts';
import { finalPoints } from '../core/publishing/final-points.ts';
import { readHistory } from '../core/run-history.ts';
import type { Budget } from '../core/wire/budgets.ts';
import type { RunEvent } from '../core/wire/events.ts';
import { evidenceVersion } from '../core/wire/plan.ts';
import type { Verdict } from '../core/wire/verdict.ts';
import type { DashboardFacts, MetricSink, TailedLine } from '../ports.ts';
import { publishLive } from '../run/publish-live.ts';
import { cloudWatchAccess } from './cloudwatch-access.ts';
import type { CliContext } from './context.ts';

/** The publishing of one run. Nothing of it can end the run or change its verdict. */
export interface Publication {
  take(lines: readonly TailedLine[], offsetSeconds: number): void;
  /** Publishes what is left, what was judged, and the dashboard. Returns what to keep of it as evidence. */
  conclude(evidence: Evidence, verdict: Verdict): Promise<RunEvent>;
}

const publishEvent = (event: Omit<Extract<RunEvent, { type: 'publish' }>, 'v' | 'at' | 'offsetSeconds' | 'type'>) =>
  ({
    v: evidenceVersion,
    at: new Date(systemClock.nowMs()).toISOString(),
    offsetSeconds: null,
    type: 'publish',
    ...event,
  }) satisfies RunEvent;

/** Where to publish. A CloudWatch that cannot be opened is a sink that fails, so that the run says so and goes on. */
const openSink = async (
  context: CliContext,
  settings: Settings,
  place: { readonly app: string; readonly environment: string; readonly scenario: string },
): Promise<{ sink: MetricSink; region: string | null; close: () => void }> => {
  const access = { ...cloudWatchAccess(context, settings.cloudWatch), manner: 'publishing' as const };
  try {
    const cloudWatch = await openCloudWatch(access);
    const sink = cloudWatchMetricSink(cloudWatch, place, access);
    return { sink, region: cloudWatch.region, close: () => cloudWatch.close() };
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    const refuse = (): Promise<never> => Promise.reject(failure);
    return { sink: { put: refuse, writeDashboard: refuse }, region: null, close: () => undefined };
  }
};

const dashboardFacts = ({ plan, budgets, events }: Evidence): DashboardFacts | null => {
  const { startedAt, endedAtSeconds, faults } = readHistory(events);
  if (startedAt === null) return null;
  const fromMs = Date.parse(startedAt);
  const instantMs = (offsetSeconds: number): number => fromMs + offsetSeconds * 1_000;
  return {
    runId: plan.runId,
    steps: plan.scenario.steps,
    budgets: budgets.budgets,
    faults: faults.flatMap(({ fault, appliedAtSeconds, healedAtSeconds }) =>
      appliedAtSeconds === null
        ? []
        : [{ fault, fromMs: instantMs(appliedAtSeconds), toMs: instantMs(healedAtSeconds ?? endedAtSeconds) }],
    ),
    fromMs,
    toMs: instantMs(endedAtSeconds),
  };
};

/**
 * Opens the publishing of a run as the configuration asks; null where it does not.
 * @param keep appends an event to the evidence
 * @throws BadInputError for names that cannot be part of a namespace.
 */
export const openPublication = async (
  context: CliContext,
  settings: Settings,
  budgets: readonly Budget[],
  keep: (event: RunEvent) => void,
): Promise<Publication | null> => {
  const { publish } = settings.cloudWatch;
  if (publish === null) return null;
  const place = { app: publish.app, environment: publish.environment, scenario: settings.scenarioName };
  alarmPrefix(place, settings.configFile);
  const { sink, region, close } = await openSink(context, settings, place);
  const onFailure = (why: string): void => {
    context.err(`Publishing to CloudWatch fails, and the run goes on: ${why}`);
    keep(publishEvent({ state: 'failed', detail: why }));
  };
  const live = publishLive({ sink, clock: systemClock, budgets, onFailure });
  return {
    take: (lines, offsetSeconds) => live.take(lines, offsetSeconds),
    conclude: async (evidence, verdict) => {
      const { points, lost, failure } = await live.finish(finalPoints(verdict, systemClock.nowMs()));
      const facts = publish.dashboard ? dashboardFacts(evidence) : null;
      const written =
        facts === null
          ? null
          : await sink.writeDashboard(facts).catch((error: unknown) => ({ dashboardFailure: wordsOf(error) }));
      close();
      const why = written !== null && 'dashboardFailure' in written ? written.dashboardFailure : failure;
      return publishEvent({
        state: 'ended',
        points,
        lost,
        to: `${namespaceOf(place)}${region === null ? '' : ` in ${region}`}`,
        ...(why === null ? {} : { detail: why }),
        ...(written !== null && 'name' in written ? { dashboard: written } : {}),
      });
    },
  };
};
