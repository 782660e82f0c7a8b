import { groupBy } from '../grouping.ts';
import type { AuditFile, BookSnapshot } from '../wire/audit.ts';
import type { LedgerIntent, LedgerKey } from './intents.ts';

export type BookOrder = BookSnapshot['orders'][number];
export type BookCharge = BookSnapshot['charges'][number];

/** An order that the run made, with the wish behind it. */
export interface RunOrder {
  readonly order: BookOrder;
  /** Not cancelled. */
  readonly isLive: boolean;
  /** The ledger's intent that it belongs to; null when the ledger knows none. */
  readonly intent: LedgerIntent | null;
  /** The ledger's key that it belongs to; null when the shop recorded none that the ledger knows. */
  readonly key: LedgerKey | null;
  /** Captured less refunded, all its charges. */
  readonly netChargedCents: number;
  readonly charges: readonly BookCharge[];
}

/** A charge of the run that belongs to no single order in the books. In a shop that serves others: only of a known intent. */
export interface LooseCharge {
  readonly charge: BookCharge;
  readonly intent: LedgerIntent | null;
}

/** The clients' ledger and the shop's books, brought together. */
export interface RunBooks {
  readonly audit: AuditFile;
  readonly closing: BookSnapshot;
  readonly intents: ReadonlyMap<string, LedgerIntent>;
  /** Acknowledged keys. */
  readonly acknowledged: readonly LedgerKey[];
  /** Orders of the run, in commit order. */
  readonly orders: readonly RunOrder[];
  readonly looseCharges: readonly LooseCharge[];
  /** Orders of other customers: without intent, in a shop that is not ours alone. They move stock and are judged no further. */
  readonly othersOrders: readonly BookOrder[];
}

/** What a charge moved, cents. */
export const netCents = (charge: BookCharge): number => charge.capturedCents - charge.refundedCents;

/**
 * Joins ledger and books. What was in the books before the run (by commit sequence, charges by id) is left out. An order belongs to
 * an intent by its acknowledged id, else by its key, else by its intent; a charge to an order by the order's id, else by key, else by
 * intent where that has a single order.
 * @param servesOthers the shop has other customers, so an order without intent is not the run's
 */
export const joinBooks = (
  audit: AuditFile,
  closing: BookSnapshot,
  intents: ReadonlyMap<string, LedgerIntent>,
  servesOthers: boolean,
): RunBooks => {
  const keys = [...intents.values()].flatMap((intent) => intent.keys);
  const keyByName = new Map(keys.map((key) => [key.key, key]));
  const keyByOrder = new Map(keys.flatMap((key) => key.orderIds.map((orderId) => [orderId, key] as const)));
  const keyOf = (order: BookOrder) => keyByOrder.get(order.orderId) ?? keyByName.get(order.key ?? '') ?? null;

  const isNew = (order: BookOrder) => order.sequence > audit.opening.sequence;
  const newOrders = closing.orders.filter(isNew).sort((a, b) => a.sequence - b.sequence);
  const isOthers = (order: BookOrder) =>
    servesOthers && order.intent === null && order.key === null && keyOf(order) === null;
  const own = newOrders.filter((order) => !isOthers(order));
  const othersOrders = newOrders.filter(isOthers);

  const notOwn = new Set(
    [...audit.opening.orders, ...closing.orders.filter((order) => !isNew(order)), ...othersOrders].map(
      (order) => order.orderId,
    ),
  );
  const oldCharges = new Set(audit.opening.charges.map((charge) => charge.chargeId));
  const charges = closing.charges.filter(
    (charge) => !oldCharges.has(charge.chargeId) && !(charge.orderId !== null && notOwn.has(charge.orderId)),
  );
  const orderOf = orderFinder(own);
  const chargesOf = groupBy(charges, (charge) => orderOf(charge)?.orderId ?? null);

  const orders = own.map((order): RunOrder => {
    const key = keyOf(order);
    const ownCharges = chargesOf.get(order.orderId) ?? [];
    return {
      order,
      isLive: order.status !== 'cancelled',
      key,
      intent: intents.get(key?.intent ?? order.intent ?? '') ?? null,
      charges: ownCharges,
      netChargedCents: ownCharges.reduce((sum, charge) => sum + netCents(charge), 0),
    };
  });
  const looseCharges = (chargesOf.get(null) ?? [])
    .map((charge) => ({
      charge,
      intent: intents.get(keyByName.get(charge.key ?? '')?.intent ?? charge.intent ?? '') ?? null,
    }))
    .filter(({ intent }) => intent !== null || !servesOthers);
  return {
    audit,
    closing,
    intents,
    acknowledged: keys.filter((key) => key.outcome === 'ok'),
    orders,
    looseCharges,
    othersOrders,
  };
};

const orderFinder = (orders: readonly BookOrder[]): ((charge: BookCharge) => BookOrder | undefined) => {
  const byId = new Map(orders.map((order) => [order.orderId, order]));
  const byKey = groupBy(orders, (order) => order.key);
  const byIntent = groupBy(orders, (order) => order.intent);
  const single = (found: readonly BookOrder[] | undefined) => (found?.length === 1 ? found[0] : undefined);
  return (charge) => {
    if (charge.orderId !== null) return byId.get(charge.orderId);
    if (charge.key !== null && byKey.has(charge.key)) return single(byKey.get(charge.key));
    return charge.intent === null ? undefined : single(byIntent.get(charge.intent));
  };
};
