/** Where a text stops being JSON: line and column count from 1, `expected` says what could have stood there. */
export interface JsonFlaw {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
}

const whitespace = /[ \t\n\r]*/y;
const scalar =
  /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

class Flaw extends Error {
  constructor(
    readonly offset: number,
    readonly expected: string,
  ) {
    super(expected);
  }
}

class Scanner {
  #offset = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value();
    if (this.#next() !== '') this.#refuse('the end of the file');
  }

  #next(): string {
    whitespace.lastIndex = this.#offset;
    whitespace.test(this.#text);
    this.#offset = whitespace.lastIndex;
    return this.#text[this.#offset] ?? '';
  }

  #refuse(expected: string): never {
    throw new Flaw(this.#offset, expected);
  }

  #scalar(expected: string): void {
    scalar.lastIndex = this.#offset;
    if (!scalar.test(this.#text)) this.#refuse(expected);
    this.#offset = scalar.lastIndex;
  }

  #value(): void {
    const start = this.#next();
    if (start === '{') this.#list('}', () => this.#member());
    else if (start === '[') this.#list(']', () => this.#value());
    else this.#scalar(start === '"' ? 'a string that is closed on its line, with valid escapes' : 'a value');
  }

  #member(): void {
    if (this.#next() !== '"') this.#refuse('a name in double quotes');
    this.#scalar('a name that is closed on its line');
    if (this.#next() !== ':') this.#refuse('":"');
    this.#offset++;
    this.#value();
  }

  #list(close: string, item: () => void): void {
    this.#offset++;
    if (this.#next() !== close) {
      item();
      while (this.#next() === ',') {
        this.#offset++;
        item();
      }
      if (this.#next() !== close) this.#refuse(`"," or "${close}"`);
    }
    this.#offset++;
  }
}

/**
 * Finds the first place at which a text is not JSON (RFC 8259); null when it is JSON.
 * `JSON.parse` of Node 20 names no place for most mistakes.
 */
export const findJsonFlaw = (text: string): JsonFlaw | null => {
  try {
    new Scanner(text).document();
    return null;
  } catch (error) {
    if (!(error instanceof Flaw)) throw error;
    const before = text.slice(0, error.offset).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, expected: error.expected };
  }
};
