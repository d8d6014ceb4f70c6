// The processor time per 10,000 events received in Node, beside the bare @microsoft/signalr. Read the ratio: the times are the machine's.
// Each run is a process of its own, and the ways take turns. Usage: npm run benchmark [-- ROUNDS]
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';

const events = 100_000;
const rounds = Number(process.argv[2] ?? 9);
const ways = ['bare', 'handlers', 'iteration'];
const script = (name) => join(import.meta.dirname, name);

const server = spawn(process.execPath, [script('server.mjs'), String(events)], { stdio: ['pipe', 'pipe', 'inherit'] });
const [line] = await once(server.stdout, 'data');
const port = String(line).trim();

const times = Object.fromEntries(ways.map((way) => [way, []]));
for (let round = 0; round < rounds; round++) {
  for (const way of ways) {
    const { stdout } = await promisify(execFile)(process.execPath, [script('receive.mjs'), way, port, String(events)], {
      timeout: 120_000,
    });
    times[way].push((Number(stdout) * 10_000) / events);
  }
}
server.stdin.end();

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
console.log('| received by | CPU per 10,000 events, ms (median) | ratio to bare (median of rounds) |\n|---|---|---|');
for (const way of ways) {
  const ratio = median(times[way].map((time, round) => time / times.bare[round]));
  console.log(`| ${way} | ${median(times[way]).toFixed(1)} | ${ratio.toFixed(2)} |`);
}
