import { describe, expect, it } from 'vitest';
import { userConfigSchema } from './config.ts';
import { problemsFromIssues } from './problems.ts';

const problemsOf = (input: unknown) => {
  const parsed = userConfigSchema.safeParse(input);
  return parsed.success ? [] : problemsFromIssues('k6.config.ts', parsed.error.issues, input);
};

describe('problemsFromIssues', () => {
  it('names every unknown key with its path and value', () => {
    expect(problemsOf({ lod: 1, load: { user: 2 } })).toEqual([
      { file: 'k6.config.ts', path: 'load.user', message: 'unknown key', received: '2' },
      { file: 'k6.config.ts', path: 'lod', message: 'unknown key', received: '1' },
    ]);
  });

  it('says what is allowed', () => {
    const [problem] = problemsOf({ load: { curve: 'sideways' } });
    expect(problem).toMatchObject({
      path: 'load.curve',
      received: '"sideways"',
      allowed: '"constant", "ramp", "doors-open", "spike", "steps"',
    });
  });

  it('reports several problems at once, a negative duration among them', () => {
    const paths = problemsOf({ load: { users: 0, plateau: '-5s' }, baseUrl: 'not a url' }).map(
      (problem) => problem.path,
    );
    expect(paths.sort()).toEqual(['baseUrl', 'load.plateau', 'load.users']);
  });
});
