/*
 * A child of [books], so that memory is that of one task alone:
 *   judge-books.ts write <folder> <attempts> whole|broken   writes the evidence of a run with so many attempts
 *   judge-books.ts judge <folder>                           reads it and judges the books, and prints one JSON line with what that took
 */
import { readEvidence } from '../../src/adapters/run-store/read-evidence.ts';
import { writeEvidence } from '../../src/adapters/run-store/testing/write-evidence.ts';
import { judgeBooks } from '../../src/core/books/judge-books.ts';
import { readLedgers } from '../../src/core/books/read-ledgers.ts';
import { healthyRun, syntheticRun, syntheticT0Ms } from '../../src/core/testing/synthetic-run.ts';
import type { BookSnapshot } from '../../src/core/wire/audit.ts';
import type { LedgerLine } from '../../src/core/wire/ledger.ts';

export interface JudgedMillion {
  readonly attempts: number;
  readonly wishes: number;
  readonly orders: number;
  readonly readSeconds: number;
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

const write = (folder: string, wanted: number, isBroken: boolean): void => {
  const { ledger, audit } = make(wanted, isBroken);
  const run = syntheticRun({ ...healthyRun, virtualUsers: 1, wishes: 1 });
  writeEvidence(folder, { ...run, audit, workers: [{ worker: 'w1', timeline: [], ledger }] });
};

const judge = (folder: string): void => {
  const rssMiB = (): number => process.memoryUsage.rss() / 2 ** 20;
  const beganMs = performance.now();
  const evidence = readEvidence(folder);
  const readMs = performance.now();
  const evidenceRssMiB = rssMiB();
  const ledgers = evidence.ledgers ?? readLedgers(evidence.workers);
  const { invariants } = judgeBooks(evidence, ledgers);
  const judgedMs = performance.now();
  if (invariants.every(({ outcome }) => outcome === 'inconclusive'))
    throw new Error(`the bench made books that cannot be judged: ${invariants[0]?.why}`);
  const result: JudgedMillion = {
    attempts: [...ledgers.intents.values()].reduce((sum, { attempts }) => sum + attempts, 0),
    wishes: ledgers.intents.size,
    orders: evidence.audit?.closing?.orders.length ?? 0,
    readSeconds: (readMs - beganMs) / 1_000,
    judgeSeconds: (judgedMs - readMs) / 1_000,
    evidenceRssMiB,
    peakRssMiB: process.resourceUsage().maxRSS / 1_024,
    brokenInvariants: invariants.filter(({ outcome }) => outcome === 'fail').length,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
};

const [, , task, folder = '', attempts, books] = process.argv;
if (task === 'write') write(folder, Number(attempts), books === 'broken');
else judge(folder);
