import type { BuildOptions } from 'esbuild';

/** The folder of the project. */
export const root: string;
export const bundleOptions: readonly BuildOptions[];
