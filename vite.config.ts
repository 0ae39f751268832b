/** How the sandbox's page is built: everything of it in one folder, nothing inlined, so that a strict Content-Security-Policy holds. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src/sandbox/page',
  base: './',
  // Outside of the page's folder, so vite wants to hear that it may be emptied.
  build: {
    outDir: '../../../dist/sandbox-page',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    // As recent as `light-dark()` in style sheets, which would otherwise be rewritten.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    chunkSizeWarningLimit: 1500,
  },
  logLevel: 'warn',
});
