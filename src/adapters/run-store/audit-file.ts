import { type LedgerIntent, ledgersNames } from '../../core/books/intents.ts';
import { auditFileSchema, bookSnapshotSchema, type AuditFile, type BookSnapshot } from '../../core/wire/audit.ts';
import { firstIssue, linesIn, notJson, parseDocument, type Parsed } from './evidence-files.ts';

/*
 * audit.json is one JSON document. The run writes every entry of the lists below on a line of its own, so that books of any length can be
 * written and read piece by piece; in any other layout it is read as a whole.
 */

/** Lists of a snapshot. */
const lists = ['stock', 'orders', 'charges', 'movements'] as const;
type List = (typeof lists)[number];
type Snapshot = 'opening' | 'closing';

const entrySchemas = {
  stock: bookSnapshotSchema.shape.stock.element,
  orders: bookSnapshotSchema.shape.orders.element,
  charges: bookSnapshotSchema.shape.charges.element,
  movements: bookSnapshotSchema.shape.movements.element,
} as const;

/** The text of `audit.json`, line by line. */
export function* auditLines({ opening, closing, ...rest }: AuditFile): Generator<string> {
  yield JSON.stringify(rest).slice(0, -1);
  yield* snapshotLines('opening', opening);
  if (closing === null) yield ',"closing":null';
  else yield* snapshotLines('closing', closing);
  yield '}';
}

function* snapshotLines(name: Snapshot, snapshot: BookSnapshot): Generator<string> {
  const { stock, orders, charges, movements, ...rest } = snapshot;
  yield `,"${name}":`;
  yield JSON.stringify(rest).slice(0, -1);
  for (const [list, entries] of Object.entries({ stock, orders, charges, movements })) {
    yield `,"${list}":[`;
    for (const [index, entry] of entries.entries())
      yield JSON.stringify(entry) + (index === entries.length - 1 ? '' : ',');
    yield ']';
  }
  yield '}';
}

/** Entries of a list, and where it stands. */
interface ReadList {
  readonly snapshot: Snapshot;
  readonly list: List;
  readonly entries: unknown[];
}

type Intents = ReadonlyMap<string, LedgerIntent>;

class Damaged extends Error {}

/** An entry as the judge takes it. @throws Damaged */
const entryIn = (line: string, { snapshot, list, entries }: ReadList, intents: Intents): unknown => {
  let json: unknown;
  try {
    json = JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line);
  } catch {
    throw new Damaged(notJson);
  }
  const result = entrySchemas[list].safeParse(json);
  if (result.success)
    return 'key' in result.data ? { ...result.data, ...ledgersNames(intents, result.data) } : result.data;
  throw new Damaged(`does not fit its schema: ${snapshot}.${list}.${entries.length}.${firstIssue(result.error)}`);
};

/** Takes the entries that stand on lines of their own out of the document. @returns what is left of its text. */
const takeEntries = (chunks: Iterable<string>, found: ReadList[], intents: Intents): string => {
  let left = '';
  let snapshot: Snapshot = 'opening';
  let current: ReadList | null = null;
  for (const { line, isWhole } of linesIn(chunks)) {
    if (!isWhole) throw new Damaged(notJson);
    if (current !== null && line !== ']') {
      current.entries.push(entryIn(line, current, intents));
      continue;
    }
    left += line;
    if (line === ',"opening":' || line === ',"closing":') snapshot = line === ',"opening":' ? 'opening' : 'closing';
    const list = lists.find((name) => line === `,"${name}":[`);
    current = list === undefined ? null : { snapshot, list, entries: [] };
    if (current !== null) found.push(current);
  }
  return left;
};

/**
 * Reads the books, entry by entry where the run wrote them so; null where they are missing or damaged.
 * @param chunks text of the file, null where it is missing
 * @param intents of the run's ledgers, whose names the entries share
 */
export const readAudit = (chunks: Iterable<string> | null, intents: Intents): Parsed<AuditFile | null> => {
  const found: ReadList[] = [];
  try {
    const left = chunks === null ? null : takeEntries(chunks, found, intents);
    const { value, problems } = parseDocument('audit.json', left, auditFileSchema);
    return { value: value === null ? null : withEntries(value, found), problems };
  } catch (error) {
    if (error instanceof Damaged) return { value: null, problems: [{ file: 'audit.json', what: error.message }] };
    throw error;
  }
};

/** Each list was checked by its own schema: it is the list of the snapshot that it was taken from. */
const withEntries = (audit: AuditFile, found: readonly ReadList[]): AuditFile => {
  const filled = (name: Snapshot, books: BookSnapshot): BookSnapshot => {
    const own = found.filter(({ snapshot, entries }) => snapshot === name && entries.length > 0);
    return { ...books, ...Object.fromEntries(own.map(({ list, entries }) => [list, entries])) };
  };
  return {
    ...audit,
    opening: filled('opening', audit.opening),
    closing: audit.closing === null ? null : filled('closing', audit.closing),
  };
};
