import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { testTimeout: 30_000, include: ['tests/**/*.test.ts'], environment: 'node', setupFiles: ['tests/setup.ts'] } });
