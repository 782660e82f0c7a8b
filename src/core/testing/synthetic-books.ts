import type { AuditFile, BookSnapshot } from '../wire/audit.ts';
import type { LedgerLine } from '../wire/ledger.ts';
import type { RandomDraws } from './random-draws.ts';

/** A clients' ledger and the shop's audit that agree with one another: nothing lost, nothing twice, one SKU sold out. */
export interface SyntheticBooks {
  readonly ledger: LedgerLine[];
  readonly audit: AuditFile;
}

const warehouse = 'north';
const unitPriceCents = 2500;

/** Purchases of one or two units, one in ten of a scarce SKU, one in fifty declined, one in a hundred left in doubt. */
export const syntheticBooks = (
  draws: RandomDraws,
  options: {
    readonly runId: string;
    readonly worker: string;
    readonly t0Ms: number;
    readonly fromSeconds: number;
    readonly toSeconds: number;
    readonly wishes: number;
    readonly scarceUnits: number;
  },
): SyntheticBooks => {
  const { runId, worker, t0Ms, fromSeconds, toSeconds, wishes } = options;
  const ledger: LedgerLine[] = [{ v: 1, type: 'header', worker, runId }];
  const stock = new Map([
    ['scarce', options.scarceUnits],
    ['plenty', 1_000_000],
  ]);
  const opening = snapshot(t0Ms - 5000, 100, stock);
  const closing = snapshot(t0Ms + toSeconds * 1000 + 20_000, 100, stock);
  let sequence = 100;
  for (let index = 0; index < wishes; index++) {
    const [intent, key] = [`intent-${index}`, `key-${index}`];
    const sku = index % 10 === 0 ? 'scarce' : 'plenty';
    const quantity = 1 + Math.floor(draws.uniform() * 2);
    const atMs = t0Ms + Math.round((fromSeconds + ((toSeconds - fromSeconds) * index) / wishes) * 1000);
    const amountCents = quantity * unitPriceCents;
    const left = stock.get(sku) ?? 0;
    const fate = left < quantity ? 'soldOut' : index % 50 === 7 ? 'declined' : index % 100 === 3 ? 'doubt' : 'ok';
    const orderId = fate === 'ok' ? `order-${index}` : null;
    ledger.push({
      type: 'intent',
      intent,
      key,
      attempt: 1,
      atMs,
      lines: [{ sku, quantity, unitPriceCents }],
      amountCents,
    });
    const outcome = fate === 'ok' ? 'ok' : fate === 'doubt' ? 'indeterminate' : 'failed';
    const status = { ok: 201, doubt: 503, declined: 402, soldOut: 409 }[fate];
    const reason = fate === 'declined' || fate === 'soldOut' ? fate : null;
    ledger.push({ type: 'outcome', intent, key, attempt: 1, atMs: atMs + 300, outcome, status, orderId, reason });
    if (orderId === null) continue;
    sequence++;
    stock.set(sku, left - quantity);
    const lines = [{ sku, warehouse, quantity }];
    const booked = { intent, key, atMs: atMs + 200 };
    closing.orders.push({
      ...booked,
      orderId,
      status: 'confirmed',
      totalCents: amountCents,
      sequence,
      cancelledSequence: null,
      lines,
    });
    closing.charges.push({
      ...booked,
      chargeId: `charge-${index}`,
      orderId,
      capturedCents: amountCents,
      refundedCents: 0,
    });
  }
  ledger.push({ type: 'closed', intents: wishes, outcomes: wishes });
  const settled = { ...closing, sequence, digest: 'closing', stock: stockRows(stock) };
  return { ledger, audit: { schemaVersion: 1, runId, opening, closing: settled, quiesced: true } };
};

const stockRows = (stock: ReadonlyMap<string, number>): BookSnapshot['stock'] =>
  [...stock].map(([sku, onHand]) => ({ sku, warehouse, onHand, reserved: 0 }));

const snapshot = (atMs: number, sequence: number, stock: ReadonlyMap<string, number>): BookSnapshot => ({
  atMs,
  digest: 'opening',
  sequence,
  stock: stockRows(stock),
  orders: [],
  charges: [],
  movements: [],
});
