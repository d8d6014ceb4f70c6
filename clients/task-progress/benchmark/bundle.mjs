// What a page carries for an import of the package's sources, minified, beside what it has anyhow.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const sources = join(import.meta.dirname, '../src');
const entry = '\0entry';

/** The parts of the package: what is imported, and the limit of its gzipped bytes that the tests hold. */
export const parts = [
  ['the core', "export { TaskProgressClient, watchTask, TaskProgressError } from './src/index.ts';", 6_000],
  ['one task alone', "export { watchTask } from './src/index.ts';", 6_000],
  ['the list of tasks beside it', "export { TaskProgressClient, watchTasks } from './src/index.ts';", 8_000],
  ['the hooks and all that they need', "export * from './src/react/index.ts';", 9_000],
  ['the renewal of tokens, with the core', "export { TaskProgressClient } from './src/index.ts'; export * from './src/renewal.ts';", 6_900],
  ['the classes of the earlier front end', "export * from './src/legacy/index.ts';", 4_500],
];

export async function bundled(source) {
  const resolveId = (id) => (id === entry ? id : id.startsWith('./src/') ? join(sources, id.slice('./src/'.length)) : undefined);
  const load = (id) => (id === entry ? source : undefined);
  const { output } = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [{ name: 'entry', resolveId, load }],
    build: {
      write: false,
      target: 'es2022',
      rollupOptions: { input: entry, external: ['@microsoft/signalr', 'react'], preserveEntrySignatures: 'strict' },
    },
  });
  const [chunk] = output;
  return { gzipBytes: gzipSync(chunk.code, { level: 9 }).length, modules: Object.keys(chunk.modules).length - 1 };
}
