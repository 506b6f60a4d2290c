import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

import { compress } from './tools/compress';

const server = process.env.KUAICRM_URL ?? 'http://127.0.0.1:8000';
const served = ['/api', '/auth', '/session', '/sync', '/changes', '/events', '/blobs', '/start.json'];

/** The last step of a build, after the worker is written. */
function compressed(): Plugin {
  let folder = '';
  return {
    name: 'compressed',
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: { order: 'post', sequential: true, handler: () => compress(folder) },
  };
}

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: false,
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,png,webmanifest}'] },
      manifest: {
        id: '/',
        name: 'KuaiCRM 快格轻CRM',
        short_name: 'KuaiCRM',
        lang: 'zh-CN',
        start_url: '/#/',
        scope: '/',
        display: 'standalone',
        theme_color: '#0f766e',
        background_color: '#f4f7f6',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
      },
    }),
    compressed(),
  ],
  build: { target: 'es2023', manifest: true, chunkSizeWarningLimit: 700 },
  server: { proxy: Object.fromEntries(served.map((path) => [path, { target: server, changeOrigin: true }])) },
});
