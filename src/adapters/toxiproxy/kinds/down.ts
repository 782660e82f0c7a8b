import { curlText } from '../../../core/api-call.ts';
import { switchCall, type FaultMechanism } from './mechanism.ts';

/**
 * Disables the proxy: connections are dropped and new ones refused. It hits all connections or none, and Toxiproxy does not record who
 * disabled a proxy: the lease does.
 */
export const down: FaultMechanism = {
  refusal: (_place, proxy) => (proxy.enabled ? null : 'it is disabled already, and not by this fault'),
  put: ({ server, fault }) => server.setEnabled(fault.proxy, false),
  take: ({ server, fault }) => server.setEnabled(fault.proxy, true),
  missing: (_place, proxy) => (proxy.enabled ? 'the proxy is still enabled' : null),
  remaining: (_place, proxy) => (proxy.enabled ? null : `the proxy ${proxy.name} is still disabled`),
  takingMayHang: false,
  calls: (place) => ({ put: switchCall(place, false), take: switchCall(place, true) }),
  byHand: (place) => curlText(switchCall(place, true)),
};
