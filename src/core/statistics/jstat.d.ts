/** The part of jstat 1.9 that is used here; the package has no types of its own. */
declare module 'jstat' {
  interface JStat {
    readonly beta: { inv(probability: number, alpha: number, beta: number): number };
    readonly studentt: { inv(probability: number, degreesOfFreedom: number): number };
    readonly chisquare: { inv(probability: number, degreesOfFreedom: number): number };
    readonly normal: { inv(probability: number, mean: number, standardDeviation: number): number };
  }
  const jstat: { readonly jStat: JStat };
  export default jstat;
}
