import { describe, expect, it } from 'vitest';
import { readRunbook } from './runbook-steps.ts';

const markdown = `# Database fail-over

Some words. 1. not a step

## What to do

1. Note the time.
2. Look whether the shop says "try again",
   or spins.
- an explanation
- [ ] Call the owner.

    npx peakproof chaos heal

\`\`\`
3. not a step either
\`\`\`
`;

describe('readRunbook', () => {
  it('takes numbered and task items as steps, over their lines, and nothing else', () =>
    expect(readRunbook('database-failover', markdown)).toEqual({
      name: 'database-failover',
      title: 'Database fail-over',
      steps: ['Note the time.', 'Look whether the shop says "try again", or spins.', 'Call the owner.'],
    }));

  it('has no steps where there are none, and the name for a title', () =>
    expect(readRunbook('plain', 'Just words.')).toEqual({ name: 'plain', title: 'plain', steps: [] }));
});
