# Python's websockets, watching one task to its end: each message is one line of the output, and the last line is the close. It sends a ping
# when it sees the first event.
import asyncio
import sys

import websockets


async def watch(url):
    async with websockets.connect(url) as socket:
        async for message in socket:
            print(message, flush=True)
            if '"seq":1,' in message:
                await socket.send('{"type":"ping"}')
    print(socket.close_code, socket.close_reason, flush=True)


asyncio.run(watch(sys.argv[1]))
