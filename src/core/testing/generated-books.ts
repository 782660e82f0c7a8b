import type { AuditFile, BookSnapshot } from '../wire/audit.ts';
import type { LedgerLine } from '../wire/ledger.ts';

type Order = BookSnapshot['orders'][number];
type Charge = BookSnapshot['charges'][number];
type Movement = BookSnapshot['movements'][number];

/** What one shopper does, what the shop makes of it, and what becomes of it later. */
export interface GeneratedPurchase {
  readonly goods: readonly { readonly sku: string; readonly quantity: number }[];
  /** How the order is sent, and what the client is told. */
  readonly told:
    'ok' | 'okTwice' | 'okUnderTwoKeys' | 'doubtThenOk' | 'doubtThenNothing' | 'doubtUnwritten' | 'declined';
  /** A declined purchase may be written down as a cancelled order. */
  readonly isWrittenWhenDeclined: boolean;
  readonly later: 'stays' | 'staysPending' | 'cancelled' | 'returned' | 'partlyGivenBack';
  /** Stock that comes in, or is corrected, before it. */
  readonly movement: {
    readonly kind: 'receipt' | 'correction';
    readonly sku: string;
    readonly quantity: number;
  } | null;
}

export interface GeneratedHistory {
  readonly ledger: readonly LedgerLine[];
  readonly audit: AuditFile;
  /** Orders that are confirmed, charged once, acknowledged under one key, and had nothing happen to them afterwards. */
  readonly plainOrders: readonly Order[];
  readonly declinedIntents: readonly string[];
}

export const generatedRunId = 'synthetic-run';
export const generatedWarehouses = ['east', 'west'] as const;
/** Never sells out. */
export const plenty = 'plenty';
const openingUnits: Readonly<Record<string, number>> = { [plenty]: 100_000, scarce: 7, rare: 2 };
const priceCents: Readonly<Record<string, number>> = { [plenty]: 2_500, scarce: 900, rare: 12_000 };
const openingSequence = 100;

/** A shop that does everything right, and its shoppers. */
class HealthyShop {
  readonly ledger: LedgerLine[] = [{ v: 1, type: 'header', worker: 'w1', runId: generatedRunId }];
  readonly orders: Order[] = [];
  readonly charges: Charge[] = [];
  readonly movements: Movement[] = [];
  readonly onHand = new Map<string, number>();
  readonly reserved = new Map<string, number>();
  readonly plainOrders: Order[] = [];
  readonly declinedIntents: string[] = [];
  sequence = openingSequence;

  constructor(readonly t0Ms: number) {
    for (const [name, units] of Object.entries(openingUnits))
      generatedWarehouses.forEach((warehouse, index) =>
        this.onHand.set(`${name} ${warehouse}`, index === 0 ? Math.ceil(units / 2) : Math.floor(units / 2)),
      );
  }

  snapshot(atMs: number, digest: string): BookSnapshot {
    const stock = [...this.onHand].map(([place, onHand]) => {
      const [name = '', warehouse = ''] = place.split(' ');
      return { sku: name, warehouse, onHand, reserved: this.reserved.get(place) ?? 0 };
    });
    const { orders, charges, movements, sequence } = this;
    return { atMs, digest, sequence, stock, orders: [...orders], charges: [...charges], movements: [...movements] };
  }

  move(kind: Movement['kind'], name: string, warehouse: string, quantity: number): void {
    this.sequence += 1;
    this.change(this.onHand, name, warehouse, quantity);
    this.movements.push({ sku: name, warehouse, kind, quantity, sequence: this.sequence });
  }

  change(units: Map<string, number>, name: string, warehouse: string, by: number): void {
    units.set(`${name} ${warehouse}`, (units.get(`${name} ${warehouse}`) ?? 0) + by);
  }

  free(name: string, warehouse: string): number {
    const place = `${name} ${warehouse}`;
    return (this.onHand.get(place) ?? 0) - (this.reserved.get(place) ?? 0);
  }

  /** Each line from the fuller warehouse; null when one has too few. */
  pick(goods: GeneratedPurchase['goods']): Order['lines'] | null {
    const lines = goods.map(({ sku: name, quantity }) => {
      const warehouse = generatedWarehouses.toSorted((a, b) => this.free(name, b) - this.free(name, a))[0] ?? 'east';
      return this.free(name, warehouse) >= quantity ? { sku: name, warehouse, quantity } : null;
    });
    return lines.every((line) => line !== null) ? lines : null;
  }
}

/** Lets a healthy shop live through the purchases: ledger and audit as they would be. */
export const liveThrough = (wanted: readonly GeneratedPurchase[], t0Ms: number): GeneratedHistory => {
  const shop = new HealthyShop(t0Ms);
  const opening = { ...shop.snapshot(t0Ms - 5_000, 'opening'), orders: [], charges: [] };
  wanted.forEach((purchase, index) => new Purchasing(shop, purchase, index).run());
  const count = (type: string) => shop.ledger.filter((line) => line.type === type).length;
  shop.ledger.push({ type: 'closed', intents: count('intent'), outcomes: count('outcome') });
  const closing = shop.snapshot(t0Ms + wanted.length * 1_000 + 60_000, 'closing');
  const audit: AuditFile = { schemaVersion: 1, runId: generatedRunId, opening, closing, quiesced: true };
  const { ledger, plainOrders, declinedIntents } = shop;
  return { ledger, audit, plainOrders, declinedIntents };
};

class Purchasing {
  readonly intent: string;
  readonly totalCents: number;
  readonly atMs: number;

