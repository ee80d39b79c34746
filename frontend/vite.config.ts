import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compression } from 'vite-plugin-compression2'

const backend = process.env.SLIPWAY_BACKEND ?? 'http://127.0.0.1:8000'

const OF_THE_FIRST_PAGE = new RegExp(
  `/node_modules/(${[
    'react',
    'react-dom',
    'scheduler',
    'use-sync-external-store',
    '@tanstack',
    'i18next',
    'react-i18next',
    'radix-ui',
    '@radix-ui',
    '@floating-ui',
    'aria-hidden',
    'react-remove-scroll',
    'tailwind-merge',
    'class-variance-authority',
    'clsx',
  ].join('|')})/`,
)

export default defineConfig({
  // Both servers of the page (WhiteNoise, nginx) send the compressed file that lies beside the plain one.
  plugins: [react(), tailwind(), compression({ algorithms: ['gzip', 'brotliCompress'], threshold: 1024 })],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    // The content security policy allows no inline fonts or scripts from data: URLs beyond this size anyway.
    assetsInlineLimit: 2048,
    chunkSizeWarningLimit: 600,
    // Each file is compressed by itself, so a first page of many small ones would take a tenth more.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'libraries', test: OF_THE_FIRST_PAGE }] } } },
  },
  server: {
    // The host stays the page's own: the server compares it with Origin.
    proxy: {
      '/api': { target: backend, changeOrigin: false },
      '/admin': { target: backend, changeOrigin: false },
      '/static': { target: backend, changeOrigin: false },
      '/ws': { target: backend, changeOrigin: false, ws: true },
    },
  },
})
