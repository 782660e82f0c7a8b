import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';
import { healthyRun, syntheticRun, syntheticT0Ms, type SyntheticOptions } from './testing/synthetic-run.ts';
import type { LedgerLine } from './wire/ledger.ts';

const lostWishes = (count: number, atSeconds: number): LedgerLine[] =>
  Array.from({ length: count }, (_, index): LedgerLine[] => {
    const at = { intent: `lost-${index}`, key: `lost-${index}`, attempt: 1, atMs: syntheticT0Ms + atSeconds * 1_000 };
    return [
      { type: 'intent', ...at, lines: [{ sku: 'plenty', quantity: 1, unitPriceCents: 2_500 }], amountCents: 2_500 },
      { type: 'outcome', ...at, outcome: 'indeterminate', status: 503, orderId: null, reason: null },
    ];
  }).flat();

const costs = (change: Partial<SyntheticOptions> = {}, lost: readonly LedgerLine[] = []) => {
  const run = syntheticRun({ ...healthyRun, ...change });
  const workers = run.workers.map((worker) => ({ ...worker, ledger: [...worker.ledger, ...lost] }));
  return judge({ ...run, workers }).verdict.faultCosts ?? [];
};

describe('what a fault cost', () => {
  it('is the downtime of checkout and the carts lost beyond the usual, while it was watched', () => {
    const [before] = costs();
    const [after, ...others] = costs({}, lostWishes(20, 210));
    expect(others).toEqual([]);
    expect(after).toMatchObject({ faults: ['database-out'], appliedAtSeconds: 200.4, watchedUntilSeconds: 400 });
    expect(after?.downtimeSeconds).toBeGreaterThan(15);
    const rise = (after?.ordersLost ?? 0) - (before?.ordersLost ?? 0);
    expect(rise).toBeGreaterThan(18);
    expect(rise).toBeLessThanOrEqual(20);
    expect(after?.revenueAtRiskCents).toBeGreaterThan(18 * 7_500);
  });

  it('does not count what was lost before it', () => {
    expect(costs({}, lostWishes(20, 100))[0]?.ordersLost).toBeLessThanOrEqual(costs()[0]?.ordersLost ?? 0);
  });

  it('is nothing where nothing was degraded, and there is none without a fault', () => {
    expect(costs({ outages: [] })[0]?.downtimeSeconds).toBe(0);
    expect(costs({ fault: null, outages: [] })).toEqual([]);
  });
});
