import { beyondBlast, longestLifeMarginSeconds, type Blast } from '../config/blast-rules.ts';
import { parseDurationSeconds } from '../core/duration.ts';
import { BadInputError, type Problem } from '../core/errors.ts';
import { familyOf, servicePlace, takesToxicity } from '../core/fault-family.ts';
import { faultKinds, validateFaultAttributes } from '../core/fault-kinds.ts';
import type { PlannedFault } from '../core/wire/plan.ts';

/** A fault as it is typed: `chaos inject <kind> <target> …`. */
export interface TypedFault {
  readonly kind: string;
  readonly target: string;
  /** `latencyMs=500`. */
  readonly attributes: readonly string[];
  readonly toxicity?: string | undefined;
  readonly duration: string;
}

const attributeOf = (text: string): [string, number | string] | null => {
  const at = text.indexOf('=');
  if (at < 1) return null;
  const value = text.slice(at + 1);
  return [text.slice(0, at), value !== '' && Number.isFinite(Number(value)) ? Number(value) : value];
};

const problem = (path: string, message: string, received: string, allowed: string): Problem => ({
  file: 'command line',
  path,
  message,
  received,
  allowed,
});

/**
 * Makes a fault of what was typed. A surge is no fault of its own: it is part of the load of a rehearsal.
 * @throws BadInputError with every problem at once.
 */
export const faultFromOptions = (typed: TypedFault, blast: Blast): PlannedFault => {
  const { kind, target } = typed;
  const problems: Problem[] = [];
  const family = familyOf(kind);
  const kinds = faultKinds.filter((each) => familyOf(each) !== 'load').join(', ');
  if (family === null || family === 'load')
    problems.push(problem('kind', 'no kind that can be injected by hand', kind, kinds));
  const pairs = typed.attributes.flatMap((text) => {
    const pair = attributeOf(text);
    if (pair === null) problems.push(problem('--attribute', 'is not name=value', text, 'e.g. latencyMs=500'));
    return pair === null ? [] : [pair];
  });
  const attributes = Object.fromEntries(pairs);
  if (family !== null && family !== 'load')
    for (const message of validateFaultAttributes(kind, attributes))
      problems.push({ file: 'command line', path: '--attribute', message });
  const toxicity = Number(typed.toxicity ?? 1);
  if (!(toxicity > 0 && toxicity <= 1) || (toxicity !== 1 && !takesToxicity(kind)))
    problems.push(
      problem(
        '--toxicity',
        'a share of connections',
        String(typed.toxicity),
        takesToxicity(kind) ? '0 < share ≤ 1' : '1',
      ),
    );
  const seconds = parseDurationSeconds(typed.duration);
  if (typeof seconds === 'string' || seconds === 0)
    problems.push(
      problem('--for', typeof seconds === 'string' ? seconds : 'must be longer than 0', typed.duration, 'e.g. 30s'),
    );
  const durationSeconds = typeof seconds === 'string' ? 0 : seconds;
  const longestLifeSeconds = durationSeconds + longestLifeMarginSeconds;
  for (const beyond of beyondBlast({ kind, target, toxicity, longestLifeSeconds }, blast))
    problems.push({ file: 'command line', ...beyond });
  if (problems.length > 0) throw new BadInputError(problems);
  return {
    name: kind.replaceAll('_', '-'),
    kind,
    target,
    proxy: family === 'service' ? servicePlace(target) : target,
    atSeconds: 0,
    durationSeconds,
    longestLifeSeconds,
    attributes,
    toxicity,
  };
};
