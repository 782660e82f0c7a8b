import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { EvidenceProblem } from '../../core/evidence.ts';
import { evidenceVersion } from '../../core/wire/plan.ts';
import { isEvidence, sealSchema, type Seal } from '../../core/wire/seal.ts';
import { parseDocument } from './evidence-files.ts';

export const sealFile = 'seal.json';

/** The one file that may grow afterwards: a janitor, or whoever comes late, still has something to say. */
const mayGrow = 'events.ndjson';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Takes down what every evidence file of a run is now. */
export const sealOf = (folder: string, runId: string): Seal => ({
  schemaVersion: evidenceVersion,
  runId,
  files: readdirSync(folder)
    .filter(isEvidence)
    .sort()
    .map((file) => {
      const bytes = readFileSync(path.join(folder, file));
      return { file, bytes: bytes.length, sha256: sha256(bytes) };
    }),
});

/** What is wrong with a sealed folder, by file. Files that are named here are not what the run left, and prove nothing. */
export const breachesOfSeal = (folder: string, runId: string): readonly EvidenceProblem[] => {
  const place = path.join(folder, sealFile);
  const text = existsSync(place) ? readFileSync(place, 'utf8') : null;
  const { value: seal, problems } = parseDocument(sealFile, text, sealSchema);
  if (seal === null) return problems;
  if (seal.runId !== runId) return [{ file: sealFile, what: `is of another run: ${seal.runId}` }];
  const sealed = new Set(seal.files.map(({ file }) => file));
  const strangers = readdirSync(folder).filter((file) => isEvidence(file) && !sealed.has(file));
  return [
    ...seal.files.flatMap((entry) => {
      const what = breachOf(folder, entry);
      return what === null ? [] : [{ file: entry.file, what }];
    }),
    ...strangers.map((file) => ({ file, what: 'was not there when the run ended' })),
  ];
};

const breachOf = (folder: string, { file, bytes: length, sha256: expected }: Seal['files'][number]): string | null => {
  const place = path.join(folder, path.basename(file));
  if (!existsSync(place)) return 'is missing';
  const bytes = readFileSync(place);
  if (bytes.length < length) return `is truncated: ${bytes.length} of ${length} bytes`;
  if (bytes.length > length && file !== mayGrow)
    return `has grown from ${length} to ${bytes.length} bytes since the run ended`;
  return sha256(bytes.subarray(0, length)) === expected ? null : 'is not what it was when the run ended (seal.json)';
};
