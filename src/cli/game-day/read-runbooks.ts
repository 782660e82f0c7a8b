import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readRunbook, type Runbook } from '../../core/game-day/runbook-steps.ts';
import type { CliContext } from '../context.ts';

const runbooksIn = (folder: string): Runbook[] => {
  let files: string[];
  try {
    files = readdirSync(folder).filter((file) => file.endsWith('.md'));
  } catch {
    // A user need not have drills of their own.
    return [];
  }
  return files
    .sort()
    .map((file) => readRunbook(path.basename(file, '.md'), readFileSync(path.join(folder, file), 'utf8')));
};

/** Every runbook: the user's own come first and win over those that come with Peakproof. */
export const readRunbooks = ({ cwd, packageRoot }: Pick<CliContext, 'cwd' | 'packageRoot'>): Runbook[] => {
  const own = runbooksIn(path.join(cwd, 'chaos'));
  const packaged = runbooksIn(path.join(packageRoot, 'chaos'));
  return [...own, ...packaged.filter(({ name }) => own.every((runbook) => runbook.name !== name))];
};
