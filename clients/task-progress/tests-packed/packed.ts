import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const packageFolder = join(import.meta.dirname, '..');

/** Runs a program to its end. What it said is in the error when it fails. */
export async function run(folder: string, program: string, ...parameters: string[]): Promise<string> {
  const env = { ...process.env, CI: '1', NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: undefined, VITEST: undefined };
  try {
    const { stdout } = await promisify(execFile)(program, parameters, { cwd: folder, env, timeout: 200_000, maxBuffer: 1 << 24 });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${parameters.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

/** The file that would be published, in a folder that can be thrown away. */
export async function pack(): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'task-progress-'));
  const [packed] = JSON.parse(await run(packageFolder, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder)) as [
    { filename: string },
  ];
  return { folder, file: join(folder, packed.filename) };
}

/** A copy of a project of `consumers` with the packed file installed. */
export async function consumer(name: string, folder: string, file: string): Promise<string> {
  const copy = join(folder, name);
  await cp(join(packageFolder, 'consumers', name), copy, { recursive: true });
  const manifest = JSON.parse(await readFile(join(copy, 'package.json'), 'utf8')) as { dependencies?: Record<string, string> };
  manifest.dependencies = { ...manifest.dependencies, 'roadmap-task-progress': `file:${file}` };
  await writeFile(join(copy, 'package.json'), JSON.stringify(manifest));
  await run(copy, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error');
  return copy;
}

export const discard = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
