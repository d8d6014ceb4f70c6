import { describe, expect, it } from 'vitest';
import { JsonHubProtocol, MessageType, NullLogger } from '@microsoft/signalr';
import { oneTarget } from '../src/hub.ts';

describe('the hub protocol', () => {
  it('brings messages of types that this version does not know to the same place as all others', () => {
    const types = ['progress', 'weather_changed'];
    const frame = types
      .map((type) => `${JSON.stringify({ type: MessageType.Invocation, target: type, arguments: [{ type }] })}\x1e`)
      .join('');

    const messages = oneTarget(new JsonHubProtocol()).parseMessages(frame, NullLogger.instance);

    expect(messages).toMatchObject(types.map((type) => ({ target: 'message', arguments: [{ type }] })));
  });
});
