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
  /** The ledger's key that it belongs to; null when the shop recorded none that the ledger knows, and told no client of it. */
  readonly key: LedgerKey | null;
  /** A client of its intent was told that it is made. */
  readonly isAcknowledged: boolean;
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
  /** Orders of other customers, in a shop that is not ours alone. They move stock and are judged no further. */
  readonly othersOrders: readonly BookOrder[];
}

/** Which orders of a shop are the run's. */
export interface RunIdentity {
  /** What intents and keys of the run begin with, followed by a dash (scenarios/lib/host.ts). */
  readonly runId: string;
  /** The shop has other customers, other runs included: an order that nothing ties to this run is not the run's. */
  readonly servesOthers: boolean;
}

/** What a charge moved, cents. */
export const netCents = (charge: BookCharge): number => charge.capturedCents - charge.refundedCents;

/** Captured, cents, over all charges of an order; refunds apart. */
export const capturedCents = ({ charges }: RunOrder): number =>
  charges.reduce((sum, charge) => sum + charge.capturedCents, 0);

/** Captured less refunded, cents, over all charges of an order. */
export const netChargedCents = ({ charges }: RunOrder): number =>
  charges.reduce((sum, charge) => sum + netCents(charge), 0);

/** Intents with more than one order of the run, which are few, and their orders. */
export const ordersOfCrowdedIntents = (orders: readonly RunOrder[]): ReadonlyMap<string, readonly RunOrder[]> => {
  const seen = new Set<string>();
  const crowded = new Set<string>();
  for (const { intent } of orders) {
    if (intent === null) continue;
    if (seen.has(intent.intent)) crowded.add(intent.intent);
    seen.add(intent.intent);
  }
  const own = orders.filter(({ intent }) => intent !== null && crowded.has(intent.intent));
  return groupBy(own, ({ intent }) => intent?.intent ?? '');
};

/**
 * Joins ledger and books. What was in the books before the run is left out: orders by commit sequence, unless the ledger knows them,
 * charges by id. An order belongs to the wish whose key the shop recorded with it, else whose intent, else to the first that was told its id. A
 * charge belongs to an order by the order's id, else by key, else by intent where that has a single order.
 */
export const joinBooks = (
  audit: AuditFile,
  closing: BookSnapshot,
  intents: ReadonlyMap<string, LedgerIntent>,
  { runId, servesOthers }: RunIdentity,
): RunBooks => {
  const clients = new Clients(intents);
  const isOurName = (name: string | null) => name !== null && name.startsWith(`${runId}-`);
  const before = new Set(audit.opening.orders.map((order) => order.orderId));
  const own: RunOrder[] = [];
  const othersOrders: BookOrder[] = [];
  for (const order of closing.orders.toSorted((a, b) => a.sequence - b.sequence)) {
    const wish = clients.wishBehind(order);
    const isKnown = wish.intent !== null;
    if (before.has(order.orderId) || (order.sequence <= audit.opening.sequence && !isKnown)) continue;
    if (servesOthers && !isKnown && !isOurName(order.intent) && !isOurName(order.key)) othersOrders.push(order);
    else own.push({ order, isLive: order.status !== 'cancelled', ...wish, charges: [] });
  }
  const looseCharges = assignCharges({ audit, closing, own, clients, othersOrders, servesOthers });
  return { audit, closing, intents, acknowledged: clients.acknowledged, orders: own, looseCharges, othersOrders };
};

/** What the clients know, by every name that an order or a charge may carry. */
class Clients {
  readonly acknowledged: LedgerKey[] = [];
  readonly #keys = new Map<string, LedgerKey>();
  /** First wish that was told an order's id. */
  readonly #told = new Map<string, LedgerKey>();

