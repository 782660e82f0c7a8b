import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CliContext } from './context.ts';

/** Folder of a run, named by path or, as reports name it, by its id below `reports/`. */
export const runFolder = ({ cwd }: CliContext, run: string): string => {
  const byPath = path.resolve(cwd, run);
  const byId = path.resolve(cwd, 'reports', run);
  return !existsSync(byPath) && existsSync(byId) ? byId : byPath;
};
