import type { Evidence } from '../evidence.ts';
import { type Ledgers, openLedgers } from './read-ledgers.ts';

/** Beyond this two clocks do not tell of one run any more. */
const mostClockSkewMs = 30_000;

/** Why none of the books can be judged; null when they can. */
export const findObstacle = (evidence: Evidence, ledgers: Ledgers): string | null => {
  const { audit, plan, problems } = evidence;
  const damaged = problems.find(({ file }) => file === 'audit.json' || file.startsWith('ledger-'));
  if (damaged !== undefined) return `${damaged.file}: ${damaged.what}`;
  if (audit === null) return 'there is no audit.json: the shop was never asked for its books';
  if (audit.runId !== plan.runId) return `audit.json is of another run: ${audit.runId}`;
  if (audit.closing === null) return 'the run did not come to its closing audit';
  if (!audit.quiesced) return "the shop's books were still changing at the closing audit";
  const open = openLedgers(ledgers, plan);
  if (open.length > 0) return `the clients' ledger was not closed: ${open.join(', ')}`;
  return findForeignLedger(evidence, ledgers) ?? findClockSkew(evidence, ledgers);
};

/** A ledger that says of another run that it is its own. */
const findForeignLedger = ({ plan }: Evidence, { workers }: Ledgers): string | null => {
  for (const { worker, runIds } of workers) {
    const other = runIds.find((runId) => runId !== plan.runId);
    if (other !== undefined) return `the ledger of ${worker} is of another run: ${other}`;
  }
  return null;
};

/** Attempts outside of the run, or after the closing audit: clocks that disagree, or books that were copied too early. */
const findClockSkew = ({ events, audit }: Evidence, { workers }: Ledgers): string | null => {
  const driving = events.find((event) => event.type === 'run' && event.state === 'driving');
  const ended = events.findLast((event) => event.type === 'run' && event.state === 'loadEnded');
  const closedAtMs = audit?.closing?.atMs ?? Infinity;
  if (audit !== null && closedAtMs < audit.opening.atMs)
    return "clock skew: by the shop's own clock its closing audit was taken before the opening one";
  for (const { worker, firstAtMs, lastAtMs } of workers) {
    if (driving !== undefined && firstAtMs < Date.parse(driving.at) - mostClockSkewMs)
      return `clock skew: the ledger of ${worker} begins before the load did`;
    if (ended !== undefined && lastAtMs > Date.parse(ended.at) + mostClockSkewMs)
      return `clock skew: the ledger of ${worker} goes on after the load had ended`;
    if (lastAtMs > closedAtMs + mostClockSkewMs)
      return `clock skew, or a copy of the books that lags: the ledger of ${worker} goes on after the closing audit`;
  }
  return null;
};
