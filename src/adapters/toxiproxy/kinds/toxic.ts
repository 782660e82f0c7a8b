import { curlText, type ApiCall } from '../../../core/api-call.ts';
import type { ToxicKind } from '../../../core/fault-family.ts';
import { attributesOf, type FaultAttributes } from '../../../core/fault-kinds.ts';
import type { Toxic } from '../server.ts';
import type { FaultMechanism, FaultPlace } from './mechanism.ts';

const differs = (a: number | undefined, b: number): boolean => a === undefined || Math.abs(a - b) > 1e-6;

const difference = (wanted: Toxic, found: Toxic): string | null => {
  if (found.type !== wanted.type) return `type is ${found.type}, not ${wanted.type}`;
  if (found.stream !== wanted.stream) return `stream is ${found.stream}, not ${wanted.stream}`;
  if (differs(found.toxicity, wanted.toxicity)) return `toxicity is ${found.toxicity}, not ${wanted.toxicity}`;
  const wrong = Object.entries(wanted.attributes).find(([name, value]) => differs(found.attributes[name], value));
  return wrong === undefined ? null : `${wrong[0]} is ${found.attributes[wrong[0]] ?? 'absent'}, not ${wrong[1]}`;
};

/**
 * A kind that is one Toxiproxy toxic.
 * @param kind name, the same at Toxiproxy.
 * @param toWire our attributes, units in their names, to Toxiproxy's own. Every attribute that Toxiproxy has must be given: one that is
 *   left out is 0 there, and would not be read back.
 */
export const toxicMechanism = <K extends ToxicKind>(
  kind: K,
  toWire: (attributes: FaultAttributes<K>) => Readonly<Record<string, number>>,
): FaultMechanism & { toxic(place: Pick<FaultPlace, 'toxicName' | 'fault'>): Toxic } => {
  const toxic = ({ toxicName, fault }: Pick<FaultPlace, 'toxicName' | 'fault'>): Toxic => {
    const attributes = attributesOf(kind, fault.attributes);
    const stream = attributes.stream ?? 'downstream';
    return { name: toxicName, type: kind, stream, toxicity: fault.toxicity, attributes: { ...toWire(attributes) } };
  };
  const removal = ({ server, fault, toxicName }: FaultPlace): ApiCall => ({
    method: 'DELETE',
    url: `${server.url}/proxies/${fault.proxy}/toxics/${toxicName}`,
  });
  return {
    toxic,
    refusal: () => null,
    put: (place) => place.server.addToxic(place.fault.proxy, toxic(place)),
    adjust: (place) => place.server.changeToxic(place.fault.proxy, toxic(place)),
    take: ({ server, fault, toxicName }) => server.removeToxic(fault.proxy, toxicName),
    missing: (place, proxy) => {
      const found = proxy.toxics.find(({ name }) => name === place.toxicName);
      return found === undefined ? 'the toxic is not there' : difference(toxic(place), found);
    },
    remaining: ({ toxicName }, proxy) =>
      proxy.toxics.some(({ name }) => name === toxicName) ? `the toxic ${toxicName} is still there` : null,
    takingMayHang: true,
    calls: (place) => ({
      put: { method: 'POST', url: `${place.server.url}/proxies/${place.fault.proxy}/toxics`, body: toxic(place) },
      take: removal(place),
    }),
    byHand: (place) => curlText(removal(place)),
  };
};
