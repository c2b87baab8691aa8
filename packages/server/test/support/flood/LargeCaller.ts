import { Agent, request } from 'node:http';
import { MAX_BODY } from '@roomcast/contract';
import { type Document, resolve } from './calls.ts';
import { largest, type Needed } from './largest.ts';

/** A route, and the worst that may be sent to it. */
export interface LargeCall {
	/** `POST /v2/rooms`. */
	readonly name: string;
	readonly method: string;
	/** Without a query. */
	readonly path: string;
	readonly type: string;
	bodies(count: number): readonly string[];
}

/** Routes that are not in the document, some of which are not there. */
const OPEN: readonly string[] = [
	'POST /dev/token',
	'POST /v2/nowhere',
	'POST /',
	'POST /signalling',
	'GET /',
	'GET /meet/x',
	'GET /watch/x',
	'GET /docs',
	'GET /v2/openapi.json',
	'GET /healthz',
	'GET /readyz',
	'GET /nowhere',
	'GET /playlists/x.m3u8',
	'GET /sdk/roomcast.js',
];

/** Longest query that is sent, in bytes: with the other headers it has to fit 16 KB. */
const MAX_QUERY = 12_000;
/** Requests at a time. */
const AT_ONCE = 4;

/** Every route of the document with a body as large as it takes, and the open ones beside them. */
export function largeCalls(document: Document, needed: Needed): LargeCall[] {
	const described = Object.entries(document.paths).flatMap(([template, methods]) =>
		Object.entries(methods).map(([method, operation]): LargeCall => {
			const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(needed(name) ?? 'x'));
			const [[type, content] = ['application/json', undefined]] = Object.entries(operation.requestBody?.content ?? {});
			const bytes = operation['x-body-limit'] ?? MAX_BODY;
			const schema = content === undefined ? {} : resolve(document, content.schema);
			return {
				...{ name: `${method.toUpperCase()} ${template}`, method: method.toUpperCase(), path, type },
				bodies: (count) => (schema.type === 'string' ? sdps(bytes, count) : largest(schema, bytes, count, needed)),
			};
		}),
	);
	const open = OPEN.map((name): LargeCall => {
		const [method, path] = name.split(' ') as [string, string];
		return { name, method, path, type: 'application/json', bodies: (count) => largest({}, MAX_BODY, count, needed) };
	});
	return [...described, ...open];
}

/** Session descriptions (RFC 8866) that are as long as they may be. */
function sdps(bytes: number, count: number): string[] {
	const head = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n';
	const audio =
		'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendonly\r\na=rtpmap:111 opus/48000/2\r\n';
	const lines = [
		audio,
		'a=candidate:1 1 udp 2130706431 192.0.2.1 9 typ host\r\n',
		'a=fmtp:111 minptime=10;useinbandfec=1\r\n',
		'a=ssrc:1 cname:x\r\n',
		'a=x\r\n',
		'm=\r\n',
		' ',
		'\r\n',
	];
	return Array.from({ length: count }, (_, n) => {
		const line = lines[n % lines.length] as string;
		return `${head}${audio}${line.repeat(Math.floor((bytes - head.length - audio.length) / line.length))}`;
	});
}

/** Sends what costs a server most, and notes what it could not answer. */
export class LargeCaller {
	readonly findings = new Set<string>();
	readonly #url: URL;
	readonly #agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

	constructor(url: string) {
		this.#url = new URL(url);
	}

	/** @param token undefined: none */
	async send(call: LargeCall, bodies: readonly string[], token: string | undefined): Promise<void> {
		const left = [...bodies.entries()];
		const worker = async () => {
			for (let next = left.shift(); next !== undefined; next = left.shift())
				await this.#ask(call, next[1], next[0], token);
		};
		await Promise.all(Array.from({ length: AT_ONCE }, worker));
	}

	close(): void {
		this.#agent.destroy();
	}

	#ask(call: LargeCall, body: string, number: number, token: string | undefined): Promise<void> {
		const { hostname, port } = this.#url;
		const large = call.method === 'GET' || call.method === 'HEAD' || call.method === 'DELETE';
		const path = large ? `${call.path}?${query(number)}` : call.path;
		const headers = {
			...(token === undefined ? {} : { authorization: token }),
			'content-type': call.type,
			'content-length': Buffer.byteLength(body),
		};
		return new Promise((answered) => {
			const { method } = call;
			const asked = request({ hostname, port, path, method, headers, agent: this.#agent }, (response) => {
				// What is missing is not there for a reason, such as no certificate; what is broken is a finding.
				if (response.statusCode === 500) this.findings.add(`${call.name} answered 500 to ${body.slice(0, 200)}`);
				response.resume().once('close', answered);
			});
			// What is not read to its end breaks the connection: the server owes nothing more.
			asked.once('error', () => answered());
			asked.end(body);
		});
	}
}

/** One long value; many members; many that are escaped. */
function query(number: number): string {
	const kinds = [`page=${'1'.repeat(MAX_QUERY)}`, 'page=1&'.repeat(MAX_QUERY / 7), 'x=%C3%A9&'.repeat(MAX_QUERY / 9)];
	return kinds[number % kinds.length] as string;
}
