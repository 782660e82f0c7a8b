import type { EvidenceProblem } from '../../core/evidence.ts';
import type { z } from 'zod';

/** Result of reading one file of a run: what could be read, and what is wrong with the rest. */
export interface Parsed<T> {
  readonly value: T;
  readonly problems: readonly EvidenceProblem[];
}

const firstIssue = (error: z.ZodError): string => {
  const issue = error.issues[0];
  return issue === undefined ? 'does not fit its schema' : `${issue.path.join('.') || 'line'}: ${issue.message}`;
};

/** At most this many damaged lines are named one by one. */
const namedLines = 3;

/**
 * Reads newline-delimited JSON. A last line without its newline is a truncated file; damaged lines are skipped and counted.
 * @param text the file, null where it is missing
 */
export const parseLines = <T>(file: string, text: string | null, schema: z.ZodType<T>): Parsed<T[]> => {
  if (text === null) return { value: [], problems: [{ file, what: 'is missing' }] };
  if (text === '') return { value: [], problems: [{ file, what: 'is empty' }] };
  const problems: EvidenceProblem[] = [];
  const lines = text.split('\n');
  const last = lines.pop();
  if (last !== '') problems.push({ file, what: `is truncated in the middle of line ${lines.length + 1}` });
  const value: T[] = [];
  let damaged = 0;
  lines.forEach((line, index) => {
    const what = readLine(line, schema, value);
    if (what === null) return;
    damaged += 1;
    if (damaged <= namedLines) problems.push({ file, what: `line ${index + 1} is damaged: ${what}` });
  });
  if (damaged > namedLines) problems.push({ file, what: `${damaged} lines are damaged in all` });
  return { value, problems };
};

const readLine = <T>(line: string, schema: z.ZodType<T>, into: T[]): string | null => {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return 'not JSON';
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return firstIssue(parsed.error);
  into.push(parsed.data);
  return null;
};

/** Reads a file that is one JSON document; null where it is missing or damaged. */
export const parseDocument = <T>(file: string, text: string | null, schema: z.ZodType<T>): Parsed<T | null> => {
  if (text === null) return { value: null, problems: [{ file, what: 'is missing' }] };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { value: null, problems: [{ file, what: 'is not JSON: truncated or damaged' }] };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data, problems: [] };
  return { value: null, problems: [{ file, what: `does not fit its schema: ${firstIssue(parsed.error)}` }] };
};
