import type { Comparison } from '../../core/wire/comparison.ts';
import type { Verdict } from '../../core/wire/verdict.ts';
import { plainText } from '../words/plain-text.ts';

/** Outputs of a step, for the file that GITHUB_OUTPUT names: `name=value`, a line each. */
export const renderOutputs = (
  verdict: Verdict,
  comparison: Comparison | null,
  /** Absolute paths, by output name. */
  files: Readonly<Record<string, string>>,
): string => {
  const outputs = {
    verdict: verdict.verdict,
    'exit-code': String(verdict.exitCode),
    'run-id': verdict.runId,
    sentence: verdict.sentence,
    change: comparison?.outcome ?? '',
    ...files,
  };
  return Object.entries(outputs)
    .map(([name, value]) => `${name}=${plainText(value)}\n`)
    .join('');
};
