import type { Browser, RequestOptions } from './browser.ts';
import { emptyCart, type Cart } from './cart.ts';
import type { Catalogue } from './catalogue.ts';
import type { Customer } from './customer.ts';
import type { OrderAnswer, OrderAttempt, Orders } from './order.ts';
import { StepEnd, type Page } from './page.ts';
import type { Random } from './random.ts';
import type { Popularity } from './zipf.ts';

/** What the runtime gives a shopper for one visit. */
export interface ShopperParts {
  readonly slot: number;
  readonly customer: Customer;
  readonly browser: Browser;
  readonly orders: Orders;
  readonly catalogue: Catalogue;
  readonly popularity: Popularity;
}

/**
 * One visit of a virtual user, as a shop adapter sees it: it asks for pages, remembers its cart and places orders. Every page
 * that it hands out has a status below 400; all else ends the step.
 */
export class Shopper {
  /** Number of the virtual user. */
  readonly slot: number;
  readonly customer: Customer;
  /** What the shopper would pay, as the shop showed it last. Set it when the cart changes; empty after an order. */
  cart: Cart = emptyCart;
  readonly #parts: ShopperParts;
  #random: Random | null = null;
  #product: string | null = null;

  constructor(parts: ShopperParts) {
    this.slot = parts.slot;
    this.customer = parts.customer;
    this.#parts = parts;
  }

  /** Chance of this step: the same in every run with the same seed, and again when the step is tried once more. */
  get random(): Random {
    if (this.#random === null) throw new Error('A shopper has its random numbers within a step');
    return this.#random;
  }
  set random(random: Random) {
    this.#random = random;
  }

  /** GET a page. */
  get(path: string, options: RequestOptions = {}): Promise<Page> {
    return this.#parts.browser.request('GET', path, options);
  }

  /** POST a body as JSON. */
  post(path: string, body: unknown, options: RequestOptions = {}): Promise<Page> {
    return this.send('POST', path, body, options);
  }

  /** Any other method, with a body as JSON. */
  send(method: string, path: string, body: unknown, options: RequestOptions = {}): Promise<Page> {
    const headers = { 'Content-Type': 'application/json', ...options.headers };
    return this.#parts.browser.request(method, path, { ...options, headers, body: JSON.stringify(body) });
  }

  /** POST the fields of an HTML form. */
  submit(path: string, fields: Readonly<Record<string, string | number>>, options: RequestOptions = {}): Promise<Page> {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', ...options.headers };
    const body = Object.entries(fields)
      .map((pair) => pair.map(encodeURIComponent).join('='))
      .join('&');
    return this.#parts.browser.request('POST', path, { ...options, headers, body });
  }

  /** Style sheets, scripts, images: fetched side by side, and only once a visit, as a browser's cache has it. */
  assets(...paths: readonly string[]): Promise<void> {
    return this.#parts.browser.fetchOnce(paths);
  }

  /** Picks a product by its popularity, and keeps it in mind as `product`. @returns its SKU. */
  chooseProduct(): string {
    this.#product = this.#parts.catalogue.sku(this.#parts.popularity(this.random));
    return this.#product;
  }

  /** SKU of the product that the shopper has in mind. */
  get product(): string {
    return this.#product ?? this.chooseProduct();
  }

  /** A word to search for. */
  searchWord(): string {
    return this.random.pick(this.#parts.catalogue.searchWords);
  }

  /**
   * Places an order: writes the clients' books, gives intent and idempotency key, tries an order of unknown fate again with both
   * the same when the step is repeated. Empties the cart when it went through.
   * @param send sends the order; put `intent` and `key` where the shop wants them.
   * @param read finds the order id or the refusal (`declined`, `soldOut`, …); without it, JSON `orderId` and `reason`.
   * @returns the shop's id of the order.
   */
  async order(
    cart: Cart,
    send: (attempt: OrderAttempt) => Promise<Page>,
    read?: (page: Page) => OrderAnswer,
  ): Promise<string> {
    const orderId = await this.#parts.orders.place(cart, send, read);
    this.cart = emptyCart;
    return orderId;
  }

  /** Ends the step with an honest "sold out", which is a good outcome. */
  soldOut(what: string): never {
    throw new StepEnd('soldOut', `${what} is sold out`);
  }
}
