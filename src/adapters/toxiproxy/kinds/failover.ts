import { attributesOf } from '../../../core/fault-kinds.ts';
import { backByHand, movedMeanwhile, moveCall, switchCall, type FaultMechanism, type FaultPlace } from './mechanism.ts';
import { notLeadingTo } from './reroute.ts';

const addresses = ({ fault }: FaultPlace) => attributesOf('failover', fault.attributes);

/**
 * Drops connections and refuses new ones; healing brings the target back at another upstream, as a standby that was promoted. The way
 * back to its own upstream is in the lease and is taken when the run ends. It says nothing of what a promotion does to data: both
 * upstreams must be the same database.
 */
export const failover: FaultMechanism = {
  refusal: (place, proxy) => movedMeanwhile(addresses(place).fromAddress, proxy),
  put: ({ server, fault }) => server.setEnabled(fault.proxy, false),
  take: (place) => place.server.moveTo(place.fault.proxy, addresses(place).toAddress),
  missing: (_place, proxy) => (proxy.enabled ? 'the proxy is still enabled' : null),
  remaining: (place, proxy) => notLeadingTo(proxy, addresses(place).toAddress),
  takingMayHang: false,
  calls: (place) => {
    const { to, toAddress } = addresses(place);
    return { put: switchCall(place, false), take: moveCall(place, toAddress ?? to) };
  },
  byHand: (place) => backByHand(place, addresses(place).fromAddress),
};
