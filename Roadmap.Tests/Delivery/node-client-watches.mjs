// The client package as it is built, driven by NodeClientWatches: each line of its input begins a watch or ends one, each line of its
// output is a message that a watch yielded, or how it ended. It ends with its input.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const { webPackage, count, token, ...options } = JSON.parse(process.argv[2]);
const { TaskProgressClient } = await import(pathToFileURL(createRequire(webPackage).resolve('roadmap-task-progress')).href);

if (token) options.accessToken = () => token;
const clients = Array.from({ length: count }, () => new TaskProgressClient(options));
const watches = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  const { watch, task, after } = JSON.parse(line);
  if (task === undefined) watches.get(watch)?.close();
  else void follow(watch, clients[watch % clients.length].watch(task, { after: after ?? undefined }));
}
process.exit();

async function follow(number, watch) {
  watches.set(number, watch);
  try {
    for await (const message of watch) tell({ watch: number, message });
    tell({ watch: number, end: watch.state.name });
  } catch (error) {
    tell({ watch: number, error: `${error.name} ${error.code}, ${error.final ? 'final' : 'passing'}: ${error.message}` });
  }
  watches.delete(number);
}

function tell(said) {
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
