import type { Evidence } from '../evidence.ts';
import { openLedgers } from '../validity/judge-validity.ts';
import type { LedgerLine } from '../wire/ledger.ts';

/** Beyond this two clocks do not tell of one run any more. */
const mostClockSkewMs = 30_000;

/** Why none of the books can be judged; null when they can. */
export const findObstacle = (evidence: Evidence): string | null => {
  const { audit, plan, workers, problems } = evidence;
  const damaged = problems.find(({ file }) => file === 'audit.json' || file.startsWith('ledger-'));
  if (damaged !== undefined) return `${damaged.file}: ${damaged.what}`;
  if (audit === null) return 'there is no audit.json: the shop was never asked for its books';
  if (audit.runId !== plan.runId) return `audit.json is of another run: ${audit.runId}`;
  if (audit.closing === null) return 'the run did not come to its closing audit';
  if (!audit.quiesced) return "the shop's books were still changing at the closing audit";
  const open = openLedgers(workers, plan);
  if (open.length > 0) return `the clients' ledger was not closed: ${open.join(', ')}`;
  return findForeignLedger(evidence) ?? findClockSkew(evidence);
};

/** A ledger that says of another run that it is its own. */
const findForeignLedger = ({ workers, plan }: Evidence): string | null => {
  for (const { worker, ledger } of workers)
    for (const line of ledger)
      if (line.type === 'header' && line.runId !== plan.runId)
        return `the ledger of ${worker} is of another run: ${line.runId}`;
  return null;
};

/** Attempts outside of the run, or after the closing audit: clocks that disagree, or books that were copied too early. */
const findClockSkew = ({ workers, events, audit }: Evidence): string | null => {
  const driving = events.find((event) => event.type === 'run' && event.state === 'driving');
  const ended = events.findLast((event) => event.type === 'run' && event.state === 'loadEnded');
  const closedAtMs = audit?.closing?.atMs ?? Infinity;
  if (audit !== null && closedAtMs < audit.opening.atMs)
    return "clock skew: by the shop's own clock its closing audit was taken before the opening one";
  for (const { worker, ledger } of workers) {
    const [firstAtMs, lastAtMs] = spanOf(ledger);
    if (driving !== undefined && firstAtMs < Date.parse(driving.at) - mostClockSkewMs)
      return `clock skew: the ledger of ${worker} begins before the load did`;
    if (ended !== undefined && lastAtMs > Date.parse(ended.at) + mostClockSkewMs)
      return `clock skew: the ledger of ${worker} goes on after the load had ended`;
    if (lastAtMs > closedAtMs + mostClockSkewMs)
      return `clock skew, or a copy of the books that lags: the ledger of ${worker} goes on after the closing audit`;
  }
  return null;
};

const spanOf = (ledger: readonly LedgerLine[]): [number, number] => {
  let [first, last] = [Infinity, -Infinity];
  for (const line of ledger)
    if (line.type === 'intent' || line.type === 'outcome') {
      first = Math.min(first, line.atMs);
      last = Math.max(last, line.atMs);
    }
  return [first, last];
};
