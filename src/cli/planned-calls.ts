import { plannedServiceCalls } from '../adapters/services/index.ts';
import { plannedCalls as plannedWireCalls } from '../adapters/toxiproxy/index.ts';
import type { Settings } from '../config/settings.ts';
import { callText } from '../core/api-call.ts';
import { familyOf } from '../core/fault-family.ts';
import type { Plan, PlannedFault } from '../core/wire/plan.ts';
import type { PlannedCall } from '../report/index.ts';
import { wayBackOf } from '../run/heal.ts';

/** Where the calls go; the addresses of an embedded shop are known only when it has started. */
const addressesOf = ({ shop }: Settings): { readonly toxiproxy: string; readonly services: string } =>
  shop.kind === 'reference'
    ? { toxiproxy: '<toxiproxy>', services: '<services>' }
    : { toxiproxy: shop.toxiproxyUrl ?? '', services: shop.servicesUrl ?? '' };

const callsOf = (plan: Plan, settings: Settings, fault: PlannedFault): PlannedCall[] => {
  const { toxiproxy, services } = addressesOf(settings);
  const family = familyOf(fault.kind);
  const healedAt = fault.atSeconds + fault.durationSeconds;
  if (family === 'load') return [{ atSeconds: fault.atSeconds, text: `(no call: ${fault.name} is part of the load)` }];
  if (family === 'service') {
    const { put, take } = plannedServiceCalls(services, plan.runId, fault);
    return [
      { atSeconds: fault.atSeconds, text: callText(put) },
      { atSeconds: healedAt, text: callText(take) },
    ];
  }
  const { put, take } = plannedWireCalls(toxiproxy, plan.runId, fault);
  const growing = (fault.stages ?? []).map(({ afterSeconds, attributes }) => ({
    atSeconds: fault.atSeconds + afterSeconds,
    text: `${callText({ method: 'POST', url: `${put.url}/peakproof-${plan.runId}-${fault.name}`, body: attributes })} (in Toxiproxy's own names)`,
  }));
  const back =
    fault.kind === 'failover'
      ? [
          {
            atSeconds: plan.timing.endSeconds,
            text: `${callText(plannedWireCalls(toxiproxy, plan.runId, wayBackOf(fault)).take)} (when the run ends)`,
          },
        ]
      : [];
  return [
    { atSeconds: fault.atSeconds, text: callText(put) },
    ...growing,
    { atSeconds: healedAt, text: callText(take) },
    ...back,
  ];
};

/** Every call that the faults of the plan will make, in order of time; each is read back by a GET after it. */
export const plannedCallsOf = (plan: Plan, settings: Settings): readonly PlannedCall[] =>
  (plan.experiment?.faults ?? [])
    .flatMap((fault) => callsOf(plan, settings, fault))
    .toSorted((a, b) => a.atSeconds - b.atSeconds);
