/** By how much from the first third to the last, by the middle of each; the very first is not settled yet. */
export function grewBy(numbers: readonly number[]): number {
  const settled = numbers.slice(1);
  const third = Math.floor(settled.length / 3);
  if (third === 0) return 0;
  return median(settled.slice(-third)) - median(settled.slice(0, third));
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
