# Python's websockets, watching one task to its end: each message is one line of the output, and the last line is the close.
import asyncio
import sys

import websockets


async def watch(url):
    async with websockets.connect(url) as socket:
        await socket.send('{"type":"ping"}')
        async for message in socket:
            print(message, flush=True)
    print(socket.close_code, socket.close_reason, flush=True)


asyncio.run(watch(sys.argv[1]))
