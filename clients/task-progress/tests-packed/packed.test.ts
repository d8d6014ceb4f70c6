import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publint } from 'publint';
import { consumer, discard, pack, packageFolder, run } from './packed.ts';

let folder: string;
let file: string;

beforeAll(async () => {
  ({ folder, file } = await pack());
});
afterAll(() => discard(folder));

describe('the packed client', () => {
  it('has only what its users need', async () => {
    const files = (await run(folder, 'tar', '-tzf', file)).trim().split('\n');

    expect(files).toContain('package/README.md');
    expect(files.filter((name) => !/^package\/(dist\/.+\.(js|d\.ts)|package\.json|README\.md)$/.test(name))).toEqual([]);
  });

  it('is clean for publint', async () => {
    const { messages } = await publint({ pkgDir: packageFolder, level: 'suggestion', strict: true, pack: false });
    expect(messages).toEqual([]);
  });

  it('is clean for Are the types wrong, as a package of ES modules', async () => {
    const command = join(packageFolder, '../node_modules/@arethetypeswrong/cli/dist/index.js');
    // It fails at any problem but that there is nothing for CommonJS.
    expect(await run(folder, process.execPath, command, file, '--profile', 'esm-only', '--format', 'ascii')).toContain(
      'node16 (from ESM): 🟢 (ESM)',
    );
  });
});

describe('installed into an empty project', () => {
  it('of Vite it type-checks and is built', async () => {
    const project = await consumer('vite', folder, file);
    await run(project, 'npx', 'tsc');
    await run(project, 'npx', 'vite', 'build');
  });

  it('of Next.js it type-checks, is rendered on the server and built', async () => {
    const project = await consumer('next', folder, file);
    await run(project, 'npx', 'next', 'build');

    expect(await readFile(join(project, '.next/server/app/index.html'), 'utf8')).toMatch(
      /data-hub="\/api\/v1\/ws"><progress[^>]* title="connecting"/,
    );
  });

  it('of Node it type-checks and runs: at a wrong URL it says so, once', async () => {
    let asked = 0;
    const server = createServer((_, response) => void ((asked += 1), response.writeHead(404).end()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const project = await consumer('node', folder, file);
      await run(project, 'npx', 'tsc');
      const { port } = server.address() as AddressInfo;

      expect(await run(project, process.execPath, 'out/main.js', `http://127.0.0.1:${port}`, 'import-1')).toBe('wrong_url true false\n');
      expect(asked).toBe(1);
    } finally {
      server.close();
    }
  });
});
