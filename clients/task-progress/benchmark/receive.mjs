// Receives all events of a task once, in the way that it is told, and prints the processor time that this took, in milliseconds.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { TaskProgressClient } from 'roadmap-task-progress';

const [way, port, text] = process.argv.slice(2);
const url = `http://127.0.0.1:${port}`;
const events = Number(text);

async function bare() {
  const hub = new HubConnectionBuilder()
    .withUrl(`${url}/api/v1/ws`, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
    .configureLogging(LogLevel.None)
    .build();
  hub.on('connected', () => undefined);
  const all = new Promise((resolve) => hub.on('progress', ({ seq }) => seq === events && resolve()));
  await hub.start();
  await hub.invoke('Subscribe', { task_id: 't', after: { seq: 0 } });
  await all;
  await hub.stop();
}

async function handlers() {
  const client = new TaskProgressClient({ url, skipNegotiation: true });
  const watch = client.watch('t', { after: { seq: 0 } });
  await new Promise((resolve) => watch.on('progress', ({ seq }) => seq === events && resolve()));
  client.close();
}

async function iteration() {
  const client = new TaskProgressClient({ url, skipNegotiation: true });
  for await (const message of client.watch('t', { after: { seq: 0 } })) if (message.seq === events) break;
  client.close();
}

const before = process.cpuUsage();
await { bare, handlers, iteration }[way]();
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1_000);
process.exit();
