import type { App } from './App.ts';

/** Put on every answer what keeps browsers from taking it for something else than it says it is. */
export function registerPageHeaders(app: App): void {
	app.addHook('onRequest', async (_request, reply) => {
		reply.header('x-content-type-options', 'nosniff');
	});
}
