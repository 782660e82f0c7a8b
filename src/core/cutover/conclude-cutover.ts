import { exitCodes } from '../exit-code.ts';
import { worstOutcome } from '../verdict-exit.ts';
import type { CutoverFile } from '../wire/cutover.ts';

const percent = (share: number): string => `${Number((share * 100).toPrecision(4))} %`;

type Known = Pick<CutoverFile, 'reads' | 'stages' | 'backOut' | 'finished' | 'setting'>;

const backOutWords = ({ backOut, setting }: Known): string => {
  if (backOut === null) return '';
  const { side } = backOut;
  const after = {
    none: '',
    pass: ', which kept its budgets',
    fail: `, which failed, too: ${side?.why}`,
    inconclusive: `; whether that kept its budgets is not decided: ${side?.why}`,
  }[side?.outcome ?? 'none'];
  return ` The sessions went back to ${setting.old}${after}.`;
};

const sentenceOf = (known: Known): string => {
  const { reads, stages, setting, finished } = known;
  const differing = reads?.differences.length ?? 0;
  if (differing > 0 && stages.length === 0)
    return `No session was moved: ${setting.next} answers ${differing} of ${reads?.asked ?? 0} reads differently.`;
  const differences = differing === 0 ? '' : ` It answers ${differing} of ${reads?.asked ?? 0} reads differently.`;
  const last = stages.at(-1);
  if (last === undefined) return 'No stage came about.';
  if (!last.goesOn)
    return `At ${percent(last.share)} of the sessions ${setting.next} ${last.outcome === 'fail' ? 'failed' : 'could not be judged'}: ${last.why}.${backOutWords(known)}${differences}`;
  const short = stages.filter(({ outcome }) => outcome !== 'pass').map(({ share }) => percent(share));
  const shortWords =
    short.length === 0 ? '' : ` ${short.join(' and ')} alone had too few shoppers to decide every budget.`;
  if (!finished)
    return `Broken off after ${percent(last.share)}, in which ${setting.next} broke nothing.${backOutWords(known)}${differences}`;
  return `${setting.next} held every stage up to ${percent(last.share)} of ${setting.virtualUsers.toLocaleString('en-US')} virtual users.${shortWords}${differences}`;
};

/**
 * What stages, reads and back-out come to. Fail: the new system broke a budget or an invariant, or answers reads differently. Inconclusive: a
 * stage could not be judged, or did not come about.
 */
export const concludeCutover = (known: Known): Pick<CutoverFile, 'verdict' | 'exitCode' | 'sentence'> => {
  const { reads, stages, setting, finished } = known;
  const isWhole = finished && stages.length === setting.shares.length;
  const verdict = worstOutcome([
    ...stages.map(({ outcome, goesOn }) => (goesOn ? 'pass' : outcome)),
    (reads?.differences.length ?? 0) > 0 ? 'fail' : 'pass',
    isWhole ? 'pass' : 'inconclusive',
  ]);
  return { verdict, exitCode: exitCodes[verdict], sentence: sentenceOf(known) };
};
