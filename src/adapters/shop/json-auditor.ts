import jsonata from 'jsonata';
import { NotReadyError } from '../../core/errors.ts';
import type { ShopAuditor } from '../../ports.ts';
import { assembleSnapshot, type PartRows } from './assemble-snapshot.ts';
import { askForText } from './ask-for-text.ts';

/** Where one part of the books is, and how its rows are made of the answer. */
export interface JsonPart {
  /** `{since}` stands for the sequence after which rows are wanted. */
  readonly url: string;
  /** JSONata (https://jsonata.org): from the body to the rows. */
  readonly select: string;
  /** JSONata: from the body to the address of the next page, which may be relative; nothing on the last. */
  readonly next?: string | undefined;
}

export interface JsonAuditorOptions {
  readonly parts: {
    readonly orders?: JsonPart | undefined;
    readonly charges?: JsonPart | undefined;
    readonly stock?: JsonPart | undefined;
    readonly movements?: JsonPart | 'none' | undefined;
    /** Selects one number. */
    readonly sequence?: JsonPart | undefined;
  };
  readonly headers: Readonly<Record<string, string>>;
  /** For one page. */
  readonly timeoutMs: number;
  readonly mostRows: number;
  readonly sequenceSlack: number;
}

const mostPages = 1_000;
const hint = 'docs/auditing-your-shop.md shows how an API is mapped: auditor.parts in the configuration.';

/**
 * The books of a shop by its own HTTP API, mapped in the configuration: GET only, page by page, with a time-out for each page and a limit
 * on pages and rows. Pages stay on the host that the configuration names.
 * Its snapshots throw NotReadyError: no answer, another status than 200, no JSON, an expression that fails, or rows that do not fit.
 */
export const jsonAuditor = (options: JsonAuditorOptions): ShopAuditor => ({
  snapshot: async (sinceSequence) => {
    const { parts } = options;
    const [highest] = parts.sequence === undefined ? [0] : listOf(await rowsOf('sequence', parts.sequence, 0, options));
    const sequence = Number(highest ?? 0);
    const since = Math.max(0, (sinceSequence > 0 ? sinceSequence : sequence) - options.sequenceSlack);
    const ask = (name: string, part: JsonPart | 'none' | undefined): Promise<PartRows> => {
      if (part === 'none') return Promise.resolve([]);
      if (part !== undefined) return rowsOf(name, part, since, options);
      return Promise.resolve({ unaudited: `the configuration does not say where it is (auditor.parts.${name})` });
    };
    const rows = {
      orders: await ask('orders', parts.orders),
      orderLines: [],
      charges: await ask('charges', parts.charges),
      stock: await ask('stock', parts.stock),
      movements: await ask('movements', parts.movements),
      sequence,
    };
    return assembleSnapshot('The audit', rows, Date.now());
  },
});

const listOf = (rows: PartRows): readonly unknown[] => ('unaudited' in rows ? [] : rows);

const rowsOf = async (
  name: string,
  part: JsonPart,
  since: number,
  { headers, timeoutMs, mostRows }: JsonAuditorOptions,
): Promise<PartRows> => {
  const rows: unknown[] = [];
  let url: URL | null = new URL(part.url.replaceAll('{since}', String(since)));
  for (let page = 1; url !== null; page += 1) {
    if (page > mostPages) return { unaudited: `more than ${mostPages} pages; ask for larger pages, or for less` };
    const body = await bodyOf(url, headers, timeoutMs);
    const selected = await evaluate(name, 'select', part.select, body, url);
    if (Array.isArray(selected)) rows.push(...(selected as unknown[]));
    else if (selected !== undefined && selected !== null) rows.push(selected);
    if (rows.length > mostRows)
      return { unaudited: `more than ${mostRows} rows; ask for less, or raise auditor.mostRows` };
    url = part.next === undefined ? null : nextOf(name, url, await evaluate(name, 'next', part.next, body, url));
  }
  return rows;
};

const bodyOf = async (url: URL, headers: Readonly<Record<string, string>>, timeoutMs: number): Promise<unknown> => {
  const text = await askForText(url, { timeoutMs, headers, hint });
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new NotReadyError(`The audit at ${url.href} did not answer with JSON: ${text.slice(0, 80)}`, hint, { cause });
  }
};

const evaluate = async (name: string, what: string, expression: string, body: unknown, url: URL): Promise<unknown> => {
  try {
    return (await jsonata(expression).evaluate(body)) as unknown;
  } catch (cause) {
    const words =
      typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause);
    throw new NotReadyError(`The audit at ${url.href}: auditor.parts.${name}.${what} failed: ${words}`, hint, {
      cause,
    });
  }
};

const nextOf = (name: string, from: URL, next: unknown): URL | null => {
  if (next === undefined || next === null || next === '') return null;
  const url = typeof next === 'string' && URL.canParse(next, from.href) ? new URL(next, from) : null;
  if (url?.host === from.host && url.href !== from.href) return url;
  const got = typeof next === 'string' ? next : JSON.stringify(next);
  throw new NotReadyError(
    `The audit at ${from.href}: auditor.parts.${name}.next is no other page of ${from.host}: ${got}`,
    hint,
  );
};
