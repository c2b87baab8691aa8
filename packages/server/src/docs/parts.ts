import { ERRORS, NOTIFICATIONS, REQUESTS } from '@roomcast/contract';
import { SETTINGS, type Setting } from '../config/settings.ts';
import { describeApi } from './describeApi.ts';
import { code, table } from './markdown.ts';
import { type DocSchema, fields } from './schemaTable.ts';

/** Every part of the docs that is made from the code, by the name in its marker. */
export async function makeParts(): Promise<Record<string, string>> {
	return {
		settings: settings(),
		errors: errors(),
		routes: await routes(),
		requests: requests(),
		notifications: notifications(),
	};
}

function settings(): string {
	const rows = Object.values(SETTINGS).map((setting: Setting<unknown>) => [
		code(setting.name),
		setting.description,
		setting.allowed,
		setting.default === undefined ? (setting.without ?? '') : code(setting.default),
	]);
	return table(['variable', 'what it does', 'what it may hold', 'without it'], rows);
}

function errors(): string {
	const rows = Object.entries(ERRORS)
		.sort(([, a], [, b]) => a.code - b.code)
		.map(([name, { code: number, status, message, hint }]) => [`${number}`, code(name), `${status}`, message, hint]);
	return table(['code', 'name', 'HTTP', 'message', 'what to do'], rows);
}

async function routes(): Promise<string> {
	const { document } = await describeApi();
	const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({ call: `${method.toUpperCase()} ${path}`, ...operation })),
	);
	const sections: string[] = [];
	for (const tag of new Set(operations.flatMap(({ tags = [] }) => tags))) {
		const rows = operations
			.filter(({ tags = [] }) => tags.includes(tag))
			.map(({ call, summary = '', description = '', security = [] }) => [
				code(call),
				`**${summary}.** ${description}`,
				security.length === 0 ? 'no' : 'yes',
			]);
		sections.push(`### ${tag}\n\n${table(['call', 'what it does', 'token'], rows)}`);
	}
	return sections.join('\n\n');
}

function requests(): string {
	const rows = Object.entries(REQUESTS).map(([name, { description, data, reply }]) => [
		code(name),
		description,
		fields(data as DocSchema),
		fields(reply as DocSchema),
	]);
	return table(['request', 'what it does', 'data', 'reply'], rows);
}

function notifications(): string {
	const rows = Object.entries(NOTIFICATIONS).map(([name, { description, data }]) => [
		code(name),
		description,
		fields(data as DocSchema),
	]);
	return table(['notification', 'what it says', 'data'], rows);
}
