/** `__proto__` as it is, or with any of its characters escaped. */
const SUSPICIOUS = /__proto__|\\u00[567]/;

/**
 * Take every member `__proto__` out of a value that was parsed from JSON: as an own property it would become the prototype
 * of whatever it is copied into. Nothing is walked over unless the text may hold one.
 *
 * @param text what the value was parsed from; nested as deeply as `jsonFault` allows at most
 */
export function withoutPrototype(value: unknown, text: string): unknown {
	if (SUSPICIOUS.test(text)) clean(value);
	return value;
}

function clean(value: unknown): void {
	if (typeof value !== 'object' || value === null) return;
	if (Array.isArray(value)) for (const entry of value) clean(entry);
	else {
		Reflect.deleteProperty(value, '__proto__');
		for (const entry of Object.values(value)) clean(entry);
	}
}
