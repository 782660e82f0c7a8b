import { emptyCart, type Cart } from './cart.ts';
import type { Catalogue } from './catalogue.ts';
import type { Customer } from './customer.ts';
import { Orders, type Ledger, type OrderAttempt } from './order.ts';
import type { OrderAnswer } from './order-answer.ts';
import { StepEnd, type Page } from './page.ts';
import type { Random } from './random.ts';
import type { Resubmission } from './resubmission.ts';
import type { Popularity } from './zipf.ts';

/** The engine's part in it (engine.d.ts). */
interface Requests {
  request(
    slot: number,
    method: string,
    url: string,
    name: string | null,
    body: string | null,
    headers: Readonly<Record<string, string>> | null,
    patienceMs: number | null,
  ): Promise<unknown>;
  assets(slot: number, ...urls: readonly string[]): Promise<unknown>;
}

/** What a step may say about a request. */
export interface RequestOptions {
  /** Under which it is counted; without it, the method and the path with `:id` for whatever holds a digit. */
  readonly name?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What all shoppers of a host have in common. */
export interface ShopperHost {
  readonly engine: Requests & Ledger;
  readonly baseUrl: string;
  readonly catalogue: Catalogue;
  readonly popularity: Popularity;
  /** Rank of the one product that a shopper of a crowd has come for; null for everybody else. */
  readonly wantedBy?: (slot: number) => number | null;
  /** Who a slot is on a visit, and how it will pay; a returning customer is the same on each visit. */
  readonly customerOf: (slot: number, visit: number, isReturning: boolean) => Customer;
  /** The stream of the step at a place of a visit's journey; a new one from its beginning at each call. */
  readonly randomOfStep: (slot: number, visit: number, place: number) => Random;
  /** How the first order of a visit is sent twice; null when it is not. */
  readonly resubmissionOf: (slot: number, visit: number) => Resubmission | null;
  /** A name for the visit that is unique over runs: intents and keys are made of it. */
  readonly visitName: (slot: number, visit: number) => string;
}

/**
 * One visit of a virtual user, as a shop adapter sees it: it asks for pages, remembers its cart and places orders. Every page
 * that it hands out has a status below 400; all else ends the step. There are tens of thousands of it at a time, so whatever a
 * visit may do without is made only when it is asked for.
 */
export class Shopper {
  /** Number of the virtual user. */
  readonly slot: number;
  /** What the shopper would pay, as the shop showed it last. Set it when the cart changes; empty after an order. */
  cart: Cart = emptyCart;
  readonly #host: ShopperHost;
  readonly #visit: number;
  readonly #isReturning: boolean;
  #customer: Customer | null = null;
  #orders: Orders | null = null;
  #place = 0;
  #random: Random | null = null;
  #product: string | null = null;
  /** While an order is under way that will be broken off: what each request of it may take. */
  #breakOffAfterMs: number | null = null;

  constructor(host: ShopperHost, slot: number, visit: number, isReturning: boolean) {
    this.slot = slot;
    this.#host = host;
    this.#visit = visit;
    this.#isReturning = isReturning;
  }

