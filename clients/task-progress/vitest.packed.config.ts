import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Each installs packages and builds a whole project.
  test: { include: ['tests-packed/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000, fileParallelism: false },
});
