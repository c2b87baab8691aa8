/** A request that one node forwards to another. */
export interface ForwardedRequest {
	readonly method: string;
	/** With its query. */
	readonly path: string;
	readonly headers: [string, string][];
	/** Base64. */
	readonly body: string | null;
	/** Of the client. */
	readonly address: string;
}

/** What the other node answers. */
export interface ForwardedAnswer {
	readonly status: number;
	readonly headers: readonly (readonly [string, string])[];
	readonly body: Buffer;
}

/** Header fields that are about one connection, or that each node sets by itself. */
const NOT_FORWARDED =
	/^(connection|keep-alive|transfer-encoding|expect|upgrade|te|trailer|proxy-.*|forwarded|x-forwarded-.*|x-real-ip|date|x-request-id)$/;

/** The header fields to forward; one with several values is several pairs. */
export function headerPairs(headers: Readonly<Record<string, unknown>>): [string, string][] {
	return Object.entries(headers)
		.filter(([name, value]) => value !== undefined && !NOT_FORWARDED.test(name))
		.flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, `${each}`]));
}