  constructor(
    readonly shop: HealthyShop,
    readonly purchase: GeneratedPurchase,
    readonly index: number,
  ) {
    this.intent = `${generatedRunId}-${index}-1-1`;
    this.totalCents = purchase.goods.reduce((sum, line) => sum + line.quantity * (priceCents[line.sku] ?? 0), 0);
    this.atMs = shop.t0Ms + index * 1_000;
  }

  run(): void {
    const { shop, purchase } = this;
    const { movement, told } = purchase;
    if (movement?.kind === 'receipt') shop.move('receipt', movement.sku, 'west', movement.quantity);
    else if (movement && shop.free(movement.sku, 'east') >= movement.quantity)
      shop.move('correction', movement.sku, 'east', -movement.quantity);
    const lines = shop.pick(purchase.goods);
    if (lines === null || told === 'declined') {
      this.refuse(lines);
      return;
    }
    if (told === 'doubtUnwritten') {
      this.attempt('key', 1, 'indeterminate', null);
      return;
    }
    const order = this.write(lines);
    this.tell(order.orderId);
    this.liveOn(order);
  }

  /** Refused in so many words: sold out, or declined, which may leave a cancelled order behind. */
  refuse(lines: Order['lines'] | null): void {
    const { shop, purchase, intent } = this;
    this.attempt('key', 1, 'failed', null, lines === null ? 'soldOut' : 'declined');
    if (lines === null) return;
    shop.declinedIntents.push(intent);
    if (!purchase.isWrittenWhenDeclined) return;
    const order = this.orderOf(lines);
    shop.sequence += 1;
    shop.orders.push({ ...order, status: 'cancelled', cancelledSequence: shop.sequence });
  }

  orderOf(lines: Order['lines']): Order {
    const { shop, intent, index, atMs, totalCents } = this;
    shop.sequence += 1;
    const [key, orderId] = [`${intent}-key`, `order-${index}`];
    const { sequence } = shop;
    return { orderId, intent, key, status: 'confirmed', totalCents, sequence, cancelledSequence: null, atMs, lines };
  }

  write(lines: Order['lines']): Order {
    const order = this.orderOf(lines);
    for (const { sku: name, warehouse, quantity } of lines)
      this.shop.change(this.shop.reserved, name, warehouse, quantity);
    return order;
  }

  tell(orderId: string): void {
    switch (this.purchase.told) {
      case 'okTwice':
        this.attempt('key', 1, 'ok', orderId);
        this.attempt('key', 2, 'ok', orderId);
        break;
      case 'okUnderTwoKeys':
        this.attempt('key', 1, 'ok', orderId);
        this.attempt('key-2', 1, 'ok', orderId);
        break;
      case 'doubtThenOk':
        this.attempt('key', 1, 'indeterminate', null);
        this.attempt('key', 2, 'ok', orderId);
        break;
      case 'doubtThenNothing':
        this.attempt('key', 1, 'indeterminate', null);
        break;
      default:
        this.attempt('key', 1, 'ok', orderId);
    }
  }

  attempt(
    suffix: string,
    attempt: number,
    outcome: 'ok' | 'failed' | 'indeterminate',
    orderId: string | null,
    reason: string | null = null,
  ): void {
    const { shop, intent, atMs, totalCents, purchase } = this;
    const lines = purchase.goods.map((line) => ({ ...line, unitPriceCents: priceCents[line.sku] ?? 0 }));
    const named = { intent, key: `${intent}-${suffix}`, attempt };
    const status = { ok: 201, failed: 409, indeterminate: 0 }[outcome];
    shop.ledger.push({ type: 'intent', ...named, atMs: atMs + attempt * 100, lines, amountCents: totalCents });
    shop.ledger.push({ type: 'outcome', ...named, atMs: atMs + attempt * 100 + 50, outcome, status, orderId, reason });
  }

  /** What becomes of a written order: reserved units leave, stay reserved, or come back. */
  liveOn(order: Order): void {
    const { shop, totalCents } = this;
    const { later, told } = this.purchase;
    const lineByLine = (act: (name: string, warehouse: string, quantity: number) => void) => {
      for (const { sku: name, warehouse, quantity } of order.lines) act(name, warehouse, quantity);
    };
    if (later === 'staysPending') {
      shop.orders.push({ ...order, status: 'pending' });
      return;
    }
    lineByLine((name, warehouse, quantity) => shop.change(shop.reserved, name, warehouse, -quantity));
    if (later === 'cancelled') {
      shop.sequence += 1;
      shop.orders.push({ ...order, status: 'cancelled', cancelledSequence: shop.sequence });
      this.charge(order, totalCents);
      return;
    }
    lineByLine((name, warehouse, quantity) => shop.change(shop.onHand, name, warehouse, -quantity));
    shop.orders.push(order);
    this.charge(order, later === 'returned' ? totalCents : later === 'partlyGivenBack' ? 100 : 0);
    if (later === 'returned') lineByLine((name, warehouse, quantity) => shop.move('return', name, warehouse, quantity));
    if (later === 'stays' && (told === 'ok' || told === 'okTwice' || told === 'doubtThenOk'))
      shop.plainOrders.push(order);
  }

  charge({ orderId, intent, key, atMs }: Order, refundedCents: number): void {
    const { index, totalCents } = this;
    const chargeId = `charge-${index}`;
    this.shop.charges.push({ chargeId, orderId, intent, key, capturedCents: totalCents, refundedCents, atMs });
  }
}
