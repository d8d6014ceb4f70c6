// A WebSocket client for scripts (RFC 6455), of nothing but Node itself: Node 20 has none built in.
//
//   node websocket.mjs URL
//
// A token in ROADMAP_TOKEN goes with it.
//
// Each line of the standard input is sent as one text message. What comes is printed, a line each:
//   message TYPE JSON     one message, with its own "type"
//   close CODE REASON     the server closed; the program ends
//   error SENTENCE        there is no connection, or no longer; the program ends
// The end of the input closes the connection.
import { createHash, randomBytes } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { createInterface } from 'node:readline';

const opcodes = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 };
const acceptSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const maxMessageBytes = 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

let hasEnded = false;

function print(line) {
  if (!hasEnded) process.stdout.write(`${line}\n`);
}

function end(line) {
  print(line);
  hasEnded = true;
  process.stdout.end(() => process.exit());
}

function upgrade(url) {
  const key = randomBytes(16).toString('base64');
  const target = new URL(url);
  const request = target.protocol === 'https:' ? requestHttps : requestHttp;
  const token = process.env.ROADMAP_TOKEN;
  const asked = request(target, {
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': key,
      ...(token && { Authorization: `Bearer ${token}` }),
    },
  });
  asked.on('error', (error) => end(`error ${error.message || error.code}`));
  asked.on('response', (response) => end(`error the server answered ${response.statusCode} and did not upgrade`));
  asked.on('upgrade', (response, socket, head) => {
    const accept = createHash('sha1')
      .update(key + acceptSuffix)
      .digest('base64');
    if (response.headers['sec-websocket-accept'] !== accept) end('error the server upgraded without knowing the key');
    else talk(socket, head);
  });
  asked.end();
}

function talk(socket, head) {
  const receive = messageReader({
    message: (text) => print(described(text)),
    ping: (payload) => socket.write(frame(opcodes.pong, payload)),
    close: (code, reason, payload) => socket.end(frame(opcodes.close, payload.subarray(0, 2)), () => end(`close ${code} ${reason}`)),
  });
  const take = (bytes) => {
    try {
      receive(bytes);
    } catch (error) {
      end(`error ${error.message}`);
    }
  };
  socket.on('data', take);
  socket.on('error', (error) => end(`error ${error.message}`));
  socket.on('end', () => end('error the server ended the connection without a close'));
  take(head);

  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => socket.write(frame(opcodes.text, Buffer.from(line))));
  input.on('close', () => socket.write(frame(opcodes.close, Buffer.from([0x03, 0xe8]))));
}

function described(text) {
  const message = JSON.parse(text);
  if (typeof message?.type !== 'string') throw new Error(`a message without a type came: ${text}`);
  return `message ${message.type} ${JSON.stringify(message)}`;
}

/** One final frame; a client's are masked. */
function frame(opcode, payload) {
  const long = payload.length > 125;
  if (payload.length > 0xffff) throw new Error('too long to send');
  const mask = randomBytes(4);
  const lead = Buffer.from([
    0x80 | opcode,
    0x80 | (long ? 126 : payload.length),
    ...(long ? [payload.length >> 8, payload.length & 0xff] : []),
  ]);
  return Buffer.concat([lead, mask, payload.map((byte, i) => byte ^ mask[i % 4])]);
}

/** Cuts what the server sends into frames, and puts fragments together. Throws at what RFC 6455 does not allow. */
function messageReader(on) {
  let pending = Buffer.alloc(0);
  let fragments = [];

  function handle(opcode, isFinal, payload) {
    if (opcode >= opcodes.close) {
      if (!isFinal || payload.length > 125) throw new Error('a control frame is in pieces or too long');
      if (opcode === opcodes.ping) on.ping(payload);
      else if (opcode === opcodes.close)
        on.close(payload.length > 1 ? payload.readUInt16BE(0) : 1005, utf8.decode(payload.subarray(2)), payload);
      else if (opcode !== opcodes.pong) throw new Error(`a frame of the unknown kind ${opcode} came`);
      return;
    }

    const begins = opcode === opcodes.text;
    if (!begins && opcode !== opcodes.continuation) throw new Error(`a frame of kind ${opcode} came, where text was promised`);
    if (begins !== (fragments.length === 0)) throw new Error('the pieces of a message are not in order');
    fragments.push(payload);
    if (fragments.reduce((sum, piece) => sum + piece.length, 0) > maxMessageBytes) throw new Error('a message is too long');
    if (!isFinal) return;
    const text = utf8.decode(Buffer.concat(fragments));
    fragments = [];
    on.message(text);
  }

  return (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    for (;;) {
      if (pending.length < 2) return;
      const [first, second] = pending;
      if ((first & 0x70) !== 0) throw new Error('a frame uses an extension that was not agreed on');
      if ((second & 0x80) !== 0) throw new Error('a frame of the server is masked');
      const short = second & 0x7f;
      const lead = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0);
      if (pending.length < lead) return;
      const length = short === 126 ? pending.readUInt16BE(2) : short === 127 ? Number(pending.readBigUInt64BE(2)) : short;
      if (length > maxMessageBytes) throw new Error('a frame is too long');
      if (pending.length < lead + length) return;
      const payload = pending.subarray(lead, lead + length);
      pending = pending.subarray(lead + length);
      handle(first & 0x0f, (first & 0x80) !== 0, payload);
    }
  };
}

upgrade(process.argv[2]);
