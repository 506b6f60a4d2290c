/** The steps that a pipeline allows: forward one stage, back any number with a reason, won from the last, lost from any. */
export interface Step {
  to: string;
  back: boolean;
}

export function stepsFrom(stage: string, stages: readonly string[]): Step[] {
  const here = stages.indexOf(stage);
  if (here < 0) return [];
  const next = stages[here + 1];
  return [...(next ? [{ to: next, back: false }] : []), ...stages.slice(0, here).reverse().map((to) => ({ to, back: true }))];
}

export function isLast(stage: string, stages: readonly string[]): boolean {
  return stages.at(-1) === stage;
}
