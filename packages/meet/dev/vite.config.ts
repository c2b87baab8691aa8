import { mergeConfig } from 'vite';
import product from '../vite.config.ts';

/**
 * The product's page on a made-up SDK: `npx vite -c dev/vite.config.ts` in this package, then for example
 * `/meet/demo?demo=12`. For looking at layouts without twelve cameras; nothing of it is in the build.
 */
export default mergeConfig(product, {
	resolve: { alias: { '@roomcast/client': new URL('./fakeClient.ts', import.meta.url).pathname } },
	build: { outDir: 'dev/dist' },
});
