import { judgeBooks } from '../../src/core/books/judge-books.ts';
import { healthyRun, syntheticRun, syntheticT0Ms } from '../../src/core/testing/synthetic-run.ts';
import type { BookSnapshot } from '../../src/core/wire/audit.ts';
import type { LedgerLine } from '../../src/core/wire/ledger.ts';

/** `judge-books.ts <attempts> whole|broken`: makes a ledger and books in memory, judges them, prints the figures as JSON. */
export interface JudgedMillion {
  readonly attempts: number;
  readonly wishes: number;
  readonly orders: number;
  readonly judgeSeconds: number;
  readonly evidenceRssMiB: number;
  readonly peakRssMiB: number;
  readonly brokenInvariants: number;
}

const skus = 10_000;
const warehouses = ['east', 'west'] as const;
const openingUnits = 400;
const priceCents = 2_500;

/** Of a hundred wishes: 70 are acknowledged, 5 of them twice and 2 after a doubt; 28 are refused; 2 are left in doubt. */
const fateOf = (wish: number): 'ok' | 'okTwice' | 'doubtThenOk' | 'refused' | 'doubt' => {
  const place = (wish * 37) % 100;
  if (place < 63) return 'ok';
  if (place < 68) return 'okTwice';
  if (place < 70) return 'doubtThenOk';
  return place < 98 ? 'refused' : 'doubt';
};

const make = (wanted: number, isBroken: boolean) => {
  const runId = 'synthetic-run';
  const ledger: LedgerLine[] = [{ v: 1, type: 'header', worker: 'w1', runId }];
  const orders: BookSnapshot['orders'] = [];
  const charges: BookSnapshot['charges'] = [];
  const units = new Map<string, number>();
  const places = Array.from({ length: skus }, (_, index) => `sku-${String(index).padStart(6, '0')}`);
  for (const sku of places) for (const warehouse of warehouses) units.set(`${sku} ${warehouse}`, openingUnits);
  const stock = (): BookSnapshot['stock'] =>
    [...units].map(([place, onHand]) => {
      const [sku = '', warehouse = ''] = place.split(' ');
      return { sku, warehouse, onHand, reserved: 0 };
    });
  const opening = {
    atMs: syntheticT0Ms - 5_000,
    digest: 'o',
    sequence: 0,
    stock: stock(),
    orders: [],
    charges: [],
    movements: [],
  };
  let attempts = 0;
  let wishes = 0;
  const attempt = (
    intent: string,
    key: string,
    number: number,
    sku: string,
    outcome: 'ok' | 'failed' | 'indeterminate',
    orderId: string | null,
  ) => {
    attempts += 1;
    const atMs = syntheticT0Ms + Math.floor((attempts * 380_000) / wanted);
    const named = { intent, key, attempt: number };
    ledger.push({
      type: 'intent',
      ...named,
      atMs,
      lines: [{ sku, quantity: 1, unitPriceCents: priceCents }],
      amountCents: priceCents,
    });
    const [status, reason] = outcome === 'ok' ? [201, null] : outcome === 'failed' ? [409, 'soldOut'] : [0, null];
    ledger.push({ type: 'outcome', ...named, atMs, outcome, status, orderId, reason });
  };
  for (; attempts < wanted; wishes += 1) {
    const intent = `${runId}-${wishes}-1-1`;
    const key = `${intent}-key`;
    const sku = places[(wishes * 7_919) % skus] ?? '';
    const warehouse = warehouses[wishes % 2] ?? 'east';
    const fate = fateOf(wishes);
    if (fate === 'refused' || fate === 'doubt') {
      attempt(intent, key, 1, sku, fate === 'refused' ? 'failed' : 'indeterminate', null);
      continue;
    }
    const orderId = `order-${wishes}`;
    if (fate === 'doubtThenOk') attempt(intent, key, 1, sku, 'indeterminate', null);
    attempt(intent, key, fate === 'doubtThenOk' ? 2 : 1, sku, 'ok', orderId);
    if (fate === 'okTwice') attempt(intent, key, 2, sku, 'ok', orderId);
    const plague = isBroken ? wishes % 3_000 : -1;
    if (plague === 0) continue;
    const atMs = syntheticT0Ms + wishes;
    const place = `${sku} ${warehouse}`;
    const sell = (id: string) => {
      units.set(place, (units.get(place) ?? 0) - 1);
      const lines = [{ sku, warehouse, quantity: 1 }];
      orders.push({
        orderId: id,
        intent,
        key,
        status: 'confirmed',
        totalCents: priceCents,
        sequence: orders.length + 1,
        cancelledSequence: null,
        atMs,
        lines,
      });
    };
    const charge = (id: string) => {
      charges.push({ chargeId: `c-${id}`, orderId, intent, key, capturedCents: priceCents, refundedCents: 0, atMs });
    };
    sell(orderId);
    charge(orderId);
    if (plague === 1_000) sell(`${orderId}-twin`);
    if (plague === 2_000) charge(`${orderId}-again`);
  }
  ledger.push({ type: 'closed', intents: attempts, outcomes: attempts });
  const closing = {
    ...opening,
    atMs: syntheticT0Ms + 440_000,
    digest: 'c',
    sequence: orders.length,
    stock: stock(),
    orders,
    charges,
  };
  return { ledger, audit: { schemaVersion: 1 as const, runId, opening, closing, quiesced: true }, attempts, wishes };
};

const rssMiB = (): number => process.memoryUsage.rss() / 2 ** 20;

const [wanted = '100000', kind = 'whole'] = process.argv.slice(2);
const { ledger, audit, attempts, wishes } = make(Number(wanted), kind === 'broken');
const base = syntheticRun({ ...healthyRun, virtualUsers: 1, wishes: 1 });
const evidence = { ...base, audit, workers: [{ worker: 'w1', timeline: [], ledger }] };
const evidenceRssMiB = rssMiB();
const startedMs = performance.now();
const { invariants } = judgeBooks(evidence);
const judgeSeconds = (performance.now() - startedMs) / 1_000;
const result: JudgedMillion = {
  attempts,
  wishes,
  orders: audit.closing.orders.length,
  judgeSeconds,
  evidenceRssMiB,
  peakRssMiB: process.resourceUsage().maxRSS / 1_024,
  brokenInvariants: invariants.filter(({ outcome }) => outcome === 'fail').length,
};
if (invariants.some(({ why }) => why.includes('clock skew')))
  throw new Error('the bench made books that cannot be judged');
process.stdout.write(`${JSON.stringify(result)}\n`);
