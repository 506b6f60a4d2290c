/** The outline of a tapered funnel: each stage as wide as its count, running into the next. */
export interface Piece {
  points: string;
  middle: number;
  width: number;
}

const LEAST = 0.14;

/** Trapezoids for `counts`, `width` x `height` each; the last ends as wide as it begins to narrow. */
export function funnelShape(counts: readonly number[], width: number, height: number, gap = 3): Piece[] {
  const most = Math.max(1, ...counts);
  const wide = counts.map((count) => width * Math.max(LEAST, count / most));
  return wide.map((top, index) => {
    const bottom = Math.min(top, wide[index + 1] ?? top * 0.86);
    const y = index * (height + gap);
    const left = (at: number) => (width - at) / 2;
    const corners = [
      [left(top), y],
      [left(top) + top, y],
      [left(bottom) + bottom, y + height],
      [left(bottom), y + height],
    ];
    return { points: corners.map((corner) => corner.map((value) => value.toFixed(1)).join(',')).join(' '), middle: y + height / 2, width: (top + bottom) / 2 };
  });
}

/** The stage after which the smallest share goes on, among those with enough to judge. */
export function bottleneck<S extends { conversion: { rate: number; few: boolean } | null; entered: number }>(stages: readonly S[]): S | null {
  const judged = stages.filter((stage) => stage.conversion && !stage.conversion.few && stage.conversion.rate < 1);
  return judged.reduce<S | null>((worst, stage) => (!worst || (stage.conversion?.rate ?? 1) < (worst.conversion?.rate ?? 1) ? stage : worst), null);
}
