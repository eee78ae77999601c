/** Begins each line that tests print, to tell it from what VS Code itself logs beside it. */
export const hostLine = '│ ';
