import { Agent, request } from 'node:http';
import { MAX_BODY } from '@roomcast/contract';
import type { Body, Call, Text } from './calls.ts';
import { write } from './Json.ts';
import type { Tokens } from './Tokens.ts';
import { wrongWith } from './verdict.ts';

export interface CallFlooderOptions {
	readonly url: string;
	readonly tokens: Tokens;
	/** What blanks hold. */
	readonly blanks: Readonly<Record<string, string>>;
	onFinding(finding: string): void;
}

/** ms that an answer may take: a recording may take 20 s to start. */
const PATIENCE = 30_000;

const BROKEN = ['EPIPE', 'ECONNRESET'];

interface Answer {
	readonly status: number;
	readonly type: string;
	readonly text: string;
}

/** Calls the REST API with what it should not, and looks at the answers. */
export class CallFlooder {
	readonly #options: CallFlooderOptions;
	readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 });
	#spoiled = 0;

	constructor(options: CallFlooderOptions) {
		this.#options = options;
	}

	/** Sends several at once. Resolves when each was answered. */
	async send(burst: readonly Call[]): Promise<void> {
		await Promise.all(burst.map((call) => this.#send(call)));
	}

	close(): void {
		this.#agent.destroy();
	}

	async #send(call: Call): Promise<void> {
		const path = this.#path(call);
		const body = this.#body(call.body);
		const sent = () => `${call.method} ${path.slice(0, 200)} ${body?.bytes.toString().slice(0, 300) ?? ''}`;
		try {
			const wrong = judge(await this.#ask(call, path, body));
			if (wrong !== undefined) this.#options.onFinding(`${call.operation}: ${wrong}: ${sent()}`);
		} catch (error) {
			// What is too large is not read to its end: the connection is closed, whatever the client still sends.
			if ((body?.bytes.length ?? 0) > MAX_BODY && BROKEN.includes(`${(error as NodeJS.ErrnoException).code}`)) return;
			this.#options.onFinding(`${call.operation}: ${(error as Error).message}: ${sent()}`);
		}
	}

	#ask(call: Call, path: string, body: { bytes: Buffer; type: string } | undefined): Promise<Answer> {
		const token = this.#token(call.credentials);
		const headers = {
			...(token === undefined ? {} : { authorization: token }),
			...(body === undefined ? {} : { 'content-type': body.type, 'content-length': body.bytes.length }),
		};
		return new Promise((resolve, reject) => {
			const { hostname, port } = new URL(this.#options.url);
			const asked = request(
				{ hostname, port, path, method: call.method, headers, agent: this.#agent },
				async (response) => {
					const chunks: Buffer[] = [];
					for await (const chunk of response) chunks.push(chunk);
					const { statusCode = 0, headers: answered } = response;
					resolve({ status: statusCode, type: answered['content-type'] ?? '', text: Buffer.concat(chunks).toString() });
				},
			);
			asked.setTimeout(PATIENCE, () => asked.destroy(new Error(`no answer within ${PATIENCE} ms`)));
			asked.on('error', reject);
			asked.end(body?.bytes);
		});
	}

	#path({ template, parameters, query }: Call): string {
		const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => this.#encoded(parameters[name]));
		if (query.length === 0) return path;
		return `${path}?${query.map(([name, text]) => `${encodeURIComponent(name)}=${this.#encoded(text)}`).join('&')}`;
	}

	#encoded(text: Text | undefined): string {
		if (text === undefined) return '';
		if ('encoded' in text) return text.encoded;
		const plain = 'blank' in text ? this.#fill(text.blank) : text.text;
		return encodeURIComponent(plain.toWellFormed());
	}

	#body(body: Body): { bytes: Buffer; type: string } | undefined {
		if (body.kind === 'none') return undefined;
		if (body.kind === 'bytes') return { bytes: Buffer.from(body.bytes), type: body.type };
		const text = write(body.value, (name) => this.#fill(name));
		const kept = body.cut === undefined ? text : text.slice(0, Math.floor((text.length * body.cut) / 100));
		return { bytes: Buffer.from(kept), type: 'application/json' };
	}

	#fill(name: string): string {
		return this.#options.blanks[name] ?? 'none';
	}

	#token(credentials: Call['credentials']): string | undefined {
		const { director, guest, spoiled } = this.#options.tokens;
		if (credentials === 'director') return director;
		if (credentials === 'guest') return guest;
		if (credentials === 'spoiled') return spoiled[this.#spoiled++ % spoiled.length];
		return undefined;
	}
}

/** What is wrong with an answer; undefined when it succeeded, or refused as it should. */
function judge({ status, type, text }: Answer): string | undefined {
	if (status === 200) return undefined;
	if (!type.startsWith('application/json')) return `it answered ${status} with ${type} ${text.slice(0, 100)}`;
	const body = JSON.parse(text) as { statusCode?: number; code?: number; errorCode?: string };
	if (body.statusCode !== status) return `the status is ${status}, in the body it is ${body.statusCode}`;
	return wrongWith(body.errorCode, body.code, status);
}
