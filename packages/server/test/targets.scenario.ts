import { REQUESTS, targetFinder } from '@roomcast/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

/** Wrong as they are written; `BEGIN` is what the field wants a URL to begin with. */
const WRONG = [
	'BEGIN://127.0.0.1/latest',
	'BEGIN://169.254.169.254/latest',
	'BEGIN://0x7f.1/latest',
	'BEGIN://[::ffff:10.0.0.1]/latest',
	'BEGIN://localhost/latest',
	'BEGIN://redis/latest',
	'BEGIN://metadata.google.internal/latest',
	'BEGIN://user:password@example.com/latest',
	'gopher://example.com/latest',
];
const output = { url: 'rtmp://1.1.1.1/app', streamKey: 'key' };
const PARTICIPANT = { roomId: 'ROOM', participantId: 'ann' };
/** What a body has to have besides. */
const REST: Record<string, Record<string, unknown>> = {
	'POST /v2/rooms': {},
	'POST /v2/recordings/start': { roomId: 'ROOM' },
	'POST /v2/recordings/participant/start': PARTICIPANT,
	'POST /v2/recordings/participant/track/start': { ...PARTICIPANT, kind: 'audio' },
	'POST /v2/hls/start': { roomId: 'ROOM' },
	'POST /v2/livestreams/start': { roomId: 'ROOM', outputs: [output] },
	'POST /v2/livestreams/{id}/outputs': output,
	'PUT /v2/storage': {
		type: 's3',
		region: 'us-east-1',
		bucket: 'recordings',
		accessKeyId: 'id',
		secretAccessKey: 'secret',
	},
};
const SIGNALLING: Record<string, Record<string, unknown>> = {
	'start-recording': {},
	'start-livestream': { outputs: [output] },
	'start-hls': {},
};

interface Schema {
	readonly format?: string;
	readonly properties?: Record<string, Schema>;
	readonly items?: Schema;
	readonly anyOf?: Schema[];
	readonly $ref?: string;
}

let server: TestServer;
let roomId: string;
let client: SignallingClient;
let document: {
	paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>;
	components: { schemas: Record<string, Schema> };
};

beforeAll(async () => {
	server = await TestServer.create();
	({ roomId } = await server.room());
	({ client } = await SignallingClient.join(server.url, { token: await server.token(), roomId, participantId: 'ann' }));
	document = (await server.call('/v2/openapi.json')).body;
});
afterAll(async () => {
	await client.request('leave', {});
	await server.close();
});

/** Where a schema has URLs, as paths of names and of 0 for the first of a list. */
function urlsIn(schema: Schema | undefined): (string | 0)[][] {
	if (schema === undefined) return [];
	if (schema.$ref !== undefined) return urlsIn(document.components.schemas[schema.$ref.split('/').at(-1) ?? '']);
	if (schema.format === 'uri') return [[]];
	return [
		...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => urlsIn(inner).map((path) => [name, ...path])),
		...urlsIn(schema.items).map((path) => [0, ...path] as (string | 0)[]),
		...(schema.anyOf ?? []).flatMap(urlsIn),
	];
}

/** A copy of a body with a URL at a place. */
function withUrl(body: unknown, [name, ...rest]: (string | 0)[], url: string): unknown {
	if (name === undefined) return url;
	if (name === 0) return [withUrl((body as unknown[] | undefined)?.[0] ?? {}, rest, url)];
	const inner = (body as Record<string, unknown> | undefined) ?? {};
	const more = name === 'webhook' ? { events: ['*'] } : {};
	return { ...inner, [name]: withUrl(inner[name] ?? more, rest, url) };
}

const fieldOf = (path: (string | 0)[]) => path.map((name) => (name === 0 ? '[0]' : `.${name}`)).join('');
/** RTMP servers ask for a name and a password in their addresses; nothing else does. */
const wrongFor = (path: (string | 0)[]) =>
	path.at(-1) === 'url'
		? WRONG.filter((text) => !text.includes('@')).map((text) => text.replace('BEGIN', 'rtmp'))
		: WRONG.map((text) => text.replace('BEGIN', 'http'));

function routes(): [route: string, path: (string | 0)[]][] {
	return Object.entries(document.paths).flatMap(([path, operations]) =>
		Object.entries(operations).flatMap(([method, { requestBody }]) =>
			urlsIn(requestBody?.content['application/json']?.schema).map(
				(field) => [`${method.toUpperCase()} ${path}`, field] as [string, (string | 0)[]],
			),
		),
	);
}

