import { describe, expect, it } from 'vitest';
import { bundled, parts } from '../benchmark/bundle.mjs';

describe('the size beside @microsoft/signalr, gzipped', () => {
  it.each(parts)('of %s', async (_, source, limit) => {
    expect((await bundled(source)).gzipBytes).toBeLessThan(limit);
  });

  it('is nothing for whoever imports nothing', async () => {
    const { modules } = await bundled("import './src/index.ts'; import './src/react/index.ts'; import './src/legacy/index.ts';");

    expect(modules).toBeLessThanOrEqual(0);
  });
});
