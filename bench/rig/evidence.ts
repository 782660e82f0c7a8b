import type { Evidence } from '../../src/core/evidence.ts';
import { readGenerator, type SecondLine } from '../../src/core/timeline/generator-seconds.ts';
import type { Measured } from './drive.ts';

/** The evidence of a load that wrote a timeline. @throws Error when it is damaged: its figures would be wrong. */
export const evidenceOf = ({ evidence }: Measured): Evidence => {
  if (evidence === null) throw new Error('This load wrote no timeline');
  const [problem] = evidence.problems;
  if (problem !== undefined) throw new Error(`${problem.file} ${problem.what}`);
  return evidence;
};

/** What the workers say about themselves, from T0 on. */
export const secondLines = (evidence: Evidence): readonly SecondLine[] =>
  readGenerator(evidence.workers).seconds.filter(({ second }) => second >= 0);
