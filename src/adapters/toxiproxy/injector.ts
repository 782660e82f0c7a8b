import { BadInputError, KnownError, NotReadyError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit-code.ts';
import { isWireKind, takesToxicity } from '../../core/fault-family.ts';
import { faultId, runOfFault } from '../../core/fault-id.ts';
import { validateFaultAttributes } from '../../core/fault-kinds.ts';
import type { ApiCall } from '../../core/api-call.ts';
import type { PlannedFault } from '../../core/wire/plan.ts';
import type { FaultInjector } from '../../ports.ts';
import { healAtPlace } from './heal.ts';
import type { FaultMechanism, FaultPlace } from './kinds/mechanism.ts';
import { mechanisms } from './kinds/mechanisms.ts';
import { toxiproxyServer, type ProxyState, type ToxiproxyServer } from './server.ts';
import { asNotReady } from './translate-error.ts';

export interface ToxiproxyOptions {
  /** Where its API is, e.g. `http://127.0.0.1:8474`. */
  readonly url: string;
  /** Upstreams that faults may lead a proxy to: name → `host:port`. */
  readonly upstreams?: Readonly<Record<string, string>>;
  /** Deadline of each call, ms. */
  readonly requestTimeoutMs?: number;
  /** How long a healing is tried before connections are cut, and after that before it is given up, ms. */
  readonly patienceMs?: number;
}

const mechanismOf = ({ name, kind }: PlannedFault): FaultMechanism => {
  if (isWireKind(kind)) return mechanisms[kind];
  const allowed = Object.keys(mechanisms).join(', ');
  throw new BadInputError([
    { file: `fault ${name}`, path: 'kind', message: 'no kind of Toxiproxy', received: kind, allowed },
  ]);
};

/** @throws BadInputError: Toxiproxy itself would take a misspelt attribute as 0 and a toxicity above 1 as it is. */
const checkFault = ({ name, kind, attributes, toxicity }: PlannedFault): void => {
  const file = `fault ${name}`;
  const problems = validateFaultAttributes(kind, attributes).map((message) => ({ file, path: 'attributes', message }));
  const toxicityProblem = (message: string, allowed: string) =>
    problems.push({ file, path: 'toxicity', message: `${message}; received: ${toxicity}; allowed: ${allowed}` });
  if (!(toxicity > 0 && toxicity <= 1)) toxicityProblem('a share of connections', '0 < toxicity ≤ 1');
  else if (!takesToxicity(kind) && toxicity !== 1) toxicityProblem(`${kind} hits all connections`, '1');
  if (problems.length > 0) throw new BadInputError(problems);
};

const readProxy = async (server: ToxiproxyServer, name: string): Promise<ProxyState> => {
  const proxy = await server.proxy(name);
  if (proxy !== null) return proxy;
  const names = (await server.proxies()).map((each) => each.name).join(', ');
  throw new NotReadyError(
    `Toxiproxy at ${server.url} has no proxy ${name}; it has: ${names || 'none'}`,
    'Create it, or mend toxiproxy.targets in the configuration.',
  );
};

/** A fault that leads a proxy elsewhere, with the addresses that it leads from and to; any other as it is. */
const withAddresses = async (
  server: ToxiproxyServer,
  fault: PlannedFault,
  upstreams: Readonly<Record<string, string>>,
): Promise<PlannedFault> => {
  const { to } = fault.attributes;
  if (to === undefined) return fault;
  const toAddress = upstreams[String(to)];
  if (toAddress === undefined)
    throw new NotReadyError(
      `The fault ${fault.name} leads ${fault.target} to the upstream ${to}, and there is none of that name; there is: ${Object.keys(upstreams).join(', ') || 'none'}`,
      'Name it in toxiproxy.upstreams of the configuration.',
    );
  const { upstream } = await readProxy(server, fault.proxy);
  return { ...fault, attributes: { ...fault.attributes, toAddress, fromAddress: upstream } };
};

/** The calls that putting a fault in place and taking it out will make, as they are planned. */
export const plannedCalls = (url: string, runId: string, fault: PlannedFault): { put: ApiCall; take: ApiCall } =>
  mechanismOf(fault).calls({ server: { url }, fault, toxicName: faultId(runId, fault.name) } as FaultPlace);

/** 1. Refuse what cannot be. 2. Put it in place. 3. Read back; the read-back alone decides, also after a call without an answer. */
const apply = async (place: FaultPlace, mechanism: FaultMechanism): Promise<void> => {
  const { server, fault } = place;
  const refusal = mechanism.refusal(place, await readProxy(server, fault.proxy));
  if (refusal !== null)
    throw new NotReadyError(
      `The fault ${fault.name} cannot be applied to the proxy ${fault.proxy}: ${refusal}`,
      `See who did it (peakproof chaos list), then: ${mechanism.byHand(place)}`,
    );
  let failure: unknown = null;
  await mechanism.put(place).catch((error: unknown) => {
    failure = error;
  });
  const proxy = await server.proxy(fault.proxy).catch((error: unknown) => {
    failure ??= error;
    return null;
  });
  const missing = proxy === null ? 'the proxy cannot be read' : mechanism.missing(place, proxy);
  if (missing === null) return;
  const why = failure instanceof Error ? ` (${failure.message})` : '';
  throw new KnownError(
    `The fault ${fault.name} is not in place on the proxy ${fault.proxy}: ${missing}${why}`,
    exitCodes.notReady,
    'Look into the log of Toxiproxy.',
    { cause: failure },
  );
};

/** Faults at a Toxiproxy. Only toxics that bear the name of a run of ours, and proxies that a lease of ours names, are touched. */
export const toxiproxyInjector = ({
  url,
  upstreams = {},
  requestTimeoutMs = 3_000,
  patienceMs = 10_000,
}: ToxiproxyOptions): FaultInjector => {
  const server = toxiproxyServer(url, requestTimeoutMs);
  const translated = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw asNotReady(server.url, error);
    }
  };
  const placeOf = (runId: string, fault: PlannedFault): FaultPlace => ({
    server,
    fault,
    toxicName: faultId(runId, fault.name),
  });
  const adjust = async (place: FaultPlace): Promise<void> => {
    const mechanism = mechanismOf(place.fault);
    checkFault(place.fault);
    await (mechanism.adjust ?? mechanism.put)(place);
    const missing = mechanism.missing(place, await readProxy(server, place.fault.proxy));
    if (missing !== null)
      throw new KnownError(
        `The fault ${place.fault.name} was not changed on the proxy ${place.fault.proxy}: ${missing}`,
        exitCodes.notReady,
        'Look into the log of Toxiproxy.',
      );
  };
  return {
    prepare: (_runId, fault) => translated(() => withAddresses(server, fault, upstreams)),
    adjust: (runId, fault) => translated(() => adjust(placeOf(runId, fault))),
    apply: (runId, fault) =>
      translated(() => {
        const mechanism = mechanismOf(fault);
        checkFault(fault);
        return apply(placeOf(runId, fault), mechanism);
      }),
    heal: async (runId, fault, beforeCut) => {
      await healAtPlace(placeOf(runId, fault), mechanismOf(fault), patienceMs, beforeCut);
    },
    left: () =>
      translated(async () =>
        (await server.proxies()).flatMap((proxy) => [
          ...(proxy.enabled ? [] : [{ proxy: proxy.name, name: 'down', runId: null }]),
          ...proxy.toxics.map(({ name }) => ({ proxy: proxy.name, name, runId: runOfFault(name) })),
        ]),
      ),
    proxies: () =>
      translated(async () =>
        Object.fromEntries((await server.proxies()).map(({ name, upstream }) => [name, upstream])),
      ),
  };
};
