export const parts: readonly (readonly [name: string, source: string, limit: number])[];

export function bundled(source: string): Promise<{ readonly gzipBytes: number; readonly modules: number }>;
