import { defineConfig } from 'vitest/config';

export default defineConfig({
  // A test of fake timers takes milliseconds, on a machine that is busy perhaps seconds.
  test: { include: ['tests/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
