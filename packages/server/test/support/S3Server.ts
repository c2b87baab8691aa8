import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import S3rver from '@20minutes/s3rver';
import { freePort } from '@roomcast/testing/net/ports';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { isSigned, listOfObjects } from './s3List.ts';

/** The only credentials that it knows. */
const CREDENTIALS = 'S3RVER';
/** Parts on a page of a list, so that lists have pages. */
const PAGE = 2;

/** A request that it got. */
export interface S3Request {
	readonly method: string;
	/** With a `/` before the bucket. */
	readonly path: string;
	readonly query: URLSearchParams;
}

/**
 * An S3 server on loopback that keeps objects in a folder and checks signatures. What it lacks of uploads in parts is
 * added here as Amazon's reference has it: `ListParts`, `AbortMultipartUpload`, and `NoSuchUpload` for those it does not
 * know; and `ListObjectsV2` as the SDK asks for it.
 */
export class S3Server {
	readonly bucket = 'recordings';
	readonly requests: S3Request[] = [];
	readonly port: number;
	/** ms that it takes before it looks at a request. */
	delay: (request: S3Request) => number = () => 0;
	/** Which requests get no answer, ever. */
	holds: (request: S3Request) => boolean = () => false;
	readonly #directory: string;
	readonly #s3rver: S3rver;
	#server: Server | undefined;

	private constructor(port: number, directory: string, s3rver: S3rver) {
		this.port = port;
		this.#directory = directory;
		this.#s3rver = s3rver;
	}

	static async create(): Promise<S3Server> {
		const directory = await mkdtemp(join(tmpdir(), 'roomcast-s3-'));
		const s3rver = new S3rver({ directory, silent: true, configureBuckets: [{ name: 'recordings' }] });
		await s3rver.configureBuckets();
		const server = new S3Server(await freePort(), directory, s3rver);
		await server.start();
		return server;
	}

	get endpoint(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** For `ROOMCAST_STORAGE_URL`. */
	storageUrl({ secret = CREDENTIALS, prefix = '' } = {}): string {
		return `s3://${CREDENTIALS}:${secret}@${this.bucket}/${prefix}?endpoint=${encodeURIComponent(this.endpoint)}&region=us-east-1`;
	}

	/** For `PUT /v2/storage`. */
	get settings() {
		return {
			type: 's3',
			endpoint: this.endpoint,
			region: 'us-east-1',
			bucket: this.bucket,
			accessKeyId: CREDENTIALS,
			secretAccessKey: CREDENTIALS,
		};
	}

	/** Listen, again on the same port. */
	async start(): Promise<void> {
		const listener = this.#s3rver.callback();
		const server = createServer((request, response) => {
			this.#answer(request, response, listener).catch((error) => response.destroy(error));
		});
		this.#server = server;
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject).listen(this.port, '127.0.0.1', resolve);
		});
	}

	/** Away, in the middle of whatever it does; what it has it keeps. */
	async stop(): Promise<void> {
		const server = this.#server;
		this.#server = undefined;
		if (server === undefined) return;
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}

	readonly close = async (): Promise<void> => {
		await this.stop();
		await removeFolder(this.#directory);
	};

	/** The content of an object; undefined when there is none. */
	async read(key: string): Promise<Buffer | undefined> {
		return readFile(this.#s3rver.store.getResourcePath(this.bucket, key, 'object')).catch(() => undefined);
	}

	/** Numbers of the parts that were sent, in the order they came; those that were broken off too. */
	get partsSent(): number[] {
		return this.requests
			.filter(({ method, query }) => method === 'PUT' && query.has('partNumber'))
			.map(({ query }) => Number(query.get('partNumber')));
	}

	/** Numbers of the parts that it has of uploads that are not complete. */
	async partsKept(): Promise<number[]> {
		const uploads = await readdir(this.#uploads()).catch(() => []);
		const files = await Promise.all(uploads.map((upload) => readdir(join(this.#uploads(), upload))));
		return files.flat().flatMap((name) => (name.endsWith('.md5') ? [Number(name.slice(0, -4))] : []));
	}

	/** As stores do with uploads that nobody completes. */
	async forgetUploads(): Promise<void> {
		await removeFolder(this.#uploads());
	}

	#uploads(): string {
		return this.#s3rver.store.getResourcePath(this.bucket, undefined, 'uploads');
	}

	async #answer(
		request: IncomingMessage,
		response: ServerResponse,
		listener: (request: IncomingMessage, response: ServerResponse) => void,
	): Promise<void> {
		const url = new URL(request.url ?? '/', this.endpoint);
		const { method = 'GET' } = request;
		const seen = { method, path: decodeURIComponent(url.pathname), query: url.searchParams };
		this.requests.push(seen);
		// Nobody may be there any more when it is let go.
		if (this.holds(seen)) return void (await once(response, 'close'));
		const wait = this.delay(seen);
		if (wait > 0) await sleep(wait);
		if (seen.path === `/${this.bucket}/` && url.searchParams.has('list-type'))
			return this.#list(request, response, url);
		const uploadId = url.searchParams.get('uploadId');
		if (uploadId === null) return listener(request, response);

		const folder = join(this.#uploads(), uploadId);
		if ((await stat(folder).catch(() => undefined)) === undefined) {
			request.resume();
			return answerXml(
				response,
				404,
				'<Error><Code>NoSuchUpload</Code><Message>There is no such upload</Message></Error>',
			);
		}
		if (method === 'GET') return answerXml(response, 200, await listParts(folder, url.searchParams));
		if (method !== 'DELETE') return listener(request, response);
		await rm(folder, { recursive: true });
		response.writeHead(204).end();
	}

	async #list(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
		if (!isSigned(request, url, CREDENTIALS))
			return answerXml(response, 403, '<Error><Code>SignatureDoesNotMatch</Code><Message>Wrong</Message></Error>');
		const { objects, isTruncated } = await this.#s3rver.store.listObjects(this.bucket, {
			prefix: url.searchParams.get('prefix') ?? '',
			startAfter: url.searchParams.get('continuation-token') ?? '',
			maxKeys: Number(url.searchParams.get('max-keys') ?? 1000),
		});
		answerXml(response, 200, listOfObjects(objects, isTruncated));
	}
}

async function listParts(folder: string, query: URLSearchParams): Promise<string> {
	const names = (await readdir(folder)).filter((name) => name.endsWith('.md5'));
	const numbers = names.map((name) => Number(name.slice(0, -4))).sort((a, b) => a - b);
	const after = numbers.filter((number) => number > Number(query.get('part-number-marker') ?? 0));
	const page = after.slice(0, PAGE);
	const parts = await Promise.all(
		page.map(async (number) => {
			const { size } = await stat(join(folder, `${number}`));
			const etag = await readFile(join(folder, `${number}.md5`), 'utf8');
			return `<Part><PartNumber>${number}</PartNumber><ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size></Part>`;
		}),
	);
	const truncated = page.length < after.length;
	const next = truncated ? `<NextPartNumberMarker>${page.at(-1)}</NextPartNumberMarker>` : '';
	return `<ListPartsResult><IsTruncated>${truncated}</IsTruncated>${next}${parts.join('')}</ListPartsResult>`;
}

function answerXml(response: ServerResponse, status: number, body: string): void {
	response
		.writeHead(status, { 'content-type': 'application/xml' })
		.end(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
}
