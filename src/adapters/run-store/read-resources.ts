import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { resourceLineSchema, type ResourceLine } from '../../core/wire/resources.ts';
import { parseLines } from './evidence-files.ts';

export const resourcesFile = 'resources.ndjson';

/** What the shop used during a run, in order of time; empty where it does not tell. Damaged lines are passed over. */
export const readResources = (folder: string): readonly ResourceLine[] => {
  const file = path.join(folder, resourcesFile);
  return existsSync(file) ? parseLines(resourcesFile, readFileSync(file, 'utf8'), resourceLineSchema).value : [];
};
