// Speaks as much of SignalR's JSON protocol as a client of one task needs: at `Subscribe` it sends `connected` and so many events, each in
// a frame of its own. It prints its port, and ends with its parent.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const events = Number(process.argv[2]);
const end = '\x1e';
const numbered = (seq) => ({ task_id: 't', seq, epoch: 'a', attempt: 1, timestamp: '2026-01-01T00:00:00.000Z' });
const call = (message) => JSON.stringify({ type: 1, target: message.type, arguments: [message] }) + end;
const frames = Array.from({ length: events }, (_, index) => {
  const seq = index + 1;
  const percentage = Math.floor((seq * 100) / events);
  return call({
    type: 'progress',
    ...numbered(seq),
    message: `row ${seq} of ${events}`,
    step: 'reading',
    status: 'processing',
    percentage,
  });
});

const http = createServer();
new WebSocketServer({ server: http }).on('connection', (socket) => {
  let isGreeted = false;
  socket.on('message', (data) => {
    for (const text of String(data).split(end).filter(Boolean)) {
      const message = JSON.parse(text);
      if (!isGreeted) {
        isGreeted = true;
        socket.send(`{}${end}`);
      } else if (message.target === 'Subscribe') {
        socket.send(call({ type: 'connected', task_id: 't', message: '', position: { epoch: 'a', seq: 0 }, recovered: true }));
        for (const frame of frames) socket.send(frame);
        socket.send(
          JSON.stringify({ type: 3, invocationId: message.invocationId, result: { task_id: 't', epoch: 'a', seq: events } }) + end,
        );
      } else if (message.invocationId !== undefined) {
        socket.send(JSON.stringify({ type: 3, invocationId: message.invocationId, result: null }) + end);
      }
    }
  });
});
http.listen(0, '127.0.0.1', () => console.log(http.address().port));
process.stdin.resume().on('end', () => process.exit());
