import type { App } from './App.ts';
import { BODY_LIMIT } from './operation.ts';

/** Let each route read as much of a body as its operation says; call it before the first route. */
export function limitBodies(app: App): void {
	app.addHook('onRoute', (route) => {
		const limit = (route.schema as { [BODY_LIMIT]?: number } | undefined)?.[BODY_LIMIT];
		if (limit !== undefined) route.bodyLimit = limit;
	});
}
