import { NotReadyError } from '../core/errors.ts';
import { familyOf, loadPlace, type FaultFamily } from '../core/fault-family.ts';
import type { PlannedFault } from '../core/wire/plan.ts';
import type { FaultInjector } from '../ports.ts';

/** Who puts faults in place: on the wire, and at the services of the shop. Null: nobody. */
interface FaultPlaces {
  readonly wire: FaultInjector | null;
  readonly services: FaultInjector | null;
}

const lacking: Record<Exclude<FaultFamily, 'load'>, { readonly what: string; readonly remedy: string }> = {
  toxic: { what: 'a Toxiproxy', remedy: 'Name it in the configuration: toxiproxy: { url, targets }.' },
  proxy: { what: 'a Toxiproxy', remedy: 'Name it in the configuration: toxiproxy: { url, targets }.' },
  service: {
    what: "the control of the shop's services",
    remedy: 'Name it in the configuration: services: { url }; docs/contracts.md says what it must answer.',
  },
};

/** A surge is in the curve of the plan: there is nothing to put in place, and it ends with its part of the curve. */
const loadItself: FaultInjector = {
  prepare: (_runId, fault) => Promise.resolve(fault),
  apply: () => Promise.resolve(),
  adjust: () => Promise.resolve(),
  heal: () => Promise.resolve(),
  left: () => Promise.resolve([]),
  proxies: () => Promise.resolve({ [loadPlace]: 'the load of the run' }),
};

/** One injector for faults of every kind: each goes to whoever puts its family in place. An unknown kind goes to the wire, to be refused. */
export const faultPlaces = ({ wire, services }: FaultPlaces): FaultInjector => {
  const placeOf = ({ kind, name }: PlannedFault): FaultInjector => {
    const family = familyOf(kind) ?? 'toxic';
    if (family === 'load') return loadItself;
    const found = family === 'service' ? services : wire;
    if (found !== null) return found;
    const { what, remedy } = lacking[family];
    throw new NotReadyError(`The fault ${name} (${kind}) needs ${what}, and this run has none`, remedy);
  };
  const all = [wire, services, loadItself].filter((injector) => injector !== null);
  return {
    prepare: async (runId, fault) => placeOf(fault).prepare(runId, fault),
    apply: async (runId, fault) => placeOf(fault).apply(runId, fault),
    adjust: async (runId, fault) => placeOf(fault).adjust(runId, fault),
    heal: async (runId, fault, beforeCut) => placeOf(fault).heal(runId, fault, beforeCut),
    left: async () => (await Promise.all(all.map((injector) => injector.left()))).flat(),
    proxies: async () =>
      Object.assign({}, ...(await Promise.all(all.map((injector) => injector.proxies())))) as Record<string, string>,
  };
};
