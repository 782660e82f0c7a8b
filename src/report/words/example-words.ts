/** The first part of an example of a broken invariant: what the books say. What the client saw follows in the report. */
export const headOfExample = (example: string): string => example.split(' | ')[0] ?? example;
