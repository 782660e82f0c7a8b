import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { planSchema, type EarlierAttempt, type Plan } from '../../core/wire/plan.ts';
import { verdictSchema } from '../../core/wire/verdict.ts';
import { parseDocument } from './evidence-files.ts';

const textOf = (folder: string, file: string): string | null => {
  const full = path.join(folder, file);
  return existsSync(full) ? readFileSync(full, 'utf8') : null;
};

const isSameGate = (plan: Plan, revision: string): boolean => plan.release?.revision === revision;

/**
 * Gate runs of a revision in a reports folder, at most one level below it (artefacts of CI come in folders of their own), oldest first.
 * A folder that is no run, or whose plan cannot be read, is passed over: it cannot be told what it gated.
 */
export const earlierAttempts = (reportsFolder: string, revision: string): EarlierAttempt[] => {
  const runs = foldersIn(reportsFolder).flatMap((folder) => [folder, ...foldersIn(folder)]);
  const attempts = runs.flatMap((folder): EarlierAttempt[] => {
    const text = textOf(folder, 'plan.json');
    if (text === null) return [];
    const plan = parseDocument('plan.json', text, planSchema).value;
    if (plan === null || !isSameGate(plan, revision)) return [];
    const verdict = parseDocument('verdict.json', textOf(folder, 'verdict.json'), verdictSchema).value;
    return [{ runId: plan.runId, createdAt: plan.createdAt, verdict: verdict?.verdict ?? null }];
  });
  const byRun = new Map(attempts.map((attempt) => [attempt.runId, attempt]));
  return [...byRun.values()].toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
};

const foldersIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => path.join(folder, entry.name))
    : [];
