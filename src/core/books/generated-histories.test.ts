import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../evidence.ts';
import {
  generatedRunId,
  liveThrough,
  plenty,
  type GeneratedHistory,
  type GeneratedPurchase,
} from '../testing/generated-books.ts';
import { healthyRun, syntheticRun, syntheticT0Ms } from '../testing/synthetic-run.ts';
import type { BookSnapshot } from '../wire/audit.ts';
import type { LedgerLine } from '../wire/ledger.ts';
import type { InvariantName } from '../wire/invariants.ts';
import { judgeBooks } from './judge-books.ts';
import { readLedgers } from './read-ledgers.ts';

const sku = fc.constantFrom(plenty, plenty, 'scarce', 'rare');

/** Purchases of a run of a healthy shop: two warehouses, reservations, restocks, corrections, cancellations, returns and refunds. */
const purchases: fc.Arbitrary<readonly GeneratedPurchase[]> = fc.array(
  fc.record<GeneratedPurchase>({
    goods: fc.uniqueArray(fc.record({ sku, quantity: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 1,
      maxLength: 2,
      selector: (line) => line.sku,
    }),
    told: fc.constantFrom(
      'ok',
      'ok',
      'okTwice',
      'okUnderTwoKeys',
      'doubtThenOk',
      'doubtThenNothing',
      'doubtUnwritten',
      'declined',
    ),
    isWrittenWhenDeclined: fc.boolean(),
    later: fc.constantFrom('stays', 'stays', 'stays', 'staysPending', 'cancelled', 'returned', 'partlyGivenBack'),
    movement: fc.option(
      fc.record({
        kind: fc.constantFrom('receipt', 'correction'),
        sku: fc.constantFrom('scarce', 'rare'),
        quantity: fc.integer({ min: 1, max: 3 }),
      }),
      { freq: 4 },
    ),
  }),
  { minLength: 1, maxLength: 40 },
);

const base = syntheticRun({ ...healthyRun, virtualUsers: 1, wishes: 1 });
const plan = { ...base.plan, exercise: { leastAcknowledgedOrders: 0, leastSoldOutSkus: 0, leastResentWishes: 0 } };
const events = base.events.filter((event) => event.type !== 'run' || event.state !== 'loadEnded');

const evidenceOf = ({ ledger, audit }: Pick<GeneratedHistory, 'ledger' | 'audit'>): Evidence => ({
  ...base,
  plan,
  events,
  audit,
  workers: [{ worker: 'w1', timeline: [], ledger }],
});
const broken = (evidence: Evidence): string[] =>
  judgeBooks(evidence, readLedgers(evidence.workers))
    .invariants.filter(({ outcome }) => outcome === 'fail')
    .map(({ name, count }) => `${name} ${count}`);

const closingOf = ({ audit }: GeneratedHistory): BookSnapshot => {
  if (audit.closing === null) throw new Error('a generated history has a closing audit');
  return audit.closing;
};
const withClosing = (history: GeneratedHistory, change: Partial<BookSnapshot>, more: readonly LedgerLine[] = []) => ({
  ledger: [
    ...history.ledger.slice(0, -1),
    ...more,
    {
      type: 'closed' as const,
      intents: [...history.ledger, ...more].filter((line) => line.type === 'intent').length,
      outcomes: [...history.ledger, ...more].filter((line) => line.type === 'outcome').length,
    },
  ],
  audit: { ...history.audit, closing: { ...closingOf(history), ...change } },
});
type Order = BookSnapshot['orders'][number];

/** The closing stock with units more, or fewer, on hand. */
const stockWith = (history: GeneratedHistory, lines: Order['lines'], sign: 1 | -1): BookSnapshot['stock'] =>
  closingOf(history).stock.map((one) => {
    const line = lines.find(({ sku, warehouse }) => sku === one.sku && warehouse === one.warehouse);
    return line === undefined ? one : { ...one, onHand: one.onHand + sign * line.quantity };
  });
const lineOfPlenty = (quantity: number): Order['lines'] => [{ sku: plenty, warehouse: 'east', quantity }];
const chargeOf = (history: GeneratedHistory, order: Order) => {
  const charge = closingOf(history).charges.find(({ orderId }) => orderId === order.orderId);
  if (charge === undefined) throw new Error('a plain order has a charge');
  return charge;
};

/** What a planted anomaly makes of a healthy history, and how often it counts. Null where the history offers no place for it. */
type Plant = (history: GeneratedHistory, order: Order, units: number) => { evidence: Evidence; count: number } | null;

const plants: Record<InvariantName, Plant> = {
  lostOrders: (history, order) => {
    const { orders, charges } = closingOf(history);
    return {
      count: 1,
      evidence: evidenceOf(
        withClosing(history, {
          orders: orders.filter((one) => one !== order),
          charges: charges.filter(({ orderId }) => orderId !== order.orderId),
          stock: stockWith(history, order.lines, 1),
        }),
      ),
    };
  },
  phantomOrders: (history, order, units) => {
    const { orders, charges, sequence } = closingOf(history);
    const intent = history.declinedIntents[0] ?? `${generatedRunId}-nobody`;
    const shown = history.ledger.find((line) => line.type === 'intent' && line.intent === intent);
    const totalCents = shown?.type === 'intent' ? shown.amountCents : 500;
    const lines = lineOfPlenty(units);
    const named = { orderId: 'phantom', intent, key: `${intent}-key` };
    const phantom = { ...order, ...named, totalCents, lines, sequence: sequence + 1 };
    const charge = { ...chargeOf(history, order), ...named, chargeId: 'phantom', capturedCents: totalCents };
    return {
      count: 1,
      evidence: evidenceOf(
        withClosing(history, {
          orders: [...orders, phantom],
          charges: [...charges, charge],
          stock: stockWith(history, lines, -1),
        }),
      ),
    };
  },
  duplicateOrders: (history, order, units) => {
    const { orders, charges, sequence } = closingOf(history);
    const lines = lineOfPlenty(units);
    const twin = { ...order, orderId: 'twin', lines, sequence: sequence + 1 };
    const charge = { ...chargeOf(history, order), chargeId: 'twin', orderId: 'twin' };
    return {
      count: 1,
      evidence: evidenceOf(
        withClosing(history, {
          orders: [...orders, twin],
          charges: [...charges, charge],
          stock: stockWith(history, lines, -1),
        }),
      ),
    };
  },
  doubleCharges: (history, order) => {
    const again = { ...chargeOf(history, order), chargeId: 'again' };
    return {
      count: 1,
      evidence: evidenceOf(withClosing(history, { charges: [...closingOf(history).charges, again] })),
    };
  },
  chargedWithoutOrder: (history, order) => {
    const { orders, sequence } = closingOf(history);
    const gone = { ...order, status: 'cancelled' as const, cancelledSequence: sequence + 1 };
    return {
      count: 1,
      evidence: evidenceOf(
        withClosing(history, {
          orders: orders.map((one) => (one === order ? gone : one)),
          stock: stockWith(history, order.lines, 1),
        }),
      ),
    };
  },
  orderedWithoutCharge: (history, order) => ({
    count: 1,
    evidence: evidenceOf(
      withClosing(history, { charges: closingOf(history).charges.filter(({ orderId }) => orderId !== order.orderId) }),
    ),
  }),
  wrongAmount: (history, order, units) => {
    const { orders, charges } = closingOf(history);
    const totalCents = order.totalCents - units;
    const paid = chargeOf(history, order);
    return {
      count: 1,
      evidence: evidenceOf(
        withClosing(history, {
          orders: orders.map((one) => (one === order ? { ...one, totalCents } : one)),
          charges: charges.map((one) => (one === paid ? { ...one, capturedCents: totalCents } : one)),
        }),
      ),
    };
  },
  oversold: (history, order, units) => {
    const { orders, charges, stock, sequence } = closingOf(history);
    const place = stock.find(({ sku }) => sku === 'scarce');
    if (place === undefined) return null;
    const free = place.onHand - place.reserved;
    const [intent, orderId, amountCents] = [`${generatedRunId}-99-1-1`, 'oversold', 900 * (free + units)];
    const key = `${intent}-key`;
    const lines = [{ sku: place.sku, warehouse: place.warehouse, quantity: free + units }];
    const atMs = syntheticT0Ms + 1_000;
    const bought: LedgerLine[] = [
      {
        type: 'intent',
        intent,
        key,
        attempt: 1,
        atMs,
        lines: [{ sku: place.sku, quantity: free + units, unitPriceCents: 900 }],
        amountCents,
      },
      { type: 'outcome', intent, key, attempt: 1, atMs, outcome: 'ok', status: 201, orderId, reason: null },
    ];
    const sold = { ...order, orderId, intent, key, totalCents: amountCents, lines, sequence: sequence + 1 };
    const charge = { ...chargeOf(history, order), chargeId: orderId, orderId, intent, key, capturedCents: amountCents };
    return {
      count: units,
      evidence: evidenceOf(
        withClosing(
          history,
          {
            orders: [...orders, sold],
            charges: [...charges, charge],
            // The shop's own counter stops at nothing left, and hides it.
            stock: stock.map((one) => (one === place ? { ...one, onHand: one.reserved } : one)),
          },
          bought,
        ),
      ),
    };
  },
  strandedStock: (history, _order, units) => ({
    count: units,
    evidence: evidenceOf(
      withClosing(history, {
        stock: closingOf(history).stock.map((one) =>
          one.sku === plenty && one.warehouse === 'west' ? { ...one, reserved: one.reserved + units } : one,
        ),
      }),
    ),
  }),
};

describe('generated histories of a shop with reservations, restocks, cancellations, returns and refunds', () => {
  it('break nothing while the shop does everything right', () => {
    fc.assert(
      fc.property(purchases, (wanted) => {
        expect(broken(evidenceOf(liveThrough(wanted, syntheticT0Ms)))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('break nothing in a shop with other customers, who order and hold carts meanwhile', () => {
    fc.assert(
      fc.property(purchases, fc.integer({ min: 1, max: 9 }), fc.boolean(), (wanted, units, hasKeys) => {
        const history = liveThrough(wanted, syntheticT0Ms);
        const { orders, charges, sequence } = closingOf(history);
        const names = hasKeys ? { intent: null, key: 'a-browsers-own' } : { intent: null, key: null };
        const theirs: Order = {
          ...names,
          orderId: 'theirs',
          status: 'confirmed',
          totalCents: 700,
          sequence: sequence + 1,
          cancelledSequence: null,
          atMs: syntheticT0Ms,
          lines: lineOfPlenty(units),
        };
        const paid = { ...names, chargeId: 'theirs', orderId: 'theirs', capturedCents: 700, refundedCents: 0, atMs: 1 };
        const stock = stockWith(history, lineOfPlenty(2 * units), -1);
        const evidence = evidenceOf(
          withClosing(history, { orders: [...orders, theirs], charges: [...charges, paid], stock }),
        );
        const external = { ...evidence, plan: { ...plan, shop: { ...plan.shop, kind: 'external' as const } } };
        expect(broken(external)).toEqual([]);
        expect(broken(evidence)).toContain('phantomOrders 1');
      }),
      { numRuns: 25 },
    );
  });

  it.each(Object.entries(plants))('with %s planted break it alone, and are counted', (name, plant) => {
    let planted = 0;
    fc.assert(
      fc.property(purchases, fc.nat(), fc.integer({ min: 1, max: 5 }), (wanted, pick, units) => {
        const history = liveThrough(wanted, syntheticT0Ms);
        const order = history.plainOrders[pick % Math.max(1, history.plainOrders.length)];
        fc.pre(order !== undefined);
        const made = plant(history, order, units);
        fc.pre(made !== null);
        planted += 1;
        expect(broken(made.evidence)).toEqual([`${name} ${made.count}`]);
      }),
      { numRuns: 25 },
    );
    expect(planted).toBeGreaterThanOrEqual(25);
  });
});
