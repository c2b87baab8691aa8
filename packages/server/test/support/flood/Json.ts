/** Text that goes into JSON as it is: what `JSON.stringify` would never write. */
export class Raw {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

/** Something that is known only when the message is sent, such as the id of a transport. */
export class Blank {
	readonly name: string;

	constructor(name: string) {
		this.name = name;
	}
}

/** What messages are made of. Objects have no prototype, so that they may have a member `__proto__`. */
export type Json = string | number | boolean | null | Raw | Blank | Json[] | JsonObject;
export interface JsonObject {
	[name: string]: Json;
}

export function emptyObject(): JsonObject {
	return Object.create(null) as JsonObject;
}

/** A copy in the form of this file, which may be changed. */
export function toJson(value: unknown): Json {
	if (Array.isArray(value)) return value.map(toJson);
	if (typeof value !== 'object' || value === null || value instanceof Raw || value instanceof Blank)
		return value as Json;
	const result = emptyObject();
	for (const [name, member] of Object.entries(value)) if (member !== undefined) result[name] = toJson(member);
	return result;
}

export function isObject(value: Json): value is JsonObject {
	return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}

/**
 * Writes a message.
 *
 * @param fill what a blank holds
 */
export function write(value: Json, fill: (name: string) => string): string {
	if (value instanceof Raw) return value.text;
	if (value instanceof Blank) return JSON.stringify(fill(value.name));
	if (Array.isArray(value)) return `[${value.map((entry) => write(entry, fill)).join(',')}]`;
	if (!isObject(value)) return JSON.stringify(value);
	const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${write(member, fill)}`);
	return `{${members.join(',')}}`;
}
