import { setTimeout as wait } from 'node:timers/promises';
import { curlText, type ApiCall } from '../../core/api-call.ts';
import { BadInputError, CleanupFailedError, KnownError, NotReadyError, wordsOf } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit-code.ts';
import { isServiceKind, servicePlace } from '../../core/fault-family.ts';
import { faultId, runOfFault } from '../../core/fault-id.ts';
import { validateFaultAttributes } from '../../core/fault-kinds.ts';
import type { PlannedFault } from '../../core/wire/plan.ts';
import {
  serviceFaultsAnswerSchema,
  serviceFaultStateSchema,
  servicesAnswerSchema,
  type ServiceFault,
} from '../../core/wire/services.ts';
import type { FaultInjector } from '../../ports.ts';
import { ControlCallError, controlCalls } from './control-http.ts';

interface ServicesOptions {
  /** Where the control is, e.g. `http://127.0.0.1:9000`. */
  readonly url: string;
  /** How long a healing is tried before it is given up, ms. */
  readonly patienceMs?: number;
}

const lookDeadlineMs = 5_000;
/** Processes start and drain meanwhile: a roll-back takes as long as a roll-out. */
const changeDeadlineMs = 120_000;
const pauseMs = 500;

/** @throws BadInputError for what the control would not understand. */
const checkFault = ({ name, kind, attributes, toxicity }: PlannedFault): void => {
  const file = `fault ${name}`;
  if (!isServiceKind(kind))
    throw new BadInputError([{ file, path: 'kind', message: 'no kind of a service', received: kind }]);
  const problems = validateFaultAttributes(kind, attributes).map((message) => ({ file, path: 'attributes', message }));
  if (toxicity !== 1)
    problems.push({ file, path: 'toxicity', message: `${kind} knows no share of connections; allowed: 1` });
  if (problems.length > 0) throw new BadInputError(problems);
};

const bodyOf = ({ kind, target, attributes }: PlannedFault): ServiceFault => ({ kind, service: target, attributes });

/** The calls that putting a fault in place and taking it out will make. */
export const plannedServiceCalls = (
  url: string,
  runId: string,
  fault: PlannedFault,
): { readonly put: ApiCall; readonly take: ApiCall } => {
  const target = `${url}/faults/${faultId(runId, fault.name)}`;
  return { put: { method: 'PUT', url: target, body: bodyOf(fault) }, take: { method: 'DELETE', url: target } };
};

/** Faults at the services of a shop, through its control (docs/contracts.md). Each bears the id of its run, so that only ours are touched. */
export const servicesInjector = ({ url, patienceMs = 10_000 }: ServicesOptions): FaultInjector => {
  const base = url.replace(/\/+$/, '');
  const call = controlCalls(base);
  const pathOf = (runId: string, fault: PlannedFault): string => `/faults/${faultId(runId, fault.name)}`;

  const orNotReady = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ControlCallError && (error.status === null || error.status < 500))
        throw new NotReadyError(
          `The control of the shop's services did not do it: ${error.message}`,
          'Look whether the shop runs, and into its log.',
          { cause: error },
        );
      throw error;
    }
  };

  /** Null: it is not there. */
  const look = async (runId: string, fault: PlannedFault) => {
    try {
      return serviceFaultStateSchema.parse(await call('GET', pathOf(runId, fault), lookDeadlineMs));
    } catch (error) {
      if (error instanceof ControlCallError && error.status === 404) return null;
      throw error;
    }
  };

  const apply = async (runId: string, fault: PlannedFault): Promise<void> => {
    checkFault(fault);
    await orNotReady(() => call('PUT', pathOf(runId, fault), changeDeadlineMs, bodyOf(fault)));
    const state = await look(runId, fault);
    if (state?.inPlace === true) return;
    throw new KnownError(
      `The fault ${fault.name} is not in place on the service ${fault.target}: ${state?.seen ?? 'the control does not know it'}`,
      exitCodes.notReady,
      'Look into the log of the shop.',
    );
  };

  /** @returns what is in the way; null when it is gone. */
  const takeOnce = async (runId: string, fault: PlannedFault): Promise<string | null> => {
    try {
      await call('DELETE', pathOf(runId, fault), changeDeadlineMs);
    } catch (error) {
      if (!(error instanceof ControlCallError && error.status === 404)) return wordsOf(error);
    }
    return look(runId, fault).then((state) => (state === null ? null : state.seen), wordsOf);
  };

  const heal = async (runId: string, fault: PlannedFault): Promise<void> => {
    const startedAt = performance.now();
    for (;;) {
      const obstacle = await takeOnce(runId, fault);
      if (obstacle === null) return;
      if (performance.now() - startedAt >= patienceMs)
        throw new CleanupFailedError(
          `The fault ${fault.name} (${fault.kind} on the service ${fault.target}) may still be in place: ${obstacle}`,
          `Remove it by hand: ${curlText(plannedServiceCalls(base, runId, fault).take)} ; or restart the service`,
        );
      await wait(pauseMs);
    }
  };

  const services = async () => servicesAnswerSchema.parse(await call('GET', '/services', lookDeadlineMs)).services;

  return {
    prepare: (_runId, fault) =>
      orNotReady(async () => {
        checkFault(fault);
        const known = await services();
        const service = known[fault.target];
        const allowed = service?.kinds.join(', ') ?? Object.keys(known).join(', ');
        if (service?.kinds.includes(fault.kind) === true) return fault;
        throw new NotReadyError(
          service === undefined
            ? `The shop has no service ${fault.target}; it has: ${allowed || 'none'}`
            : `The service ${fault.target} cannot be given a fault of the kind ${fault.kind}; it can be given: ${allowed || 'none'}`,
          'Choose another service or another kind.',
        );
      }),
    apply,
    adjust: (runId, fault) => apply(runId, fault),
    heal,
    left: () =>
      orNotReady(async () => {
        const { faults } = serviceFaultsAnswerSchema.parse(await call('GET', '/faults', lookDeadlineMs));
        return faults.map(({ id, kind, service }) => ({
          proxy: servicePlace(service),
          name: id,
          runId: runOfFault(id),
          kind,
        }));
      }),
    proxies: () =>
      orNotReady(async () =>
        Object.fromEntries(
          Object.entries(await services()).map(([name, { kinds }]) => [servicePlace(name), kinds.join(', ')]),
        ),
      ),
  };
};
