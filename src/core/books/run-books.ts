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
  /** The same by the order's id, and those of intents that have more than one, which are few. */
  readonly orderById: ReadonlyMap<string, RunOrder>;
  readonly crowdedIntents: ReadonlyMap<LedgerIntent, readonly RunOrder[]>;
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

/** Intents with more than one order of the run, and their orders. */
const crowdedIntentsOf = (orders: readonly RunOrder[]): ReadonlyMap<LedgerIntent, readonly RunOrder[]> => {
  const seen = new Set<LedgerIntent>();
  const crowded = new Map<LedgerIntent, RunOrder[]>();
  for (const { intent } of orders) {
    if (intent === null) continue;
    if (seen.has(intent)) crowded.set(intent, []);
    seen.add(intent);
  }
  if (crowded.size > 0) for (const one of orders) if (one.intent !== null) crowded.get(one.intent)?.push(one);
  return crowded;
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
  const own: ChargeableOrder[] = [];
  const othersOrders: BookOrder[] = [];
  for (const order of closing.orders.toSorted((a, b) => a.sequence - b.sequence)) {
    const wish = clients.wishBehind(order);
    const isKnown = wish.intent !== null;
    if (before.has(order.orderId) || (order.sequence <= audit.opening.sequence && !isKnown)) continue;
    if (servesOthers && !isKnown && !isOurName(order.intent) && !isOurName(order.key)) othersOrders.push(order);
    else own.push({ order, isLive: order.status !== 'cancelled', ...wish, charges: none });
  }
  const orderById = new Map(own.map((one) => [one.order.orderId, one]));
  const looseCharges = assignCharges({ audit, closing, own, orderById, clients, servesOthers });
  const acknowledged = [...intents.values()].flatMap(({ keys }) => keys.filter(({ outcome }) => outcome === 'ok'));
  const crowdedIntents = crowdedIntentsOf(own);
  return { audit, closing, intents, acknowledged, orders: own, orderById, crowdedIntents, looseCharges, othersOrders };
};

/** An order that its charges are being added to. */
type ChargeableOrder = Omit<RunOrder, 'charges'> & { charges: readonly BookCharge[] };

/** Shared by the orders that have no charge yet. */
const none: readonly BookCharge[] = [];

/** What the clients know, by every name that an order or a charge may carry. */
class Clients {
  readonly #keyNamed: () => ReadonlyMap<string, LedgerKey>;
  readonly #firstToldOf: () => ReadonlyMap<string, LedgerKey>;

  constructor(readonly intents: ReadonlyMap<string, LedgerIntent>) {
    this.#keyNamed = once(() => keysByName(intents));
    this.#firstToldOf = once(() => firstToldOf(intents));
  }

  wishBehind(order: BookOrder): Pick<RunOrder, 'intent' | 'key' | 'isAcknowledged'> {
    const recordedKey = this.#keyOf(order.key, order.intent);
    const recorded = this.#intentOf(recordedKey) ?? this.#intentNamed(order.intent);
    const told = recordedKey === null ? (this.#firstToldOf().get(order.orderId) ?? null) : null;
    const intent = recorded ?? this.#intentOf(told);
    return {
      intent,
      key: recordedKey ?? (told !== null && told.intent === intent?.intent ? told : null),
      isAcknowledged: intent?.keys.some((key) => key.orderIds.includes(order.orderId)) ?? false,
    };
  }

  /** The intent of the charge's key, else that it names, else that of the client that was told its order's id. */
  intentBehind({ key, intent, orderId }: BookCharge): LedgerIntent | null {
    const named = this.#intentOf(this.#keyOf(key, intent)) ?? this.#intentNamed(intent);
    return named ?? (orderId === null ? null : this.#intentOf(this.#firstToldOf().get(orderId) ?? null));
  }

  /** A recorded key. It is looked for in the recorded intent first, where it usually is. */
  #keyOf(key: string | null, intent: string | null): LedgerKey | null {
    if (key === null) return null;
    return this.#intentNamed(intent)?.keys.find((one) => one.key === key) ?? this.#keyNamed().get(key) ?? null;
  }

  #intentNamed(intent: string | null): LedgerIntent | null {
    return intent === null ? null : (this.intents.get(intent) ?? null);
  }

  #intentOf(key: LedgerKey | null): LedgerIntent | null {
    return key === null ? null : this.#intentNamed(key.intent);
  }
}

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
};

const keysByName = (intents: ReadonlyMap<string, LedgerIntent>): ReadonlyMap<string, LedgerKey> => {
  const keys = new Map<string, LedgerKey>();
  for (const intent of intents.values()) for (const key of intent.keys) keys.set(key.key, key);
  return keys;
};

/** By the id of an order, the key of the first wish that was told it. */
const firstToldOf = (intents: ReadonlyMap<string, LedgerIntent>): ReadonlyMap<string, LedgerKey> => {
  const told = new Map<string, LedgerKey>();
  const askedAtMs = ({ intent }: LedgerKey) => intents.get(intent)?.firstAtMs ?? Infinity;
  for (const intent of intents.values())
    for (const key of intent.keys)
      for (const orderId of key.orderIds) {
        const other = told.get(orderId);
        if (other === undefined || askedAtMs(key) < askedAtMs(other)) told.set(orderId, key);
      }
  return told;
};

interface ChargeParts {
  readonly audit: AuditFile;
  readonly closing: BookSnapshot;
  readonly own: readonly ChargeableOrder[];
  readonly orderById: ReadonlyMap<string, ChargeableOrder>;
  readonly clients: Clients;
  readonly servesOthers: boolean;
}

/** Gives each of the run's orders its charges. @returns what belongs to no single order. */
const assignCharges = ({ audit, closing, own, orderById, clients, servesOthers }: ChargeParts): LooseCharge[] => {
  const notOwn = new Set(
    [...audit.opening.orders, ...closing.orders]
      .map(({ orderId }) => orderId)
      .filter((orderId) => !orderById.has(orderId)),
  );
  const oldCharges = new Set(audit.opening.charges.map((charge) => charge.chargeId));
  const singleOf = singleOrderFinder(own);
  const loose: LooseCharge[] = [];
  for (const charge of closing.charges) {
    if (oldCharges.has(charge.chargeId) || (charge.orderId !== null && notOwn.has(charge.orderId))) continue;
    const one = charge.orderId === null ? singleOf(charge) : orderById.get(charge.orderId);
    if (one !== undefined) {
      one.charges = one.charges.length === 0 ? [charge] : one.charges.concat(charge);
      continue;
    }
    const intent = clients.intentBehind(charge);
    if (intent !== null || !servesOthers) loose.push({ charge, intent });
  }
  return loose;
};

/** Finds the order of a charge that names none; its maps are made when the first such charge comes. */
const singleOrderFinder = (own: readonly ChargeableOrder[]): ((charge: BookCharge) => ChargeableOrder | undefined) => {
  const maps = once(() => ({
    byKey: groupBy(own, ({ order }) => order.key),
    byIntent: groupBy(own, ({ order }) => order.intent),
  }));
  const single = (found: readonly ChargeableOrder[] | undefined) => (found?.length === 1 ? found[0] : undefined);
  return (charge) => {
    const { byKey, byIntent } = maps();
    if (charge.key !== null && byKey.has(charge.key)) return single(byKey.get(charge.key));
    return charge.intent === null ? undefined : single(byIntent.get(charge.intent));
  };
};
