import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

// The page goes into the package. Nothing is inlined, so that the content security policy needs no exception.
export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: '../src/natria/app/bundle',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.txt' },
    target: 'es2022',
  },
})
