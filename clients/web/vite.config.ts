import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  build: {
    // The server serves the page as its own static files.
    outDir: '../../Roadmap.Api/wwwroot',
    emptyOutDir: true,
  },
  server: {
    proxy: { '/api': { target: 'http://localhost:8000', ws: true } },
  },
  // A test of fake timers takes milliseconds, on a machine that is busy perhaps seconds.
  test: { include: ['tests/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
