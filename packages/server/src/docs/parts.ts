import { ENDPOINTS, ERRORS, NOTIFICATIONS, POLICY, REQUESTS, TAGS, WEBHOOK_EVENTS } from '@roomcast/contract';
import type { Setting } from '../config/setting.ts';
import { SETTINGS } from '../config/settings.ts';
import { openApiDocument } from '../http/openApiDocument.ts';
import { SECURITY_EVENTS } from '../security/events.ts';
import { RETRY_DELAYS } from '../webhooks/schedule.ts';
import { clientSurface } from './clientSurface.ts';
import { code, table } from './markdown.ts';
import { callsTable, tokensTable } from './policyTables.ts';
import { type DocSchema, fields } from './schemaTable.ts';
import { serverSdk } from './serverSdk.ts';

/** Every part of the docs that is made from the code, by the name in its marker. */
export function makeParts(): Record<string, string> {
	return {
		settings: settings(),
		errors: errors(),
		'security-events': securityEvents(),
		routes: routes(),
		requests: requests(),
		'policy-tokens': tokensTable(),
		'policy-calls': callsTable(),
		notifications: notifications(),
		'webhook-events': webhookEvents(),
		'webhook-retries': webhookRetries(),
		'client-surface': clientSurface(),
		'server-sdk': serverSdk(),
	};
}

function settings(): string {
	const rows = Object.values(SETTINGS).map((setting: Setting<unknown>) => [
		code(setting.name),
		setting.description,
		setting.allowed,
		setting.default === undefined ? (setting.without ?? '') : code(setting.default),
	]);
	return table(['variable', 'what it does', 'allowed values', 'default'], rows);
}

function errors(): string {
	const rows = Object.entries(ERRORS)
		.sort(([, a], [, b]) => a.code - b.code)
		.map(([name, { code: number, status, message, hint }]) => [`${number}`, code(name), `${status}`, message, hint]);
	return table(['code', 'name', 'HTTP', 'message', 'what to do'], rows);
}

function securityEvents(): string {
	const rows = Object.entries(SECURITY_EVENTS).map(([kind, { when, fields: named }]) => [
		code(kind),
		when,
		named.map(code).join(', '),
	]);
	return table(['`securityEvent`', 'when', 'fields, if known'], rows);
}

function routes(): string {
	const { paths } = openApiDocument(Object.values(ENDPOINTS));
	const operations = Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({ call: `${method.toUpperCase()} ${path}`, ...operation })),
	);
	const sections = Object.keys(TAGS).map((tag) => {
		const rows = operations
			.filter(({ tags }) => tags.includes(tag))
			.map(({ call, summary, description, security }) => [
				code(call),
				`**${summary}.** ${description}`,
				security.length === 0 ? 'no' : 'yes',
			]);
		return `### ${tag}\n\n${table(['request', 'what it does', 'token'], rows)}`;
	});
	return sections.join('\n\n');
}

function requests(): string {
	const rows = Object.entries(REQUESTS).map(([name, { action, description, data, reply }]) => [
		code(name),
		`${description} Needs ${POLICY[action].rule.needs}.`,
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
	return table(['notification', 'what it means', 'data'], rows);
}

function webhookEvents(): string {
	const rows = Object.entries(WEBHOOK_EVENTS).map(([name, data]) => [code(name), fields(data)]);
	return table(['event', '`data`'], rows);
}

function webhookRetries(): string {
	let total = 0;
	const rows = RETRY_DELAYS.map((delay, i) => {
		total += delay;
		return [`${i + 1}`, i === 0 ? 'at once' : duration(delay), i === 0 ? '' : duration(total)];
	});
	return table(['attempt', 'after the previous one', 'after the event'], rows);
}

/** For example `1 h 43 min`: the two largest units that are not 0. */
function duration(ms: number): string {
	const seconds = Math.round(ms / 1000);
	const units: readonly (readonly [number, string])[] = [
		[Math.floor(seconds / 3600), 'h'],
		[Math.floor((seconds % 3600) / 60), 'min'],
		[seconds % 60, 's'],
	];
	const parts = units.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
	return parts.slice(0, 2).join(' ');
}
