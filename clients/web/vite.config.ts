import react from '@vitejs/plugin-react';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The server sends files that lie there packed as they are: it need not pack them for each who asks.
  plugins: [react(), compression({ algorithms: [defineAlgorithm('brotliCompress'), defineAlgorithm('gzip', { level: 9 })] })],
  // Wherever the server is, also beneath a path of a proxy's.
  base: './',
  build: {
    // The server serves the page as its own static files.
    outDir: '../../Roadmap.Api/wwwroot',
    emptyOutDir: true,
  },
  server: {
    proxy: { '/api': { target: 'http://localhost:8000', ws: true }, '/sign-in.json': { target: 'http://localhost:8000' } },
  },
  // A test of fake timers takes milliseconds, on a machine that is busy perhaps seconds.
  test: { include: ['tests/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
