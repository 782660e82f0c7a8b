/** Who ended a run before its time: the reason of its signal is the name of a system signal, or `operator`. */
export const interruptedBy = ({ reason }: AbortSignal): 'SIGINT' | 'SIGTERM' | 'operator' => {
  const by: unknown = reason;
  return by === 'SIGTERM' || by === 'operator' ? by : 'SIGINT';
};
