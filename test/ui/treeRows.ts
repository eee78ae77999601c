// Rows of the tree as a test expects them: what is usual, and what is said of this one.
import type { TreeRow } from '../support/vscode/treeView.ts';

export const session = (
  label: string,
  [description, spoken]: readonly [string, string],
  rest: Partial<TreeRow>,
): TreeRow => ({
  label,
  description,
  ariaLabel: `${label}, ${spoken}`,
  level: 1,
  expanded: false,
  icons: [],
  actions: [],
  ...rest,
});

export const below = (label: string, description: string, rest: Partial<TreeRow>): TreeRow => ({
  label,
  description,
  ariaLabel: `${label} ${description}`.trim(),
  level: 2,
  expanded: undefined,
  icons: [],
  actions: [],
  ...rest,
});
