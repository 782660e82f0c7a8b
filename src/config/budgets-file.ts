import { z } from 'zod';
import type { Problem } from '../core/errors.ts';
import { budgetSchema, type Budget } from '../core/wire/budgets.ts';
import { evidenceVersion } from '../core/wire/plan.ts';
import { findJsonFlaw } from './json-syntax.ts';
import { nearestName } from './nearest-name.ts';
import { problemsFromIssues } from './problems.ts';

/** A budget as a person writes it: `step`, `phase` and `fault` may be left out where they do not apply. */
export const writtenBudgetSchema = z
  .strictObject({
    ...budgetSchema.shape,
    step: budgetSchema.shape.step.default(null),
    phase: budgetSchema.shape.phase.default(null),
    fault: budgetSchema.shape.fault.default(null),
  })
  .pipe(budgetSchema);

/** Says of a budget file that it is what CloudWatch had at an instant. */
const snapshotSchema = z.strictObject({ region: z.string(), prefix: z.string(), readAt: z.iso.datetime() });
export type Snapshot = z.output<typeof snapshotSchema>;

const fileOf = <Item extends z.ZodType>(budget: Item) =>
  z.strictObject({
    $schema: z.string().optional(),
    schemaVersion: z.literal(evidenceVersion),
    snapshot: snapshotSchema.optional(),
    budgets: z.array(budget),
  });

const writtenFileSchema = fileOf(writtenBudgetSchema);
/** The file around its budgets, so that a flaw in the one does not hide those in the others. */
const envelopeSchema = fileOf(z.unknown());

/** JSON Schema of a budget file, for editors: `docs/budgets.schema.json`. */
export const budgetsFileJsonSchema = (): unknown => z.toJSONSchema(writtenFileSchema, { io: 'input' });

/** Where a budget stood in its file, for messages; budgets from elsewhere are counted as they are listed. */
const positionInFile = new WeakMap<Budget, number>();

interface ParsedBudgetsFile {
  /** The budgets that are in order. */
  readonly budgets: Budget[];
  readonly problems: Problem[];
  /** Null for a file that does not say that it is one. */
  readonly snapshot: Snapshot | null;
}

const readBudget = (input: unknown, index: number, file: string): Budget | Problem[] => {
  const parsed = writtenBudgetSchema.safeParse(input);
  if (parsed.success) {
    positionInFile.set(parsed.data, index);
    return parsed.data;
  }
  const place = `budgets[${index}]`;
  return problemsFromIssues(file, parsed.error.issues, input).map((problem) => ({
    ...problem,
    path: problem.path === '(whole file)' ? place : `${place}.${problem.path}`,
  }));
};

const duplicateNames = (inputs: readonly unknown[], file: string): Problem[] => {
  const firstIndex = new Map<unknown, number>();
  return inputs.flatMap((input, index): Problem[] => {
    const name: unknown = typeof input === 'object' && input !== null && 'name' in input ? input.name : undefined;
    if (typeof name !== 'string') return [];
    const first = firstIndex.get(name);
    firstIndex.set(name, first ?? index);
    if (first === undefined) return [];
    const message = `two budgets of one name: also budgets[${first}]`;
    return [{ file, path: `budgets[${index}].name`, message, received: name, allowed: 'a name of its own' }];
  });
};

/**
 * Reads a budget file.
 * @param file how messages call it.
 * @returns the budgets in order and every problem at once; a text that is not JSON is one problem with line and column.
 */
export const parseBudgetsFile = (text: string, file: string): ParsedBudgetsFile => {
  const json = text.replace(/^\uFEFF/, '');
  const flaw = findJsonFlaw(json);
  if (flaw !== null) {
    const received = json.split('\n')[flaw.line - 1]?.slice(flaw.column - 1, flaw.column + 29);
    const path = `line ${flaw.line}, column ${flaw.column}`;
    const problem = { file, path, message: 'is not JSON', received: received || 'the end', allowed: flaw.expected };
    return { budgets: [], problems: [problem], snapshot: null };
  }
  const input: unknown = JSON.parse(json);
  const envelope = envelopeSchema.safeParse(input);
  const problems = envelope.success ? [] : problemsFromIssues(file, envelope.error.issues, input);
  const listed: unknown = typeof input === 'object' && input !== null && 'budgets' in input ? input.budgets : undefined;
  const inputs: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const read = inputs.map((each, index) => readBudget(each, index, file));
  const budgets = read.flatMap((each) => (Array.isArray(each) ? [] : [each]));
  problems.push(...read.flatMap((each) => (Array.isArray(each) ? each : [])), ...duplicateNames(inputs, file));
  return { budgets, problems, snapshot: envelope.data?.snapshot ?? null };
};

/**
 * Checks that budgets speak of steps and faults that the run will have.
 * @returns a problem for each that is misspelt, with the name that was probably meant.
 */
export const checkBudgetsAgainstPlan = (
  budgets: readonly Budget[],
  plan: { readonly steps: readonly string[]; readonly faults: readonly string[]; readonly file: string },
): Problem[] => {
  const unknown = (what: 'step' | 'fault', typed: string | null, names: readonly string[], index: number) => {
    if (typed === null || names.includes(typed)) return [];
    const nearest = nearestName(typed, names);
    return [
      {
        file: plan.file,
        path: `budgets[${index}].${what}`,
        message: `there is no such ${what} in this run${nearest === null ? '' : `; did you mean ${nearest}?`}`,
        received: typed,
        allowed: names.join(', '),
      },
    ];
  };
  return budgets.flatMap((budget, listed) => {
    const index = positionInFile.get(budget) ?? listed;
    return [
      ...unknown('step', budget.step, plan.steps, index),
      ...unknown('fault', budget.fault, ['*', ...plan.faults], index),
    ];
  });
};

/** Puts budgets aside that limit a fault of another experiment; a fault that no experiment knows stays, to be refused. */
export const separateElsewhere = (
  budgets: readonly Budget[],
  faultsOfRun: readonly string[],
  knownFaults: ReadonlySet<string>,
): { applicable: Budget[]; elsewhere: Budget[] } => {
  const isElsewhere = ({ fault }: Budget): boolean =>
    fault !== null && fault !== '*' && !faultsOfRun.includes(fault) && knownFaults.has(fault);
  return {
    applicable: budgets.filter((budget) => !isElsewhere(budget)),
    elsewhere: budgets.filter(isElsewhere),
  };
};

/** A budget without the fields that do not apply to it, as a person would write it. */
export const writeBudget = (budget: Budget): Record<string, unknown> =>
  Object.fromEntries(Object.entries(budget).filter(([, value]) => value !== null));

/** The text of a budget file that `parseBudgetsFile` reads back as the same budgets. */
export const formatBudgetsFile = (budgets: readonly Budget[], snapshot?: Snapshot): string =>
  `${JSON.stringify({ schemaVersion: evidenceVersion, ...(snapshot === undefined ? {} : { snapshot }), budgets: budgets.map(writeBudget) }, null, 2)}\n`;
