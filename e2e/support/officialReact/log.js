/** What the tests read: what each hook returned last, by name. */
const app = {};
/** Every call of a handler, in order: its name and the plain part of its arguments. */
const log = [];
Object.assign(window, { app, log });

/** Shows values to the tests. */
export function expose(values) {
	Object.assign(app, values);
}

/**
 * Handlers that write into the log.
 *
 * @param whose is in front of the name of each
 */
export function handlers(whose, names) {
	return Object.fromEntries(
		names.map((name) => [name, (...args) => void log.push({ event: `${whose}${name}`, args: args.map(plain) })]),
	);
}

/** Of what has an id and methods the id; of the rest what JSON has. */
function plain(value) {
	if (value === undefined || value === null) return null;
	if (typeof value === 'object' && 'displayName' in value && 'streams' in value) return value.id;
	if (typeof value === 'object' && 'track' in value) return value.kind;
	return JSON.parse(JSON.stringify(value));
}
