import { PutDashboardCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { BudgetPlace } from '../../config/budget-place.ts';
import { NotReadyError } from '../../core/errors.ts';
import type { MetricSink } from '../../ports.ts';
import type { CloudWatch } from './cloud-watch.ts';
import { dashboardBody, dashboardName, dashboardUrl } from './dashboard.ts';
import { packRequests } from './metric-data.ts';

/** Namespace of the metrics, and of the alarms on them. */
export const namespaceOf = ({ app }: Pick<BudgetPlace, 'app'>): string => `Peakproof/${app}`;

/**
 * Publishes under `Peakproof/<App>` with `cloudwatch:PutMetricData` and `cloudwatch:PutDashboard`. Requests are gzipped by the SDK from
 * 10 KiB on. Instants are put on CloudWatch's clock.
 */
export const cloudWatchMetricSink = (
  cloudWatch: CloudWatch,
  place: BudgetPlace,
  { endpoint }: { readonly endpoint: string | null },
): MetricSink => ({
  put: async (points, onTaken) => {
    const aheadMs = (cloudWatch.clockAheadSeconds() ?? 0) * 1_000;
    const shifted = aheadMs === 0 ? points : points.map((point) => ({ ...point, atMs: point.atMs + aheadMs }));
    for (const { data, points: whole } of packRequests(shifted, place)) {
      const request = new PutMetricDataCommand({ Namespace: namespaceOf(place), MetricData: [...data] });
      await cloudWatch.call('PutMetricData', (client, options) => client.send(request, options));
      onTaken(whole);
    }
  },
  writeDashboard: async (facts) => {
    const { region } = cloudWatch;
    const name = dashboardName(place);
    const request = new PutDashboardCommand({
      DashboardName: name,
      DashboardBody: dashboardBody(facts, place, region),
    });
    const { DashboardValidationMessages: found = [] } = await cloudWatch.call('PutDashboard', (client, options) =>
      client.send(request, options),
    );
    if (found.length > 0)
      throw new NotReadyError(
        `CloudWatch finds fault with the dashboard: ${found.map(({ DataPath, Message }) => `${DataPath ?? ''} ${Message ?? ''}`).join('; ')}`,
        'Report this, with the budgets of the run.',
      );
    return { name, url: endpoint === null ? dashboardUrl(name, region, facts) : null };
  },
});