  constructor(readonly intents: ReadonlyMap<string, LedgerIntent>) {
    for (const intent of intents.values())
      for (const key of intent.keys) {
        this.#keys.set(key.key, key);
        if (key.outcome === 'ok') this.acknowledged.push(key);
        for (const orderId of key.orderIds) {
          const other = this.#told.get(orderId);
          if (other === undefined || this.#askedAtMs(key) < this.#askedAtMs(other)) this.#told.set(orderId, key);
        }
      }
  }

  wishBehind(order: BookOrder): Pick<RunOrder, 'intent' | 'key' | 'isAcknowledged'> {
    const recorded = this.intentNamed(order.key, order.intent);
    const told = this.#told.get(order.orderId) ?? null;
    const recordedKey = order.key === null ? null : (this.#keys.get(order.key) ?? null);
    const intent = recorded ?? (told === null ? null : this.#intentOf(told));
    return {
      intent,
      key: recordedKey ?? (told !== null && told.intent === intent?.intent ? told : null),
      isAcknowledged: intent?.keys.some((key) => key.orderIds.includes(order.orderId)) ?? false,
    };
  }

  /** The intent of a recorded key, else the recorded intent. */
  intentNamed(key: string | null, intent: string | null): LedgerIntent | null {
    const known = key === null ? undefined : this.#keys.get(key);
    if (known !== undefined) return this.#intentOf(known);
    return intent === null ? null : (this.intents.get(intent) ?? null);
  }

  /** The intent of the client that was told this order's id. */
  intentToldOf(orderId: string | null): LedgerIntent | null {
    const told = orderId === null ? undefined : this.#told.get(orderId);
    return told === undefined ? null : this.#intentOf(told);
  }

  #intentOf(key: LedgerKey): LedgerIntent | null {
    return this.intents.get(key.intent) ?? null;
  }

  #askedAtMs(key: LedgerKey): number {
    return this.#intentOf(key)?.firstAtMs ?? Infinity;
  }
}

interface ChargeParts {
  readonly audit: AuditFile;
  readonly closing: BookSnapshot;
  readonly own: RunOrder[];
  readonly clients: Clients;
  readonly othersOrders: readonly BookOrder[];
  readonly servesOthers: boolean;
}

/** Gives each of the run's orders its charges. @returns what belongs to no single order. */
const assignCharges = ({ audit, closing, own, clients, othersOrders, servesOthers }: ChargeParts): LooseCharge[] => {
  const byId = new Map(own.map((one, index) => [one.order.orderId, index]));
  const notOwn = new Set(othersOrders.map((order) => order.orderId));
  for (const { orderId } of audit.opening.orders) notOwn.add(orderId);
  for (const { orderId } of closing.orders) if (!byId.has(orderId)) notOwn.add(orderId);
  const oldCharges = new Set(audit.opening.charges.map((charge) => charge.chargeId));
  const singleOf = singleOrderFinder(own);
  const chargesOf = new Map<number, BookCharge[]>();
  const loose: LooseCharge[] = [];
  for (const charge of closing.charges) {
    if (oldCharges.has(charge.chargeId) || (charge.orderId !== null && notOwn.has(charge.orderId))) continue;
    const index = charge.orderId === null ? singleOf(charge) : byId.get(charge.orderId);
    if (index !== undefined) {
      const charges = chargesOf.get(index);
      if (charges === undefined) chargesOf.set(index, [charge]);
      else charges.push(charge);
      continue;
    }
    const intent = clients.intentNamed(charge.key, charge.intent) ?? clients.intentToldOf(charge.orderId);
    if (intent !== null || !servesOthers) loose.push({ charge, intent });
  }
  for (const [index, charges] of chargesOf) {
    const one = own[index];
    if (one !== undefined) own[index] = { ...one, charges };
  }
  return loose;
};

/** Finds the order of a charge that names none; its maps are made when the first such charge comes. */
const singleOrderFinder = (own: readonly RunOrder[]): ((charge: BookCharge) => number | undefined) => {
  let maps: ReturnType<typeof mapsOf> | null = null;
  const single = (found: readonly number[] | undefined) => (found?.length === 1 ? found[0] : undefined);
  return (charge) => {
    maps ??= mapsOf(own);
    if (charge.key !== null && maps.byKey.has(charge.key)) return single(maps.byKey.get(charge.key));
    return charge.intent === null ? undefined : single(maps.byIntent.get(charge.intent));
  };
};

const mapsOf = (own: readonly RunOrder[]) => {
  const numbers = own.map((_, index) => index);
  return {
    byKey: groupBy(numbers, (index) => own[index]?.order.key ?? null),
    byIntent: groupBy(numbers, (index) => own[index]?.order.intent ?? null),
  };
};
