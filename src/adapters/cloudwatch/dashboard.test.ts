import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultBudgets } from '../../config/default-budgets.ts';
import { dashboardBody, dashboardName, dashboardUrl } from './dashboard.ts';

const place = { app: 'shop.eu', environment: 'staging', scenario: 'black-friday' };
const fromMs = Date.UTC(2026, 10, 27, 8);
const facts = {
  runId: '2026-11-27-0800',
  steps: ['browse', 'search', 'product', 'cart', 'checkout'],
  budgets: defaultBudgets,
  faults: [{ fault: 'database-outage', fromMs: fromMs + 60_000, toMs: fromMs + 80_000 }],
  fromMs,
  toMs: fromMs + 300_000,
};

/** "Dashboard Body Structure and Syntax" of the CloudWatch API reference, as far as we use it. */
const instant = z.iso.datetime();
const place24 = {
  x: z.number().int().min(0).max(23),
  y: z.number().int().min(0),
  width: z.number().int().min(1).max(24),
  height: z.number().int().min(1).max(1_000),
};
const mark = z.strictObject({ value: instant, label: z.string() });
const bodySchema = z.strictObject({
  start: instant,
  end: instant,
  periodOverride: z.enum(['auto', 'inherit']),
  widgets: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('text'), ...place24, properties: z.strictObject({ markdown: z.string() }) }),
        z.strictObject({
          type: z.literal('metric'),
          ...place24,
          properties: z.strictObject({
            title: z.string(),
            region: z.string(),
            view: z.literal('timeSeries'),
            period: z.union([z.literal([1, 5, 10, 30]), z.number().multipleOf(60)]),
            metrics: z.array(z.array(z.unknown()).min(2)).min(1).max(500),
            annotations: z.strictObject({
              horizontal: z.array(z.strictObject({ value: z.number(), label: z.string() })),
              vertical: z.array(z.tuple([mark, mark])),
            }),
          }),
        }),
      ]),
    )
    .max(500),
});

describe('dashboardBody', () => {
  const body = bodySchema.parse(JSON.parse(dashboardBody(facts, place, 'eu-west-1')));
  const graphs = body.widgets.flatMap((widget) => (widget.type === 'metric' ? [widget] : []));

  it('lets no two widgets lie on one another, and none beyond the edge', () => {
    const cells = body.widgets.flatMap(({ x, y, width, height }) => {
      expect(x + width).toBeLessThanOrEqual(24);
      return Array.from({ length: width * height }, (_, at) => `${x + (at % width)}/${y + Math.floor(at / width)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('draws the budgets of a step as lines and each fault as a band', () => {
    const checkout = graphs.find(({ properties }) => properties.title === 'checkout: latency, ms');
    expect(checkout?.properties.annotations).toEqual({
      horizontal: [{ value: 2_800, label: 'at most 2800 (latencyP95, steady)' }],
      vertical: [
        [
          { value: '2026-11-27T08:01:00.000Z', label: 'database-outage' },
          { value: '2026-11-27T08:01:20.000Z', label: 'database-outage healed' },
        ],
      ],
    });
    expect(checkout?.properties.metrics[1]).toEqual([
      'Peakproof/shop.eu',
      'StepLatency',
      ...['Environment', 'staging', 'Scenario', 'black-friday', 'Step', 'checkout'],
      { stat: 'p95', label: 'StepLatency p95' },
    ]);
  });

  it('never has the run as a dimension', () => {
    expect(graphs.flatMap(({ properties }) => properties.metrics).flat()).not.toContain(facts.runId);
  });

  it('is in order for a scenario of many steps, or of one, and for a run without budgets and faults', () => {
    for (const steps of [['only'], Array.from({ length: 11 }, (_, index) => `s${index}`)])
      expect(() =>
        bodySchema.parse(JSON.parse(dashboardBody({ ...facts, steps, budgets: [], faults: [] }, place, 'eu-west-1'))),
      ).not.toThrow();
  });
});

describe('a dashboard', () => {
  it('has a name that CloudWatch takes, and opens over the time of the run', () => {
    const name = dashboardName(place);
    expect(name).toBe('peakproof-shop-eu-staging-black-friday');
    expect(dashboardUrl(name, 'eu-west-1', facts)).toBe(
      `https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/${name}?start=2026-11-27T08%3A00%3A00.000Z&end=2026-11-27T08%3A05%3A00.000Z`,
    );
  });
});
