import type { StepOutcome } from '../../src/core/wire/steps.ts';

/** Thrown to end a step with an outcome other than `ok`; anything else thrown by an adapter is a crash. */
export class StepEnd extends Error {
  override readonly name = 'StepEnd';
  constructor(
    readonly outcome: Exclude<StepOutcome, 'ok'>,
    message: string,
    /** The answer that ended it, when there was one. */
    readonly page: Page | null = null,
  ) {
    super(message);
  }
}

const excerptLength = 120;

/** An answer of the shop, and the content checks on it. A check that fails ends the step with `failedCheck`. */
export class Page {
  constructor(
    readonly method: string,
    readonly url: string,
    /** 0 when there was no answer. */
    readonly status: number,
    readonly text: string,
  ) {}

  get isOk(): boolean {
    return this.status >= 200 && this.status < 400;
  }

  /** Checks that the page says this; a page with the right status may still be an error in disguise. */
  expect(wanted: string | RegExp): this {
    const isThere = typeof wanted === 'string' ? this.text.includes(wanted) : wanted.test(this.text);
    return isThere ? this : this.#fail(`does not hold ${String(wanted)}`);
  }

  /** Checks a condition of your own. */
  expectThat(holds: boolean, wanted: string): this {
    return holds ? this : this.#fail(`is not as wanted: ${wanted}`);
  }

  /** The value of an HTML attribute, e.g. `page.attribute('data-price-cents')`. */
  attribute(name: string): string {
    const value = new RegExp(`\\s${name}="([^"]*)"`).exec(this.text)?.[1];
    return value ?? this.#fail(`has no attribute ${name}`);
  }

  /** The body read as JSON. `T` is what you expect of it; check what you rely on. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- a caller names the shape once, here
  json<T>(): T {
    try {
      return JSON.parse(this.text) as T;
    } catch {
      return this.#fail('is not JSON');
    }
  }

  /** One field of a JSON object when it is a string, or a number, which is given as text; null otherwise. */
  field(name: string): string | null {
    let body: unknown;
    try {
      body = JSON.parse(this.text);
    } catch {
      return null;
    }
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : null;
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
  }

  #fail(what: string): never {
    const excerpt = this.text.slice(0, excerptLength);
    throw new StepEnd('failedCheck', `${this.method} ${this.url} (status ${this.status}) ${what}: ${excerpt}`, this);
  }
}

/**
 * Reads an answer as the engine hands it over.
 * @throws StepEnd with `timeout` when patience came to its end, with `error` for status 400 and above or no answer.
 */
export const readPage = (
  method: string,
  url: string,
  status: number,
  text: string,
  error: string,
  isTimeout: boolean,
): Page => {
  const page = new Page(method, url, status, text);
  if (status >= 200 && status < 400) return page;
  const what = status === 0 ? `had no answer: ${error}` : `answered ${status}`;
  throw new StepEnd(isTimeout ? 'timeout' : 'error', `${method} ${url} ${what}`, page);
};
