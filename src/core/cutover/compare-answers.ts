/** What a system answered to a read. Status 0: no answer, and `body` says why. */
export interface ReadAnswer {
  readonly status: number;
  /** Without parameters, lower case; empty where there was none. */
  readonly contentType: string;
  readonly body: string;
}

/** So much of either answer is shown. */
const shownCharacters = 60;

const shown = (text: string): string => {
  const flat = text.trim().replace(/\s+/g, ' ');
  if (flat === '') return 'nothing';
  return flat.length > shownCharacters ? `${flat.slice(0, shownCharacters)}…` : flat;
};

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const inWords = (value: unknown): string => (value === undefined ? 'nothing' : shown(JSON.stringify(value)));

/** Path of the first difference of two JSON values, and both values there; null where they are alike. The order of keys does not count. */
const jsonDifference = (old: unknown, next: unknown, path: string): string | null => {
  if (!isRecord(old) || !isRecord(next) || Array.isArray(old) !== Array.isArray(next))
    return Object.is(old, next) ? null : `${path || 'the value'}: ${inWords(old)} became ${inWords(next)}`;
  for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
    const found = jsonDifference(old[key], next[key], path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
};

const linesOf = (text: string): string[] =>
  text
    .replace(/>\s*</g, '>\n<')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const textDifference = (old: string, next: string): string | null => {
  const [before, after] = [linesOf(old), linesOf(next)];
  const at = before.findIndex((line, index) => line !== after[index]);
  if (at === -1 && before.length === after.length) return null;
  const line = at === -1 ? before.length : at;
  return `line ${line + 1}: ${shown(before[line] ?? '')} became ${shown(after[line] ?? '')}`;
};

/**
 * How the new system's answer to a read differs from the old one's: status, content type, then the first place in the body. White space between
 * elements does not count, nor does what the patterns match, nor the order of JSON keys.
 * @param ignore what may differ: tokens, instants, build numbers
 * @returns null where they are alike. No answer is never alike, not even to none.
 */
export const compareAnswers = (old: ReadAnswer, next: ReadAnswer, ignore: readonly RegExp[]): string | null => {
  if (old.status === 0 || next.status === 0) {
    const silent = [old.status === 0 ? `old: ${old.body}` : '', next.status === 0 ? `new: ${next.body}` : ''];
    return `no answer (${silent.filter((words) => words !== '').join('; ')})`;
  }
  if (old.status !== next.status) return `status ${old.status} became ${next.status}`;
  if (old.contentType !== next.contentType)
    return `content type ${shown(old.contentType)} became ${shown(next.contentType)}`;
  const cleaned = (body: string): string => ignore.reduce((text, pattern) => text.replaceAll(pattern, ''), body);
  const [before, after] = [cleaned(old.body), cleaned(next.body)];
  const [oldJson, nextJson] = [parsedJson(before), parsedJson(after)];
  return oldJson !== undefined && nextJson !== undefined
    ? jsonDifference(oldJson, nextJson, '')
    : textDifference(before, after);
};
