import type { z } from 'zod';
import type { Problem } from '../core/errors.ts';

/** `['budgets', 2, 'step']` → `budgets[2].step`. */
const formatPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    input,
  );

/** A value as a person would recognise it in a message, at most 80 characters. */
export const describeValue = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text =
    typeof value === 'function' ? 'a function' : typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
};

const allowedBy = (issue: z.core.$ZodIssue): string | undefined => {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map((value) => describeValue(value)).join(', ');
    case 'invalid_type':
      return issue.expected;
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
    default:
      return undefined;
  }
};

const flatten = (issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] => {
  if (issue.code !== 'invalid_union') return [issue];
  const nearest = [...issue.errors].sort((a, b) => a.length - b.length)[0];
  if (nearest === undefined || nearest.length === 0) return [issue];
  return nearest.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
};

/**
 * Every issue of a schema as a problem with path, received and allowed values.
 * An unknown key becomes one problem a key; of a union the branch that fits best is reported.
 */
export const problemsFromIssues = (file: string, issues: readonly z.core.$ZodIssue[], input: unknown): Problem[] =>
  issues.flatMap(flatten).flatMap((issue): Problem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        file,
        path: formatPath([...issue.path, key]),
        message: 'unknown key',
        received: describeValue(valueAt(input, [...issue.path, key])),
      }));
    }
    const allowed = allowedBy(issue);
    return [
      {
        file,
        path: formatPath(issue.path) || '(whole file)',
        message: issue.message,
        received: describeValue(valueAt(input, issue.path)),
        ...(allowed === undefined ? {} : { allowed }),
      },
    ];
  });
