import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { healthyRun, syntheticRun } from '../testing/synthetic-run.ts';
import type { BookSnapshot } from '../wire/audit.ts';
import type { LedgerLine } from '../wire/ledger.ts';
import { type InvariantName, invariantNames } from '../wire/invariants.ts';
import { judgeBooks } from './judge-books.ts';
import { readLedgers } from './read-ledgers.ts';

const healthy = syntheticRun({ ...healthyRun, virtualUsers: 1, wishes: 300 });
const books = healthy.audit?.closing;
const ledger = [...(healthy.workers[0]?.ledger ?? [])];
if (!healthy.audit || !books || ledger.length === 0) throw new Error('the synthetic run has no books');
const { audit } = healthy;

const withBooks = (change: Partial<BookSnapshot>, base: Evidence = healthy): Evidence => ({
  ...base,
  audit: base.audit && { ...base.audit, closing: { ...books, ...change } },
});
const withLedger = (lines: readonly LedgerLine[], base: Evidence = healthy): Evidence => ({
  ...base,
  workers: [{ worker: 'w1', timeline: [], ledger: lines }],
});
const judged = (evidence: Evidence) => judgeBooks(evidence, readLedgers(evidence.workers)).invariants;
const outcome = (evidence: Evidence, name: InvariantName) => judged(evidence).find((one) => one.name === name);
const broken = (evidence: Evidence) =>
  judged(evidence)
    .filter((one) => one.outcome === 'fail')
    .map(({ name, count }) => `${name} ${count}`);

const [first, second] = books.orders;
const [firstCharge] = books.charges;
if (!first || !second || !firstCharge) throw new Error('the synthetic run has no orders');
const without = <Item>(items: readonly Item[], item: Item) => items.filter((one) => one !== item);
const cancelled = { status: 'cancelled' as const, cancelledSequence: books.sequence + 1 };
const restock = (lines: BookSnapshot['orders'][number]['lines'], sign: 1 | -1): BookSnapshot['stock'] =>
  books.stock.map((stock) => {
    const units = lines.filter((line) => line.sku === stock.sku).reduce((sum, line) => sum + line.quantity, 0);
    return { ...stock, onHand: stock.onHand + sign * units };
  });

describe('the books of a healthy run', () => {
  it('break nothing, and every invariant was put to the test', () => {
    expect(judged(healthy).map(({ name }) => name)).toEqual(invariantNames);
    expect(judged(healthy).map(({ outcome: one }) => one)).toEqual(invariantNames.map(() => 'pass'));
  });

  it('may hold an order that the client was left in doubt about', () => {
    const doubt = { ...first, orderId: 'doubt', intent: 'intent-3', key: 'key-3', sequence: books.sequence + 1 };
    const charge = { ...firstCharge, chargeId: 'doubt', orderId: 'doubt', intent: 'intent-3', key: 'key-3' };
    const amount = { totalCents: amountOf('intent-3') };
    const lines = [{ sku: 'plenty', warehouse: 'north', quantity: amount.totalCents / 2500 }];
    expect(
      broken(
        withBooks({
          orders: [...books.orders, { ...doubt, ...amount, lines }],
          charges: [...books.charges, { ...charge, capturedCents: amount.totalCents }],
          stock: restock(lines, -1),
        }),
      ),
    ).toEqual([]);
  });

  it('may hold a refused purchase as a cancelled order, and a cancellation that gave everything back', () => {
    const refused = {
      ...first,
      ...cancelled,
      orderId: 'refused',
      intent: 'intent-7',
      key: 'key-7',
      sequence: books.sequence + 1,
    };
    expect(
      broken(withBooks({ orders: [...books.orders, { ...refused, cancelledSequence: books.sequence + 2 }] })),
    ).toEqual([]);
    expect(
      broken(
        withBooks({
          orders: books.orders.map((order) => (order === second ? { ...order, ...cancelled } : order)),
          charges: books.charges.map((charge) =>
            charge.orderId === second.orderId ? { ...charge, refundedCents: charge.capturedCents } : charge,
          ),
          stock: restock(second.lines, 1),
        }),
      ),
    ).toEqual([]);
  });

  it('ignore what was there before the run', () => {
    const before = { ...first, orderId: 'before', intent: 'old', key: 'old', sequence: 50 };
    const charge = { ...firstCharge, chargeId: 'before', orderId: 'before', intent: 'old', key: 'old' };
    const opened = { ...audit, opening: { ...audit.opening, orders: [before], charges: [charge] } };
    expect(
      broken(
        withBooks(
          { orders: [before, ...books.orders], charges: [charge, ...books.charges] },
          { ...healthy, audit: opened },
        ),
      ),
    ).toEqual([]);
  });
});

const amountOf = (intent: string): number => {
  const line = ledger.find((one) => one.type === 'intent' && one.intent === intent);
  return line?.type === 'intent' ? line.amountCents : 0;
};

