import { NotReadyError } from '../core/errors.ts';
import type { Plan } from '../core/wire/plan.ts';
import type { FaultInjector, FaultLeft } from '../ports.ts';

export interface PreflightParts {
  readonly plan: Plan;
  readonly injector: FaultInjector;
  /** Resolves with the status of the shop's front page; rejects when there is no answer. */
  readonly askShop: () => Promise<number>;
  readonly frontPageUrl: string;
}

const describe = ({ proxy, name, runId }: FaultLeft): string =>
  `${proxy}: ${name}${runId === null ? ' (not ours)' : ` (of run ${runId})`}`;

const checkFaultTargets = async ({ plan, injector }: PreflightParts): Promise<void> => {
  if (plan.experiment === null) return;
  const proxies = await injector.proxies();
  const missing = plan.experiment.faults.filter((fault) => !(fault.proxy in proxies));
  if (missing.length > 0)
    throw new NotReadyError(
      `There is no place for the faults on ${missing.map((fault) => `${fault.target} (${fault.proxy})`).join(', ')}. There is: ${Object.keys(proxies).join(', ') || 'none'}.`,
      'Create the proxy, or correct toxiproxy.targets or services.url in the configuration.',
    );
  for (const fault of plan.experiment.faults) await injector.prepare(plan.runId, fault);
  const touched = new Set(plan.experiment.faults.map((fault) => fault.proxy));
  const left = (await injector.left()).filter((fault) => touched.has(fault.proxy));
  if (left.length === 0) return;
  throw new NotReadyError(
    `Faults are in place already:\n${left.map((fault) => `  ${describe(fault)}`).join('\n')}`,
    'Ours are removed by `peakproof chaos heal`; others belong to somebody else: ask before you remove them.',
  );
};

const checkShop = async ({ askShop, frontPageUrl }: PreflightParts): Promise<void> => {
  let status: number;
  try {
    status = await askShop();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NotReadyError(
      `The shop at ${frontPageUrl} does not answer: ${why}`,
      'Start it, or correct baseUrl in the configuration.',
    );
  }
  if (status >= 400)
    throw new NotReadyError(
      `The shop at ${frontPageUrl} answers with status ${status}.`,
      'It must be healthy before it is tested. A shop without a page there, as one that is an API alone, names another path: frontPage in the configuration.',
    );
};

/**
 * What must be true before load and faults: the shop answers, the targets are there, and nothing is broken yet.
 * @throws NotReadyError with the remedy.
 */
export const preflight = async (parts: PreflightParts): Promise<void> => {
  await checkShop(parts);
  await checkFaultTargets(parts);
};
