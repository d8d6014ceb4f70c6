import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';
import { describe, expect, it } from 'vitest';

interface Bundle {
  readonly gzipBytes: number;
  readonly modules: number;
}

/** What a page carries for such an import, minified, beside what it has anyhow. */
async function bundled(source: string): Promise<Bundle> {
  const entry = '\0entry';
  const result = (await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : id.startsWith('./src/') ? new URL(`../${id}`, import.meta.url).pathname : undefined),
        load: (id) => (id === entry ? source : undefined),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      rollupOptions: { input: entry, external: ['@microsoft/signalr', 'react'], preserveEntrySignatures: 'strict' },
    },
  })) as Rollup.RollupOutput;
  const [chunk] = result.output;
  return { gzipBytes: gzipSync(chunk.code, { level: 9 }).length, modules: Object.keys(chunk.modules).length - 1 };
}

const limits: readonly [string, string, number][] = [
  ['the core', "export { TaskProgressClient, watchTask, TaskProgressError } from './src/index.ts';", 6_000],
  ['one task alone', "export { watchTask } from './src/index.ts';", 6_000],
  ['the list of tasks beside it', "export { TaskProgressClient, watchTasks } from './src/index.ts';", 8_000],
  ['the hooks and all that they need', "export * from './src/react/index.ts';", 9_000],
  ['the classes of the earlier front end', "export * from './src/legacy/index.ts';", 4_500],
];

describe('the size beside @microsoft/signalr, gzipped', () => {
  it.each(limits)('of %s', async (_, source, limit) => {
    const { gzipBytes, modules } = await bundled(source);

    console.log(`${source} ${gzipBytes} bytes, ${modules} modules`);
    expect(gzipBytes).toBeLessThan(limit);
  });

  it('is nothing for whoever imports nothing', async () => {
    expect(
      (await bundled("import './src/index.ts'; import './src/react/index.ts'; import './src/legacy/index.ts';")).modules,
    ).toBeLessThanOrEqual(0);
  });
});