describe('a broken invariant fails by its name', () => {
  it('lostOrders: acknowledged, then gone with its charge and its stock', () => {
    const evidence = withBooks({
      orders: without(books.orders, first),
      charges: without(books.charges, firstCharge),
      stock: restock(first.lines, 1),
    });
    expect(broken(evidence)).toEqual(['lostOrders 1']);
    expect(outcome(evidence, 'lostOrders')?.examples).toEqual([
      'intent intent-0, key key-0: acknowledged as order order-0, not in the books (no order of this number, key or intent)' +
        ' | the client: 2030-11-29T09:00:20.000Z key key-0 attempt 1 sent: 2 × scarce for 50.00; ' +
        '2030-11-29T09:00:20.300Z key key-0 attempt 1 ok: status 201, order order-0',
    ]);
  });

  it('phantomOrders: nobody wished for it, or it was refused', () => {
    const phantom = { ...second, orderId: 'phantom', intent: 'nobody', key: 'nobody', sequence: books.sequence + 1 };
    const charge = {
      ...firstCharge,
      chargeId: 'phantom',
      orderId: 'phantom',
      key: 'nobody',
      intent: 'nobody',
      capturedCents: phantom.totalCents,
    };
    const stock = restock(phantom.lines, -1);
    const charges = [...books.charges, charge];
    expect(broken(withBooks({ orders: [...books.orders, phantom], charges, stock }))).toEqual(['phantomOrders 1']);
    const refused = { ...phantom, intent: 'intent-7', key: 'key-7', totalCents: amountOf('intent-7') };
    const right = { ...charge, intent: 'intent-7', key: 'key-7', capturedCents: refused.totalCents };
    const evidence = withBooks({ orders: [...books.orders, refused], charges: [...books.charges, right], stock });
    expect(broken(evidence)).toEqual(['phantomOrders 1']);
    expect(outcome(evidence, 'phantomOrders')?.examples[0]).toContain('was refused (declined)');
  });

  it('duplicateOrders: a second live order for an intent', () => {
    const twin = { ...second, orderId: 'twin', sequence: books.sequence + 1 };
    const charge = books.charges.find((one) => one.orderId === second.orderId);
    const charges = [...books.charges, { ...firstCharge, ...charge, chargeId: 'twin', orderId: 'twin' }];
    const stock = restock(second.lines, -1);
    expect(broken(withBooks({ orders: [...books.orders, twin], charges, stock }))).toEqual(['duplicateOrders 1']);
    const free = broken(withBooks({ orders: [...books.orders, twin], stock }));
    expect(free).toEqual(['duplicateOrders 1', 'orderedWithoutCharge 1']);
  });

  it('doubleCharges: an order charged twice, or two keys of an intent', () => {
    const twice = { ...firstCharge, chargeId: 'again' };
    expect(broken(withBooks({ charges: [...books.charges, twice] }))).toEqual(['doubleCharges 1']);
    expect(
      broken(withBooks({ charges: [...books.charges, { ...twice, refundedCents: twice.capturedCents }] })),
    ).toEqual([]);
    const retry = ledger.flatMap((line): LedgerLine[] =>
      line.type === 'intent' && line.intent === firstCharge.intent
        ? [line, { ...line, key: 'retry', attempt: 1 }]
        : [line],
    );
    const second = { ...twice, key: 'retry', orderId: null };
    expect(broken(withLedger(closed(retry), withBooks({ charges: [...books.charges, second] })))).toEqual([
      'doubleCharges 1',
    ]);
  });

  it('chargedWithoutOrder: money kept for a cancelled order, or for none', () => {
    const orders = books.orders.map((order) => (order === second ? { ...order, ...cancelled } : order));
    expect(broken(withBooks({ orders, stock: restock(second.lines, 1) }))).toEqual(['chargedWithoutOrder 1']);
    const loose = { ...firstCharge, chargeId: 'loose', orderId: 'nowhere', intent: 'intent-3', key: 'key-3' };
    expect(broken(withBooks({ charges: [...books.charges, loose] }))).toEqual(['chargedWithoutOrder 1']);
  });

  it('orderedWithoutCharge: confirmed, never charged', () => {
    expect(broken(withBooks({ charges: without(books.charges, firstCharge) }))).toEqual(['orderedWithoutCharge 1']);
    const pending = books.orders.map((order) => (order === first ? { ...order, status: 'pending' as const } : order));
    expect(broken(withBooks({ orders: pending, charges: without(books.charges, firstCharge) }))).toEqual([]);
  });

  it('wrongAmount: a stale price, charged and booked alike', () => {
    const cheap = first.totalCents - 500;
    const evidence = withBooks({
      orders: books.orders.map((order) => (order === first ? { ...order, totalCents: cheap } : order)),
      charges: books.charges.map((charge) => (charge === firstCharge ? { ...charge, capturedCents: cheap } : charge)),
    });
    expect(broken(evidence)).toEqual(['wrongAmount 1']);
    expect(outcome(evidence, 'wrongAmount')?.examples[0]).toMatch(/25\.00 shown|50\.00 shown/);
  });

  it('oversold: units that were not there, whatever the shop counts', () => {
    const opening = {
      ...audit.opening,
      stock: audit.opening.stock.map((stock) => ({ ...stock, onHand: stock.sku === 'scarce' ? 15 : stock.onHand })),
    };
    const evidence = { ...healthy, audit: { ...audit, opening } };
    expect(broken(evidence)).toEqual(['oversold 5']);
    expect(outcome(evidence, 'oversold')?.examples[0]).toMatch(
      /^scarce in north: order order-\d+ \(sequence \d+, 2030-11-29T09:\S+\) took 2, [01] left \| the client: /,
    );
    const receipt = { sku: 'scarce', warehouse: 'north', kind: 'receipt' as const, quantity: 5, sequence: 101 };
    expect(broken(withBooks({ movements: [receipt] }, evidence))).toEqual([]);
    const late = { ...receipt, sequence: books.sequence + 1 };
    expect(broken(withBooks({ movements: [late] }, evidence))).toEqual(['oversold 5']);
  });

  it('strandedStock: units gone with no order to show for them', () => {
    const stock = books.stock.map((one) => (one.sku === 'plenty' ? { ...one, reserved: 3 } : one));
    const evidence = withBooks({ stock });
    expect(broken(evidence)).toEqual(['strandedStock 3']);
  });
});

