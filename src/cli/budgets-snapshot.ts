import { readFileSync, writeFileSync } from 'node:fs';
import { formatBudgetsFile, parseBudgetsFile } from '../config/budgets-file.ts';
import { BadInputError, NotReadyError } from '../core/errors.ts';
import type { BudgetsFile } from '../core/wire/budgets.ts';
import { evidenceVersion } from '../core/wire/plan.ts';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const problemAt = (file: string, message: string): BadInputError =>
  new BadInputError([
    { file, path: '(whole file)', message, allowed: 'a file made by --budgets-snapshot or `peakproof slo pull --out`' },
  ]);

/** What CloudWatch had at another time. @throws BadInputError for a file that is no snapshot, with every problem. */
const readSnapshot = (file: string, shown: string, because: string, nowMs: number): BudgetsFile => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw problemAt(file, messageOf(error));
  }
  const { budgets, problems, snapshot } = parseBudgetsFile(text, file);
  if (problems.length > 0) throw new BadInputError(problems);
  if (snapshot === null) throw problemAt(file, 'does not say what it is a snapshot of, and from when');
  const usedAt = new Date(nowMs).toISOString();
  return {
    schemaVersion: evidenceVersion,
    source: { kind: 'snapshot', path: shown, ...snapshot, usedAt, because },
    budgets,
  };
};

/**
 * Keeps a snapshot: what CloudWatch says is written to the file, and read from it again when CloudWatch cannot be asked.
 * @param shown how the source calls the file
 * @throws BadInputError when the file cannot be written, or is no snapshot when it is needed.
 */
export const withSnapshot = async (
  read: () => Promise<BudgetsFile>,
  { file, shown, nowMs }: { readonly file: string; readonly shown: string; readonly nowMs: number },
): Promise<BudgetsFile> => {
  let budgets: BudgetsFile;
  try {
    budgets = await read();
  } catch (error) {
    if (!(error instanceof NotReadyError)) throw error;
    return readSnapshot(file, shown, error.message, nowMs);
  }
  if (budgets.source.kind !== 'cloudwatch') return budgets;
  const { region, prefix, readAt } = budgets.source;
  try {
    writeFileSync(file, formatBudgetsFile(budgets.budgets, { region, prefix, readAt }));
  } catch (error) {
    throw problemAt(file, messageOf(error));
  }
  return budgets;
};
