import type { BookOrder } from './run-books.ts';

/** Where stock lies: a SKU in a warehouse. */
export const placeOf = ({ sku, warehouse }: { readonly sku: string; readonly warehouse: string }): string =>
  `${sku} in ${warehouse}`;

/** Units of stock by place. */
export class StockCount {
  readonly #units = new Map<string, number>();

  at(place: string): number {
    return this.#units.get(place) ?? 0;
  }

  add(place: string, units: number): void {
    this.#units.set(place, this.at(place) + units);
  }

  addLines(lines: BookOrder['lines'], sign: 1 | -1): void {
    for (const line of lines) this.add(placeOf(line), sign * line.quantity);
  }

  entries(): IterableIterator<[string, number]> {
    return this.#units.entries();
  }
}

/** Free to sell: on hand less reserved, so that both ways of keeping stock are judged alike. */
export const freeStock = (
  stock: readonly {
    readonly sku: string;
    readonly warehouse: string;
    readonly onHand: number;
    readonly reserved: number;
  }[],
): StockCount => {
  const free = new StockCount();
  for (const one of stock) free.add(placeOf(one), one.onHand - one.reserved);
  return free;
};
