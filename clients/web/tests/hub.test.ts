import { describe, expect, it } from 'vitest';
import { JsonHubProtocol, MessageType, NullLogger } from '@microsoft/signalr';
import { oneTarget } from '../src/task-progress/hub.ts';

describe('the hub protocol', () => {
  it('brings messages of types that this version does not know to the same place as all others', () => {
    const frame = ['progress', 'weather_changed'].map((target) => JSON.stringify({ type: MessageType.Invocation, target, arguments: [{ type: target }] })).join('\x1e') + '\x1e';

    const messages = oneTarget(new JsonHubProtocol()).parseMessages(frame, NullLogger.instance);

    expect(messages).toMatchObject(['progress', 'weather_changed'].map((type) => ({ target: 'message', arguments: [{ type }] })));
  });
});
