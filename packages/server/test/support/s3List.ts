import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Whether a request was signed with a secret (AWS Signature Version 4, in its header). s3rver cannot tell it of requests to
 * `/bucket/`, with a slash at the end, as the SDK lists objects.
 */
export function isSigned(request: IncomingMessage, url: URL, secret: string): boolean {
	const header = request.headers.authorization ?? '';
	const [, scope = '', names = '', signature = ''] =
		/Credential=[^/]+\/([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})/.exec(header) ?? [];
	const [date = '', region = '', service = '', end = ''] = scope.split('/');
	const query = [...url.searchParams]
		.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
		.sort()
		.join('&');
	const headers = names.split(';').map((name) => `${name}:${request.headers[name]}\n`);
	const canonical = [
		request.method,
		url.pathname,
		query,
		headers.join(''),
		names,
		request.headers['x-amz-content-sha256'],
	];
	const hash = createHash('sha256').update(canonical.join('\n')).digest('hex');
	let key: string | Buffer = `AWS4${secret}`;
	for (const part of [date, region, service, end]) key = createHmac('sha256', key).update(part).digest();
	const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, hash].join('\n');
	const right = createHmac('sha256', key).update(text).digest();
	return signature.length === 64 && timingSafeEqual(right, Buffer.from(signature, 'hex'));
}

/** A page of `ListObjectsV2`. */
export function listOfObjects(
	objects: readonly { readonly key: string; readonly size: number }[],
	more: boolean,
): string {
	const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
	const contents = objects.map(
		({ key, size }) => `<Contents><Key>${escaped(key)}</Key><Size>${size}</Size></Contents>`,
	);
	const last = objects.at(-1);
	const next = more && last !== undefined ? `<NextContinuationToken>${escaped(last.key)}</NextContinuationToken>` : '';
	return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
}