  /** Who shops. */
  get customer(): Customer {
    return (this.#customer ??= this.#host.customerOf(this.slot, this.#visit, this.#isReturning));
  }

  /** Chance of this step: the same in every run with the same seed, and again when the step is tried once more. */
  get random(): Random {
    return (this.#random ??= this.#host.randomOfStep(this.slot, this.#visit, this.#place));
  }

  /** The runtime says where in the journey the shopper is; each try of a step begins anew. */
  isAt(place: number): void {
    this.#place = place;
    this.#random = null;
  }

  /** GET a page. */
  get(path: string, options?: RequestOptions): Promise<Page> {
    return this.#ask('GET', path, null, options?.headers ?? null, options);
  }

  /** POST a body as JSON. */
  post(path: string, body: unknown, options?: RequestOptions): Promise<Page> {
    return this.send('POST', path, body, options);
  }

  /** Any other method, with a body as JSON. */
  send(method: string, path: string, body: unknown, options?: RequestOptions): Promise<Page> {
    const headers = options?.headers === undefined ? jsonHeaders : { ...jsonHeaders, ...options.headers };
    return this.#ask(method, path, JSON.stringify(body), headers, options);
  }

  /** POST the fields of an HTML form. */
  submit(path: string, fields: Readonly<Record<string, string | number>>, options?: RequestOptions): Promise<Page> {
    const body = Object.entries(fields)
      .map((pair) => pair.map(encodeURIComponent).join('='))
      .join('&');
    return this.#ask('POST', path, body, { ...formHeaders, ...options?.headers }, options);
  }

  /** Style sheets, scripts, images: fetched side by side without reading them, and only once a visit, as a browser's cache has it. */
  assets(...paths: readonly string[]): Promise<void> {
    const urls = paths.map((path) => this.#urlOf(path));
    return this.#host.engine.assets(this.slot, ...urls) as Promise<void>;
  }

  #urlOf(path: string): string {
    return path.startsWith('http://') || path.startsWith('https://') ? path : this.#host.baseUrl + path;
  }

  /** Never waits for an answer: other shoppers live in the same JavaScript runtime. */
  #ask(
    method: string,
    path: string,
    body: string | null,
    headers: Readonly<Record<string, string>> | null,
    options: RequestOptions | undefined,
  ): Promise<Page> {
    const url = this.#urlOf(path);
    const name = options?.name ?? null;
    const patienceMs = this.#breakOffAfterMs;
    return this.#host.engine.request(this.slot, method, url, name, body, headers, patienceMs) as Promise<Page>;
  }

  /** Picks a product by its popularity, and keeps it in mind as `product`. @returns its SKU. */
  chooseProduct(): string {
    const { catalogue, popularity, wantedBy } = this.#host;
    this.#product = catalogue.sku(wantedBy?.(this.slot) ?? popularity(this.random));
    return this.#product;
  }

  /** SKU of the product that the shopper has in mind. */
  get product(): string {
    return this.#product ?? this.chooseProduct();
  }

  /** A word to search for. */
  searchWord(): string {
    return this.random.pick(this.#host.catalogue.searchWords);
  }

  /**
   * Places an order: writes the clients' books, gives intent and idempotency key, tries an order of unknown fate again with both
   * the same when the step is repeated. Some buyers send it twice: `send` is called again, also while the first call is under way,
   * and its requests may be broken off. Empties the cart when it went through.
   * @param send sends the order; put `intent` and `key` where the shop wants them.
   * @param read finds the order id or the refusal (`declined`, `soldOut`, …); without it, JSON `orderId` and `reason`.
   * @returns the shop's id of the order.
   */
  async order(
    cart: Cart,
    send: (attempt: OrderAttempt) => Promise<Page>,
    read?: (page: Page) => OrderAnswer,
  ): Promise<string> {
    this.#orders ??= this.#newOrders();
    const sendPatiently = (attempt: OrderAttempt, breakOffAfterMs: number | null): Promise<Page> => {
      if (breakOffAfterMs === null) return send(attempt);
      this.#breakOffAfterMs = breakOffAfterMs;
      return send(attempt).finally(() => (this.#breakOffAfterMs = null));
    };
    const orderId = await this.#orders.place(cart, sendPatiently, read);
    this.cart = emptyCart;
    return orderId;
  }

  #newOrders(): Orders {
    const { engine, visitName, resubmissionOf } = this.#host;
    const [slot, visit] = [this.slot, this.#visit];
    return new Orders(engine, visitName(slot, visit), resubmissionOf(slot, visit));
  }

  /** Ends the step with an honest "sold out", which is a good outcome. */
  soldOut(what: string): never {
    throw new StepEnd('soldOut', `${what} is sold out`);
  }
}

const jsonHeaders = { 'Content-Type': 'application/json' };
const formHeaders = { 'Content-Type': 'application/x-www-form-urlencoded' };
