import type { BudgetPlace } from '../../config/budget-place.ts';
import type { Problem } from '../../core/errors.ts';
import type { Budget } from '../../core/wire/budgets.ts';
import { alarmFor, longestDescription, longestName, type BudgetAlarm } from './alarm.ts';

/** What CloudWatch takes as the value of a dimension. */
const dimensionValue = /^[!-9;-~][ -~]{0,254}$/;
const controlCharacter = /\p{Cc}/u;

/**
 * The alarms of a list of budgets, in its order.
 * @returns also every budget that cannot become an alarm: two that would share one, a name or a
 *   description that CloudWatch does not take.
 */
export const planAlarms = (
  budgets: readonly Budget[],
  place: BudgetPlace,
  file: string,
): { readonly alarms: BudgetAlarm[]; readonly problems: Problem[] } => {
  const takenBy = new Map<string, number>();
  const problems: Problem[] = [];
  const alarms = budgets.map((budget, index) => {
    const alarm = alarmFor(budget, place);
    const { AlarmName: name, AlarmDescription: description } = alarm;
    const refuse = (message: string, received: string, allowed: string): void =>
      void problems.push({ file, path: `budgets[${index}]`, message, received, allowed });
    const taken = takenBy.get(name);
    if (taken !== undefined)
      refuse(`limits the same as budgets[${taken}]`, name, 'one budget for an indicator, step, and phase or fault');
    else takenBy.set(name, index);
    if (name.length > longestName)
      refuse('the name of its alarm is too long', `${name.length} characters`, `at most ${longestName}`);
    if (controlCharacter.test(name))
      refuse('the name of its alarm has a control character', JSON.stringify(name), 'printable characters');
    if (name !== name.normalize('NFC'))
      refuse('the name of its alarm is not in Unicode form C', JSON.stringify(name), 'composed characters');
    if (budget.step !== null && !dimensionValue.test(budget.step))
      refuse('its step cannot be a dimension', JSON.stringify(budget.step), '1 to 255 printable ASCII characters');
    if (description.length > longestDescription)
      refuse('is too long for an alarm', `${description.length} characters as JSON`, `at most ${longestDescription}`);
    return alarm;
  });
  return { alarms, problems };
};
