// Node's ws, watching one task to its end: each message is one line of the output, and the last line is the close.
import { createRequire } from 'node:module';

const [url, webPackage] = process.argv.slice(2);
const WebSocket = createRequire(webPackage)('ws');

const socket = new WebSocket(url);
socket.on('open', () => socket.send('{"type":"ping"}'));
socket.on('message', message => console.log(message.toString()));
socket.on('close', (code, reason) => console.log(`${code} ${reason}`));
