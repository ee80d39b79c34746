import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const backend = process.env.SLIPWAY_BACKEND ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [react(), tailwind()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    // The content security policy allows no inline fonts or scripts from data: URLs beyond this size anyway.
    assetsInlineLimit: 2048,
  },
  server: {
    proxy: {
      '/api': backend,
      '/admin': backend,
      '/static': backend,
      '/ws': { target: backend, ws: true },
    },
  },
})
