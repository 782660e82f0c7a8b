import { describe, expect, it } from 'vitest';
import { judgeBooks } from './books/judge-books.ts';
import { readLedgers } from './books/read-ledgers.ts';
import { reckonBusiness } from './business.ts';
import type { Evidence } from './evidence.ts';
import type { PhaseSpan } from './phase-span.ts';
import { healthyRun, syntheticRun, syntheticT0Ms } from './testing/synthetic-run.ts';
import { stepEntry } from './testing/synthetic-timeline.ts';
import { readStepTimeline } from './timeline/step-series.ts';
import type { LedgerLine } from './wire/ledger.ts';

const healthy = syntheticRun({ ...healthyRun, virtualUsers: 1, wishes: 300 });
const ledger = healthy.workers[0]?.ledger ?? [];
const phases: PhaseSpan[] = [
  { phase: 'steady', fromSeconds: 0, toSeconds: 200 },
  { phase: 'fault', fromSeconds: 200, toSeconds: 400 },
];
const reckon = (evidence: Evidence, startedAtMs: number | null = syntheticT0Ms) =>
  reckonBusiness(evidence.plan, judgeBooks(evidence, readLedgers(evidence.workers)), new Map(), phases, startedAtMs);

const wish = (
  intent: string,
  offsetSeconds: number,
  outcome: 'failed' | 'indeterminate',
  reason: string | null,
): LedgerLine[] => {
  const line = { intent, key: intent, attempt: 1, atMs: syntheticT0Ms + offsetSeconds * 1000 };
  return [
    { type: 'intent', ...line, lines: [{ sku: 'plenty', quantity: 1, unitPriceCents: 2500 }], amountCents: 2500 },
    { type: 'outcome', ...line, outcome, status: 503, orderId: null, reason },
  ];
};
const withWishes = (...lines: LedgerLine[]): Evidence => ({
  ...healthy,
  workers: [{ worker: 'w1', timeline: [], ledger: [...ledger, ...lines] }],
});

describe('business', () => {
  it('counts the orders and the revenue of the books', () => {
    const orders = healthy.audit?.closing?.orders ?? [];
    expect(reckon(healthy)).toMatchObject({
      ordersPlaced: orders.length,
      revenueCents: orders.reduce((sum, order) => sum + order.totalCents, 0),
      oversellCostCents: 0,
    });
  });

  it('takes what the clients were told where there is no closing audit', () => {
    const { ordersPlaced, revenueCents } = reckon(healthy);
    expect(reckon({ ...healthy, audit: null })).toMatchObject({ ordersPlaced, revenueCents });
  });

  it('puts carts at risk that were lost beyond the steady rate', () => {
    const base = reckon(healthy).revenueAtRiskCents;
    const lost = Array.from({ length: 20 }, (_, index) => wish(`lost-${index}`, 300, 'indeterminate', null)).flat();
    const rise = reckon(withWishes(...lost)).revenueAtRiskCents - base;
    expect(rise).toBeGreaterThan(18 * 7500);
    expect(rise).toBeLessThanOrEqual(20 * 7500);
  });

  it('puts no cart at risk that was honestly refused, or lost in the steady phase', () => {
    const refused = Array.from({ length: 20 }, (_, index) => wish(`no-${index}`, 300, 'failed', 'soldOut')).flat();
    expect(reckon(withWishes(...refused)).revenueAtRiskCents).toBeLessThanOrEqual(reckon(healthy).revenueAtRiskCents);
    const steady = Array.from({ length: 20 }, (_, index) => wish(`calm-${index}`, 100, 'indeterminate', null)).flat();
    expect(reckon(withWishes(...steady)).revenueAtRiskCents).toBe(0);
  });

  it('knows nothing of risk where the load never started', () =>
    expect(reckon(healthy, null).revenueAtRiskCents).toBe(0));

  it('prices oversold orders, not units', () => {
    if (!healthy.audit) throw new Error('the synthetic run has no books');
    const { opening } = healthy.audit;
    const less = {
      ...opening,
      stock: opening.stock.map((one) => ({ ...one, onHand: one.sku === 'scarce' ? 18 : one.onHand })),
    };
    const evidence = { ...healthy, audit: { ...healthy.audit, opening: less } };
    expect(reckon(evidence).oversellCostCents).toBe(
      2200 * (judgeBooks(evidence, readLedgers(evidence.workers)).stock?.oversoldOrders ?? 0),
    );
    expect(reckon(evidence).oversellCostCents).toBeGreaterThan(0);
  });

  it("shows the funnel in the plan's order", () => {
    const timeline = [
      stepEntry(1, 'cart', 'ok', [5, 5]),
      stepEntry(2, 'cart', 'error', [5]),
      stepEntry(2, 'browse', 'ok', [9]),
    ];
    const { steps } = readStepTimeline([{ worker: 'w1', timeline, ledger: [] }]);
    expect(
      reckonBusiness(healthy.plan, judgeBooks(healthy, readLedgers(healthy.workers)), steps, phases, null).funnel,
    ).toEqual([
      { step: 'browse', attempts: 1, good: 1 },
      { step: 'product', attempts: 0, good: 0 },
      { step: 'cart', attempts: 3, good: 2 },
      { step: 'checkout', attempts: 0, good: 0 },
    ]);
  });
});
