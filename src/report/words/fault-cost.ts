import type { FaultCost, Recovery } from '../../core/wire/verdict.ts';
import { counted, formatMoney, formatSeconds } from './format.ts';

/** What a fault cost, in one line. */
export const faultCostLine = ({ faults, downtimeSeconds, ordersLost, revenueAtRiskCents }: FaultCost): string =>
  `${faults.join(' with ')}: checkout down for ${formatSeconds(downtimeSeconds)}, ${ordersLost} orders lost beyond the usual, ${formatMoney(revenueAtRiskCents)} at risk`;

const orNotBack = (seconds: number | null): string => (seconds === null ? 'not back' : formatSeconds(seconds));

/** Both durations of a recovery, how long it was degraded, and in how many episodes. */
export const recoveryDetail = (row: Recovery): string =>
  `service recovery ${orNotBack(row.serviceRecoverySeconds)}, after the heal ${orNotBack(row.selfHealingSeconds)}, degraded ${formatSeconds(row.degradedSeconds)} in ${counted(row.episodes, 'episode')}`;
