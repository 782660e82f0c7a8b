import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { CliContext } from './context.ts';

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.d.ts'))
      .map((file) => path.basename(file, '.ts'));
  } catch {
    // A user need not have experiments of their own.
    return [];
  }
};

/** Names of the experiments that could be rehearsed: the user's own and those that come with Peakproof. */
export const experimentNames = ({ cwd, packageRoot }: Pick<CliContext, 'cwd' | 'packageRoot'>): string[] =>
  [...new Set([...namesIn(path.join(cwd, 'chaos')), ...namesIn(path.join(packageRoot, 'chaos'))])].sort();
