/** A request of the REST API, as the generated methods make it. */
export interface ApiRequest {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** From the slash after the address of the server, without the query. */
	readonly path: string;
	readonly query?: object | undefined;
	readonly body?: object | undefined;
	/** It needs no token. */
	readonly open?: true;
	/** A status beside 2xx that has the same answer. */
	readonly alsoAnswers?: number;
	/** Header with the id of what was started; the answer is then `{ id, message }`. */
	readonly idHeader?: string;
}

/** What answers a request that starts something and says so in a sentence. */
export interface Started {
	/** Of the recording or stream. */
	readonly id: string;
	readonly message: string;
}

/**
 * A path with its parameters.
 *
 * @throws TypeError for a parameter that is missing, or that a path has another meaning for
 */
export function fillPath(template: string, params: Readonly<Record<string, string>>): string {
	return template.replace(/:(\w+)/g, (_, name: string) => {
		const value: unknown = params[name];
		if (typeof value !== 'string' || value === '' || value === '.' || value === '..')
			throw new TypeError(`${name} is ${JSON.stringify(value)}; it must be a text that is not empty, \`.\` or \`..\``);
		return encodeURIComponent(value);
	});
}

/** The query of a list, with its question mark; empty without parameters. */
export function queryText(query: object = {}): string {
	const search = new URLSearchParams();
	for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
	const text = search.toString();
	return text === '' ? '' : `?${text}`;
}
