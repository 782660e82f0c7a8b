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

/**
 * How a text is looked into. While shoppers shop, that is the engine's part: looking itself, JavaScript would first make a copy of the text, of two
 * bytes a character where one of them is not of ASCII.
 */
export interface TextSearch {
  /** Whether the text holds the words that are wanted. */
  textHolds(text: string, wanted: string): boolean;
  /** Value of the first HTML attribute of this name, in double quotes; null where there is none. */
  textAttribute(text: string, name: string): string | null;
}

const whiteSpace = '\t\n\f\r ';

const inJavaScript: TextSearch = {
  textHolds: (text, wanted) => text.includes(wanted),
  textAttribute: (text, name) => {
    const opening = `${name}="`;
    for (let at = text.indexOf(opening); at !== -1; at = text.indexOf(opening, at + 1)) {
      if (at === 0 || !whiteSpace.includes(text.charAt(at - 1))) continue;
      const from = at + opening.length;
      const to = text.indexOf('"', from);
      return to === -1 ? null : text.slice(from, to);
    }
    return null;
  },
};

/** An answer of the shop, and the content checks on it. A check that fails ends the step with `failedCheck`. */
export class Page {
  // Declared only: fields that are defined before they are set would make a page twice as dear, and there is one for each request.
  declare readonly method: string;
  declare readonly url: string;
  /** 0 when there was no answer. */
  declare readonly status: number;
  declare readonly text: string;
  declare private readonly search: TextSearch;

  constructor(method: string, url: string, status: number, text: string, search: TextSearch = inJavaScript) {
    this.method = method;
    this.url = url;
    this.status = status;
    this.text = text;
    this.search = search;
  }

  get isOk(): boolean {
    return this.status >= 200 && this.status < 400;
  }

  /** Checks that the page says this; a page with the right status may still be an error in disguise. */
  expect(wanted: string | RegExp): this {
    const isThere = typeof wanted === 'string' ? this.search.textHolds(this.text, wanted) : wanted.test(this.text);
    return isThere ? this : this.#fail(`does not hold ${String(wanted)}`);
  }

  /** Checks a condition of your own. */
  expectThat(holds: boolean, wanted: string): this {
    return holds ? this : this.#fail(`is not as wanted: ${wanted}`);
  }

  /** The value of an HTML attribute, e.g. `page.attribute('data-price-cents')`. */
  attribute(name: string): string {
    return this.search.textAttribute(this.text, name) ?? this.#fail(`has no attribute ${name}`);
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
 * Reads an answer as the engine hands it over, and looks into it by `search`.
 * @throws StepEnd with `timeout` when patience came to its end, with `error` for status 400 and above or no answer.
 */
export const pageReader =
  (search?: TextSearch) =>
  (method: string, url: string, status: number, text: string, error: string, isTimeout: boolean): Page => {
    const page = new Page(method, url, status, text, search);
    if (page.isOk) return page;
    const what = status === 0 ? `had no answer: ${error}` : `answered ${status}`;
    throw new StepEnd(isTimeout ? 'timeout' : 'error', `${method} ${url} ${what}`, page);
  };
