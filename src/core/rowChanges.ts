// Which rows of a tree differ from those that were drawn, so that all others stay as they are.

/** All that shows of a row, and the ids of those below it, in their order. */
export interface DrawnRow {
  readonly shown: string;
  readonly below: readonly string[];
}

/** By id; `rootId` stands for what is above all rows. */
export type DrawnRows = ReadonlyMap<string, DrawnRow>;

export const rootId = '';

/** The ids of the rows to draw anew, together with what is below them. `rootId` comes alone. */
export function changedRows(before: DrawnRows, after: DrawnRows): readonly string[] {
  const changed = [...after].flatMap(([id, row]) => {
    const drawn = before.get(id);
    // Who is new is drawn with the row above.
    return drawn === undefined || isSame(drawn, row) ? [] : [id];
  });
  return before.size === 0 || changed.includes(rootId) ? [rootId] : changed;
}

function isSame(one: DrawnRow, other: DrawnRow): boolean {
  return (
    one.shown === other.shown &&
    one.below.length === other.below.length &&
    one.below.every((id, index) => id === other.below[index])
  );
}