it('every URL that REST takes is refused in the answer where it is wrong as it is written', async () => {
	const asked = routes();
	expect([...new Set(asked.map(([route]) => route))].sort()).toEqual(Object.keys(REST).sort());
	expect(asked.map(([route, path]) => `${route} ${fieldOf(path)}`).sort()).toMatchInlineSnapshot(`
		[
		  "POST /v2/hls/start .templateUrl",
		  "POST /v2/hls/start .webhookUrl",
		  "POST /v2/livestreams/start .outputs[0].url",
		  "POST /v2/livestreams/start .templateUrl",
		  "POST /v2/livestreams/start .webhookUrl",
		  "POST /v2/livestreams/{id}/outputs .url",
		  "POST /v2/recordings/participant/start .webhookUrl",
		  "POST /v2/recordings/participant/track/start .webhookUrl",
		  "POST /v2/recordings/start .preSignedUrl",
		  "POST /v2/recordings/start .templateUrl",
		  "POST /v2/recordings/start .webhookUrl",
		  "POST /v2/rooms .autoStartConfig.hls.templateUrl",
		  "POST /v2/rooms .autoStartConfig.recording.templateUrl",
		  "POST /v2/rooms .webhook.endPoint",
		  "PUT /v2/storage .endpoint",
		]
	`);
	for (const [route, path] of asked) {
		const [method = '', template = ''] = route.split(' ');
		for (const url of wrongFor(path)) {
			const body = JSON.parse(JSON.stringify(withUrl(REST[route], path, url)).replaceAll('ROOM', roomId));
			const answer = await server.call(template.replace('{id}', '6b0553000000000000000000'), { method, body });
			const what = `${route} ${fieldOf(path)} ${url}`;
			expect(answer, what).toMatchObject({ status: 400, body: { errorCode: 'VALIDATION_FAILED' } });
			expect(answer.body.message, what).toContain(
				`body${fieldOf(path).replace('[0]', url.startsWith('gopher') ? '.0' : '[0]')}`,
			);
			expect(answer.body.message, what).toMatch(/Allowed is an|credentials|must match/);
			expect(answer.body.message, what).not.toContain('password');
		}
	}
});

it('every URL that signalling takes is refused in the reply where it is wrong as it is written', async () => {
	const taking = Object.entries(REQUESTS).filter(([, { data }]) => targetFinder(data) !== undefined);
	expect(taking.map(([name]) => name).sort()).toEqual(Object.keys(SIGNALLING).sort());
	for (const [name, { data }] of taking) {
		for (const path of urlsIn(data as Schema)) {
			for (const url of wrongFor(path)) {
				const body = withUrl(SIGNALLING[name], path, url);
				const refused = await client.request(name as 'start-hls', body as object).catch((error) => error);
				const what = `${name} ${fieldOf(path)} ${url}`;
				expect(refused, what).toMatchObject({ code: 6000 });
				expect(refused.message, what).toMatch(/Allowed is an|credentials|must match/);
				expect(refused.message, what).toContain(`${path.at(-1)}`);
			}
		}
	}
});

it('nothing of a room with a wrong URL is made', async () => {
	const customRoomId = 'never-made';
	const webhook = { endPoint: 'http://169.254.169.254/latest', events: ['*'] };
	expect((await server.post('/v2/rooms', { customRoomId, webhook })).status).toBe(400);
	expect((await server.call(`/v2/rooms/${customRoomId}`)).status).toBe(404);
});

it('refusals are counted, by what the URL was for', async () => {
	const { body } = await server.call('/metrics', { token: null });
	for (const what of ['webhook', 'template', 'upload', 'livestream', 'storage'])
		expect(body).toMatch(new RegExp(`roomcast_targets_refused_total\\{what="${what}"\\} [1-9]`));
});

describe('with ROOMCAST_ALLOW_PRIVATE_TARGETS', () => {
	it('private hosts pass, credentials do not', async () => {
		const open = await TestServer.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' });
		try {
			const make = (endPoint: string) => open.post('/v2/rooms', { webhook: { endPoint, events: ['*'] } });
			expect((await make('http://127.0.0.1/hook')).status).toBe(200);
			expect((await make('http://localhost/hook')).status).toBe(200);
			expect((await make('http://user:password@localhost/hook')).status).toBe(400);
		} finally {
			await open.close();
		}
	});
});
