// Node's ws, watching one task to its end: each message is one line of the output, and the last line is the close. It sends a ping when it
// sees the first event.
import { createRequire } from 'node:module';

const [url, webPackage] = process.argv.slice(2);
const WebSocket = createRequire(webPackage)('ws');

const socket = new WebSocket(url);
socket.on('message', message => {
  console.log(message.toString());
  if (message.includes('"seq":1,')) socket.send('{"type":"ping"}');
});
socket.on('close', (code, reason) => console.log(`${code} ${reason}`));
