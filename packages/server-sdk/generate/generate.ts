import { type Declared, ENDPOINTS, ERRORS, WEBHOOK_EVENTS } from '@roomcast/contract';
import type { Schema } from '../../client/build/printType.ts';
import { CLASSES, type ClassName, METHODS } from './methods.ts';
import { type Method, printClass } from './printClass.ts';
import { TypeNames } from './typeNames.ts';

/** What the package exports beside what is generated. */
const PARTS = [
	"export { ApiError } from './errors/ApiError.ts';",
	"export { ConnectionError } from './errors/ConnectionError.ts';",
	"export { DeadlineError } from './errors/DeadlineError.ts';",
	"export { RoomcastError } from './errors/RoomcastError.ts';",
	"export { WebhookError } from './errors/WebhookError.ts';",
	"export type { Started } from './http/ApiRequest.ts';",
	"export type { CallOptions } from './http/CallOptions.ts';",
	"export { Roomcast, type RoomcastOptions } from './Roomcast.ts';",
	"export { type ApiKey, type Permission, type Role, signToken, type TokenOptions } from './tokens/signToken.ts';",
	"export { type ReceivedWebhook, type VerifiedWebhook, verifyWebhook } from './webhooks/verifyWebhook.ts';",
	"export type { ErrorName } from './contract/errorNames.ts';",
	"export type { WebhookEvents, WebhookMessage } from './contract/webhookMessages.ts';",
];

const HEAD = '// Generated from the contract by `npm run docs`: do not edit.\n';

/**
 * The sources of the SDK that follow from the declarations of the contract.
 *
 * @returns texts by the paths of their files in `src`
 */
export function generate(): Map<string, string> {
	const types = new TypeNames();
	const classes = new Map<ClassName, Method[]>();
	for (const [id, given] of Object.entries(METHODS)) {
		if (typeof given !== 'string') continue;
		const [className = '', name = ''] = given.split('.') as [ClassName, string];
		const method = { name, endpoint: ENDPOINTS[id as keyof typeof ENDPOINTS] };
		classes.set(className as ClassName, [...(classes.get(className as ClassName) ?? []), method]);
	}
	const files = new Map<string, string>();
	for (const name of Object.keys(CLASSES) as ClassName[])
		files.set(`methods/${name}.ts`, printClass(name, classes.get(name) ?? [], types));
	files.set('contract/webhookMessages.ts', printWebhooks(types));
	const declarations = types.print();
	files.set('contract/types.ts', [...declarations.values()].join('\n'));
	files.set('contract/errorNames.ts', printErrors());
	files.set('index.ts', printIndex([...declarations.keys()]));
	return new Map([...files].map(([name, text]) => [name, `${HEAD}${text}`]));
}

/** Each method with its request and what it does, for the docs: `rooms.get(roomId)`. */
export function listMethods(): string {
	const rows = Object.entries(METHODS).flatMap(([id, given]) => {
		if (typeof given !== 'string') return [];
		const { method, path, title, body, query } = ENDPOINTS[id as keyof typeof ENDPOINTS] as Declared;
		const args = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
		if (body !== undefined) args.push('body');
		if (query !== undefined) args.push('query');
		const call = `${given.charAt(0).toLowerCase()}${given.slice(1)}(${args.join(', ')})`;
		return [[call, `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`, title]];
	});
	return `${JSON.stringify(rows, null, '\t')}\n`;
}

function printErrors(): string {
	const names = Object.keys(ERRORS).map((name) => `    | '${name}'`);
	return ['/** Names of the errors that a server answers. */', 'export type ErrorName =', ...names]
		.join('\n')
		.concat(';\n');
}

function printWebhooks(types: TypeNames): string {
	const events = Object.entries(WEBHOOK_EVENTS).map(([event, schema]) => {
		const words = event.split('-').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
		return { event, name: types.use(schema as Schema, `${words.join('')}Event`) };
	});
	return [
		`import type { ${[...new Set(events.map(({ name }) => name))].sort().join(', ')} } from './types.ts';`,
		'',
		'/** Data of each event that webhooks report. */',
		'export interface WebhookEvents {',
		...events.map(({ event, name }) => `    '${event}': ${name};`),
		'}',
		'',
		'/** A message with the data that belongs to its event. */',
		'export type WebhookMessage = {',
		'    [E in keyof WebhookEvents]: { readonly webhookType: E; readonly data: WebhookEvents[E] };',
		'}[keyof WebhookEvents];',
		'',
	].join('\n');
}

/** The entry of the package: compilers find every type by its name. */
function printIndex(types: readonly string[]): string {
	const classes = Object.keys(CLASSES);
	return [
		...PARTS,
		...classes.map((name) => `export type { ${name} } from './methods/${name}.ts';`),
		`export type {\n${types.map((name) => `    ${name},\n`).join('')}} from './contract/types.ts';`,
		'',
	].join('\n');
}
