// The bytes and modules of each part of the package, and of the packed file. Usage: npm run sizes
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundled, parts } from './bundle.mjs';

console.log('| import | bytes, gzipped | modules |\n|---|---|---|');
for (const [name, source] of parts) {
  const { gzipBytes, modules } = await bundled(source);
  console.log(`| ${name} | ${gzipBytes} | ${modules} |`);
}
const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
const { stdout } = await promisify(execFile)('npm', pack, { cwd: join(import.meta.dirname, '..'), timeout: 60_000 });
const [{ size, entryCount }] = JSON.parse(stdout);
console.log(`| the packed file | ${size} | ${entryCount} files |`);
