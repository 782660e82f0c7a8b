import { budgetPrefix, type BudgetScope } from '../../config/budget-place.ts';
import { BadInputError, type Problem } from '../../core/errors.ts';

/** What may be a part of an alarm's name, a namespace and the value of a dimension. */
const part = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/**
 * The prefix of every alarm of a scope; `where` is the file or command line that the scope was written in.
 * @throws BadInputError when a part could reach beyond its place in the name, `staging/../production` for one.
 */
export const alarmPrefix = (scope: BudgetScope, where: string): string => {
  const { app, environment, scenario } = scope;
  const parts = Object.entries({ app, environment, ...(scenario === undefined ? {} : { scenario }) });
  const problems = parts.flatMap(([path, received]): Problem[] =>
    part.test(received)
      ? []
      : [
          {
            file: where,
            path,
            message: 'cannot be part of an alarm name',
            received: JSON.stringify(received),
            allowed: '1 to 63 letters, digits, dots, dashes and underscores, a letter or digit first',
          },
        ],
  );
  if (problems.length > 0) throw new BadInputError(problems);
  return budgetPrefix(scope);
};