const closed = (lines: readonly LedgerLine[]): LedgerLine[] =>
  lines.map((line) =>
    line.type === 'closed' ? { ...line, intents: lines.filter((one) => one.type === 'intent').length } : line,
  );

describe('the books cannot be judged', () => {
  it.each([
    ['without an audit', { ...healthy, audit: null }, 'no audit.json'],
    [
      'without a closing audit',
      { ...healthy, audit: { ...audit, closing: null } },
      'did not come to its closing audit',
    ],
    ['before the shop came to rest', { ...healthy, audit: { ...audit, quiesced: false } }, 'still changing'],
    ['with an open ledger', withLedger(ledger.slice(0, -1)), 'not closed: w1'],
    ['without a ledger', { ...healthy, workers: [] }, 'not closed: worker 1'],
    [
      'with a damaged ledger',
      { ...healthy, problems: [{ file: 'ledger-w1.ndjson', what: 'line 3 is cut' }] },
      'line 3 is cut',
    ],
  ] as const)('%s', (_, evidence, why) => {
    expect(judged(evidence).map((one) => one.outcome)).toEqual(invariantNames.map(() => 'inconclusive'));
    expect(judged(evidence)[0]?.why).toContain(why);
  });

  it('nor where they were hardly put to the test; what is broken fails all the same', () => {
    const few = {
      ...healthy,
      plan: { ...healthy.plan, exercise: { leastAcknowledgedOrders: 5000, leastSoldOutSkus: 9 } },
    };
    expect(judged(few).map((one) => one.outcome)).toEqual(invariantNames.map(() => 'inconclusive'));
    expect(outcome(few, 'oversold')?.why).toContain('SKUs sold out');
    expect(broken(withBooks({ charges: without(books.charges, firstCharge) }, few))).toEqual([
      'orderedWithoutCharge 1',
    ]);
  });

  it('nor without a single order, though the plan asks for none', () => {
    const plan = { ...healthy.plan, exercise: { leastAcknowledgedOrders: 0, leastSoldOutSkus: 0 } };
    const empty = withBooks({ orders: [], charges: [], stock: audit.opening.stock });
    const nobody = withLedger([{ type: 'closed', intents: 0, outcomes: 0 }], { ...empty, plan });
    expect(judged(nobody).map((one) => one.outcome)).toEqual(invariantNames.map(() => 'inconclusive'));
  });
});

describe('a shop with other customers', () => {
  const external = { ...healthy, plan: { ...healthy.plan, shop: { ...healthy.plan.shop, kind: 'external' as const } } };
  const theirs = { ...second, orderId: 'theirs', intent: null, key: null, sequence: books.sequence + 1 };
  const charge = { ...firstCharge, chargeId: 'theirs', orderId: 'theirs', intent: null, key: null };
  const evidence = (base: Evidence) =>
    withBooks(
      { orders: [...books.orders, theirs], charges: [...books.charges, charge], stock: restock(theirs.lines, -1) },
      base,
    );

  it('counts their orders apart; in the reference shop there are no others', () => {
    expect(broken(evidence(external))).toEqual([]);
    expect(outcome(evidence(external), 'lostOrders')?.exercised.what).toContain('1 orders of other customers');
    expect(broken(evidence(healthy))).toContain('phantomOrders 1');
  });
});

describe('the order of the evidence', () => {
  it('does not matter to any invariant', () => {
    const evidence = withBooks({ charges: [...books.charges, { ...firstCharge, chargeId: 'again' }] });
    const expected = judged(evidence).map(({ name, count }) => [name, count]);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...ledger], { minLength: ledger.length }),
        fc.shuffledSubarray([...books.orders], { minLength: books.orders.length }),
        (lines, orders) => {
          const shuffled = withLedger(
            lines,
            withBooks({ orders, charges: [...books.charges, { ...firstCharge, chargeId: 'again' }] }),
          );
          expect(judged(shuffled).map(({ name, count }) => [name, count])).toEqual(expected);
        },
      ),
      { numRuns: 10 },
    );
  });
});
