import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { KnownError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit-code.ts';
import { driftPointSchema, soakFileSchema, type DriftPoint, type SoakFile } from '../../core/wire/soak.ts';
import { parseDocument, parseLines } from './evidence-files.ts';

const driftFile = 'drift.ndjson';

export const appendDriftPoints = (folder: string, points: readonly DriftPoint[]): void =>
  appendFileSync(path.join(folder, driftFile), points.map((point) => `${JSON.stringify(point)}\n`).join(''));

/** A soak as it was left. @throws KnownError where there is none, or its file is damaged. */
export const readSoak = (folder: string): { readonly file: SoakFile; readonly points: readonly DriftPoint[] } => {
  const textOf = (name: string): string | null => {
    const full = path.join(folder, name);
    return existsSync(full) ? readFileSync(full, 'utf8') : null;
  };
  const { value: file, problems } = parseDocument('soak.json', textOf('soak.json'), soakFileSchema);
  if (file === null)
    throw new KnownError(
      `soak.json of ${folder} ${problems.map(({ what }) => what).join('; ')}.`,
      exitCodes.badInput,
      'Give the folder of a soak, or its id below reports/.',
    );
  const drift = textOf(driftFile);
  return { file, points: drift === null ? [] : parseLines(driftFile, drift, driftPointSchema).value };
};

/** What fills the disk; verdict, report, plan, budgets and events stay. */
const bulky = /^(timeline-.*|ledger-.*|engine-.*|resources\.ndjson|audit\.json|preflight)$/;

/** Removes what is bulky of a run's evidence. It cannot be judged again after that; its verdict and its report stay. */
export const thinRun = (folder: string): void => {
  for (const name of readdirSync(folder))
    if (bulky.test(name)) rmSync(path.join(folder, name), { recursive: true, force: true });
};
