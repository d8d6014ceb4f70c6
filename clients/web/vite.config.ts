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
  test: { include: ['tests/**/*.test.ts'] },
});
