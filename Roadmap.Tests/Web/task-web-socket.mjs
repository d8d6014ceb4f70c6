// The client package's TaskWebSocket over the `ws` library, driven by TaskWebSocketTests: each line of its output is a message that it told
// of. Nothing ends the process but that the class has come to rest.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [webPackage, baseUrl, taskId] = process.argv.slice(2);
const require = createRequire(webPackage);
const { runnerImport } = await import(pathToFileURL(require.resolve('vite')).href);
const legacy = join(dirname(webPackage), '../task-progress/src/legacy/index.ts');
const { module } = await runnerImport(legacy, { configFile: false, logLevel: 'error' });

const options = { baseUrl, WebSocket: require('ws'), backoff: { baseMs: 50, capMs: 100, floorMs: 10 } };
const tell = message => console.log(JSON.stringify(message));
new module.TaskWebSocket(taskId, { onAnyEvent: tell, onError: tell }, options).connect();
