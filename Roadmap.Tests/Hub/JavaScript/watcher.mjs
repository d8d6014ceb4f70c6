// A stock @microsoft/signalr client, driven by NodeWatcher: each line of its input calls a hub method, each line of its output is one thing
// that it saw. It does what every such client should: it keeps its position, and subscribes again from there when it is back. It ends with
// its input.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

const { webPackage, url, transport, skipNegotiation, isPacked, types } = JSON.parse(process.argv[2]);
const require = createRequire(webPackage);
const { HttpTransportType, HubConnectionBuilder, JsonHubProtocol, LogLevel } = require('@microsoft/signalr');
const { MessagePackHubProtocol } = require('@microsoft/signalr-protocol-msgpack');

const retryDelay = 50;

const connection = new HubConnectionBuilder()
  .withUrl(url, { transport: HttpTransportType[transport], skipNegotiation })
  .withHubProtocol(isPacked ? new MessagePackHubProtocol() : new JsonHubProtocol())
  .withAutomaticReconnect({ nextRetryDelayInMilliseconds: () => retryDelay })
  .configureLogging(LogLevel.None)
  .build();

let watched;
let position;

for (const type of types) {
  connection.on(type, message => {
    if (message.position) position = message.position;
    else if (message.seq) position = { epoch: message.epoch, seq: message.seq };
    saw(type, message);
  });
}
connection.onreconnecting(() => saw('reconnecting'));
connection.onreconnected(async () => {
  saw('reconnected');
  if (watched) await call('Subscribe', { task_id: watched, after: position });
});
connection.onclose(() => saw('closed'));

await start();
for await (const line of createInterface({ input: process.stdin })) {
  const { method, argument } = JSON.parse(line);
  if (method === 'Subscribe') watched = argument.task_id;
  await call(method, argument);
}
await connection.stop();

// Reconnecting is automatic only after a start that succeeded, and a server that closes at once makes the start fail.
async function start(attempts = 2_000) {
  try {
    await connection.start();
  } catch (error) {
    if (attempts === 1) throw error;
    await setTimeout(retryDelay);
    await start(attempts - 1);
  }
}

async function call(method, argument) {
  try {
    await connection.invoke(method, ...(argument === null ? [] : [argument]));
  } catch (error) {
    if (error.message.includes('log_unavailable: ')) {
      await setTimeout(retryDelay);
      await call(method, argument);
      return;
    }
    saw('refused', error.message);
  }
}

function saw(what, message = null) {
  console.log(JSON.stringify({ what, message }));
}
