import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const clients = join(import.meta.dirname, '../..');

/** The blocks of TypeScript in docs/clients.md, by their names. */
async function blocks(): Promise<Map<string, string>> {
  const text = await readFile(join(clients, '../docs/clients.md'), 'utf8');
  return new Map(
    [...text.matchAll(/^```(tsx?) run=(\S+)\n(.*?)^```$/gms)].map(([, language, name, code]) => [`${name}.${language}`, code!]),
  );
}

it('type-checks every block of TypeScript in docs/clients.md, with the package as it is built', async () => {
  const folder = await mkdtemp(join(clients, 'task-progress/docs-'));
  try {
    const found = await blocks();
    expect(found.size).toBeGreaterThanOrEqual(6);
    for (const [name, code] of found) await writeFile(join(folder, name), code);
    const config = { extends: '../../tsconfig.base.json', compilerOptions: { types: ['node'], skipLibCheck: false }, include: ['.'] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const compiling = promisify(execFile)('npx', ['tsc', '-p', folder], { cwd: join(clients, 'task-progress') });

    expect(
      await compiling.then(
        () => '',
        ({ stdout }: { stdout: string }) => stdout,
      ),
    ).toBe('');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
