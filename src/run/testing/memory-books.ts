import { NotReadyError } from '../../core/errors.ts';
import type { BookSnapshot } from '../../core/wire/audit.ts';
import type { ShopAuditor } from '../../ports.ts';

/** Books in memory. Obeys the contract of the port (tests/integration/shop/auditor-contract.ts). */
export class MemoryBooks implements ShopAuditor {
  readonly #orders: BookSnapshot['orders'] = [];
  readonly #charges: { readonly sequence: number; readonly charge: BookSnapshot['charges'][number] }[] = [];
  readonly #movements: BookSnapshot['movements'] = [];
  readonly #onHand = new Map(
    ['lamp east', 'lamp west', 'mug east', 'mug west'].map((place) => [place, 100] as [string, number]),
  );
  #sequence = 0;

  constructor(private readonly isUnreachable = false) {}

  snapshot(sinceSequence: number): Promise<BookSnapshot> {
    if (this.isUnreachable) return Promise.reject(new NotReadyError('The books are closed', 'Open them.'));
    const isLater = ({ sequence }: { readonly sequence: number }) => sequence > sinceSequence;
    return Promise.resolve({
      atMs: this.#sequence,
      digest: `after ${this.#sequence}`,
      sequence: this.#sequence,
      stock: [...this.#onHand].map(([place, onHand]) => {
        const [sku = '', warehouse = ''] = place.split(' ');
        return { sku, warehouse, onHand, reserved: 0 };
      }),
      orders: this.#orders.filter(isLater),
      charges: this.#charges.filter(isLater).map(({ charge }) => charge),
      movements: this.#movements.filter(isLater),
    });
  }

  /** One order of lamps at 10.00 each, paid. @returns its id. */
  buy(intent: string, quantity: number): string {
    const sequence = (this.#sequence += 1);
    const [orderId, key, totalCents] = [`o-${sequence}`, `${intent}-key`, quantity * 1_000];
    const named = { orderId, intent, key, atMs: sequence };
    const lines = [{ sku: 'lamp', warehouse: 'east', quantity }];
    this.#orders.push({ ...named, status: 'confirmed', totalCents, sequence, cancelledSequence: null, lines });
    const charge = { ...named, chargeId: `c-${sequence}`, capturedCents: totalCents, refundedCents: 0 };
    this.#charges.push({ sequence, charge });
    this.#move(-quantity);
    return orderId;
  }

  restock(quantity: number): void {
    const sequence = (this.#sequence += 1);
    this.#movements.push({ sku: 'lamp', warehouse: 'east', kind: 'receipt', quantity, sequence });
    this.#move(quantity);
  }

  #move(units: number): void {
    this.#onHand.set('lamp east', (this.#onHand.get('lamp east') ?? 0) + units);
  }
}
