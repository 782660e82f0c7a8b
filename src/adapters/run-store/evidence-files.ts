import { constants } from 'node:buffer';
import { appendFileSync, closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import type { EvidenceProblem } from '../../core/evidence.ts';
import type { z } from 'zod';

/** Result of reading one file of a run: what could be read, and what is wrong with the rest. */
export interface Parsed<T> {
  readonly value: T;
  readonly problems: readonly EvidenceProblem[];
}

/** What is wrong with a line or a document, in one sentence. */
export const firstIssue = (error: z.ZodError): string => {
  const issue = error.issues[0];
  return issue === undefined ? 'does not fit its schema' : `${issue.path.join('.') || 'line'}: ${issue.message}`;
};

/** At most this many damaged lines are named one by one. */
const namedLines = 3;

/** Lines of a text that comes in chunks, the last of them without its newline only if the text has none at its end. */
export function* linesIn(chunks: Iterable<string>): Generator<{ readonly line: string; readonly isWhole: boolean }> {
  let rest = '';
  for (const chunk of chunks) {
    if (!chunk.includes('\n')) {
      // No string is longer: such a line ends here, and is not whole.
      if (rest.length + chunk.length > constants.MAX_STRING_LENGTH) break;
      rest += chunk;
      continue;
    }
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield { line, isWhole: true };
  }
  if (rest !== '') yield { line: rest, isWhole: false };
}

/**
 * Goes through newline-delimited JSON. A last line without its newline is a truncated file; damaged lines are skipped and counted.
 * @param chunks text of the file, null where it is missing
 * @param schema what each line must be
 * @param problems what is wrong with it is added here, at the latest when the last line was taken
 */
export function* readLines<T>(
  file: string,
  chunks: Iterable<string> | null,
  schema: z.ZodType<T>,
  problems: EvidenceProblem[],
): Generator<T> {
  if (chunks === null) return void problems.push({ file, what: 'is missing' });
  let [seen, damaged] = [0, 0];
  for (const { line, isWhole } of linesIn(chunks)) {
    seen += 1;
    if (!isWhole) {
      problems.push({ file, what: `is truncated in the middle of line ${seen}` });
      continue;
    }
    const read = readLine(line, schema);
    if ('value' in read) {
      yield read.value;
      continue;
    }
    damaged += 1;
    if (damaged <= namedLines) problems.push({ file, what: `line ${seen} is damaged: ${read.what}` });
  }
  if (seen === 0) problems.push({ file, what: 'is empty' });
  if (damaged > namedLines) problems.push({ file, what: `${damaged} lines are damaged in all` });
}

const readLine = <T>(line: string, schema: z.ZodType<T>): { readonly value: T } | { readonly what: string } => {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { what: 'not JSON' };
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? { value: parsed.data } : { what: firstIssue(parsed.error) };
};

/**
 * Goes through newline-delimited JSON in which nothing was wrong before: checking its lines takes longer than reading them.
 * @param isWanted whether a line is worth reading, by its text
 */
export function* readLinesAgain<T>(
  chunks: Iterable<string>,
  isWanted: (line: string) => boolean = () => true,
): Generator<T> {
  for (const { line } of linesIn(chunks)) if (isWanted(line)) yield JSON.parse(line) as T;
}

/** Whether a line may have one of these texts under the name: without parsing it, which takes most of the time. */
export const mentions = (name: string, texts: ReadonlySet<string>): ((line: string) => boolean) => {
  const before = `"${name}":"`;
  return (line) => {
    // Escapes and blanks, which we do not write, have more forms than are worth knowing.
    if (line.includes('\\')) return true;
    const from = line.indexOf(before);
    if (from === -1) return line.includes(`"${name}"`);
    const start = from + before.length;
    return texts.has(line.slice(start, line.indexOf('"', start)));
  };
};

/**
 * All lines of a file that fits into memory. @see readLines
 * @param text the file, null where it is missing
 */
export const parseLines = <T>(file: string, text: string | null, schema: z.ZodType<T>): Parsed<T[]> => {
  const problems: EvidenceProblem[] = [];
  return { value: [...readLines(file, text === null ? null : [text], schema, problems)], problems };
};

const chunkBytes = 2 ** 20;

/** The text of a file, piece by piece: one string holds half a gigabyte at most. */
export function* chunksOf(file: string): Generator<string> {
  const handle = openSync(file, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.alloc(chunkBytes);
    for (let bytes; (bytes = readSync(handle, buffer)) > 0;) yield decoder.write(buffer.subarray(0, bytes));
    yield decoder.end();
  } finally {
    closeSync(handle);
  }
}

/** What is said of a document that cannot be parsed. */
export const notJson = 'is not JSON: truncated or damaged';

/** Reads a file that is one JSON document; null where it is missing or damaged. */
export const parseDocument = <T>(file: string, text: string | null, schema: z.ZodType<T>): Parsed<T | null> => {
  if (text === null) return { value: null, problems: [{ file, what: 'is missing' }] };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { value: null, problems: [{ file, what: notJson }] };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data, problems: [] };
  return { value: null, problems: [{ file, what: `does not fit its schema: ${firstIssue(parsed.error)}` }] };
};

/** Writes lines into a file, which is made or emptied: of any length, and a mebibyte at a time. */
export const writeLines = (file: string, lines: Iterable<string>): void => {
  const handle = openSync(file, 'w');
  try {
    let text = '';
    for (const line of lines) {
      text += `${line}\n`;
      if (text.length < chunkBytes) continue;
      appendFileSync(handle, text);
      text = '';
    }
    appendFileSync(handle, text);
  } finally {
    closeSync(handle);
  }
};
