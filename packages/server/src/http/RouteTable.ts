import type { Declared } from '@roomcast/contract';
import type { App } from './App.ts';

/** One route as it was registered. */
export interface RegisteredRoute {
	readonly methods: readonly string[];
	/** With `:name` for parameters. */
	readonly url: string;
	/** What it implements; undefined for pages and files. */
	readonly endpoint: Declared | undefined;
}

/** Every route of an app, for the `Allow` header and the OpenAPI document. */
export class RouteTable {
	readonly routes: RegisteredRoute[] = [];

	/** Listen to the registrations of an app; call it before the first. */
	constructor(app: App) {
		app.addHook('onRoute', ({ method, url, config }) => {
			this.routes.push({ methods: [method].flat(), url, endpoint: config?.endpoint });
		});
	}

	/** The endpoints of the app, in the order of their registration. */
	endpoints(): Declared[] {
		return [...new Set(this.routes.flatMap(({ endpoint }) => endpoint ?? []))];
	}

	/** The methods that a path answers, sorted; empty when there is nothing at it. */
	methodsOf(path: string): string[] {
		const segments = split(path);
		const matching = this.routes.filter(({ url }) => matches(split(url), segments));
		return [...new Set(matching.flatMap((route) => route.methods))].sort();
	}
}

function split(path: string): string[] {
	return path.split('/').filter((segment) => segment !== '');
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
	// A `*` route serves files; a path that it does not find is not found.
	return (
		pattern.length === segments.length &&
		pattern.every((part, index) => part !== '*' && (part.startsWith(':') || part === segments[index]))
	);
}
