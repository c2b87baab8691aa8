import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Parse, SettingValueError } from './parse.ts';

/** A folder on this machine, or one that many machines share. */
export interface FolderLocation {
	readonly type: 'file';
	/** Absolute. */
	readonly folder: string;
}

/** A bucket of an S3-compatible store. */
export interface BucketLocation {
	readonly type: 's3';
	readonly bucket: string;
	/** Before every key, without a slash at either end; may be empty. */
	readonly prefix: string;
	/** Absent for Amazon's own. */
	readonly endpoint: string | undefined;
	/** Without it AWS's own configuration says. */
	readonly region: string | undefined;
	/** `https://endpoint/bucket` instead of `https://bucket.endpoint`. */
	readonly forcePathStyle: boolean;
	/** Without them AWS's own chain is asked: environment, configuration files, the machine. */
	readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

export type StorageLocation = FolderLocation | BucketLocation;

const ALLOWED =
	'`file:` and a path, or `s3://bucket/prefix`, with `key:secret@` before the bucket and `?endpoint=…&region=…&forcePathStyle=true` after it as needed';
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const REGION = /^[a-z0-9-]{1,64}$/;

/** Where the server keeps finished files. */
export const storageUrl: Parse<StorageLocation> = (text) => {
	if (text.startsWith('file:')) return { type: 'file', folder: folderOf(text) };
	if (!text.startsWith('s3:') || !URL.canParse(text)) throw new SettingValueError(ALLOWED);
	return bucketOf(new URL(text));
};

function folderOf(text: string): string {
	const path = text.slice('file:'.length);
	if (path === '' || path.includes('\0')) throw new SettingValueError(ALLOWED);
	if (!path.startsWith('//')) return resolve(path);
	try {
		return fileURLToPath(text);
	} catch (error) {
		throw new SettingValueError(`${ALLOWED} (${(error as Error).message})`);
	}
}

function bucketOf(url: URL): BucketLocation {
	const refuse = (what: string): never => {
		throw new SettingValueError(`${ALLOWED} (${what})`);
	};
	const bucket = url.hostname;
	if (url.port !== '') refuse('what follows `s3://` is a bucket; the host of the store is `endpoint`');
	if (!BUCKET.test(bucket)) refuse('a bucket is 3–63 lower-case letters, digits, `.` and `-`');
	const { endpoint, region, forcePathStyle, ...unknown } = Object.fromEntries(url.searchParams);
	const [name] = Object.keys(unknown);
	if (name !== undefined) refuse(`\`${name}\` is not one of endpoint, region, forcePathStyle`);
	if (endpoint !== undefined && !isEndpoint(endpoint))
		refuse('`endpoint` is the http or https address of the store, without a path, a query or credentials');
	if (region !== undefined && !REGION.test(region)) refuse('`region` is letters, digits and `-`');
	if (forcePathStyle !== undefined && !/^(true|false)$/.test(forcePathStyle))
		refuse('`forcePathStyle` is true or false');
	const prefix = decode(url.pathname, refuse).replace(/^\/+|\/+$/g, '');
	if (prefix.split('/').some((part) => part === '.' || part === '..' || (part === '' && prefix !== '')))
		refuse('the prefix has no empty folders, `.` or `..`');
	if ((url.username === '') !== (url.password === '')) refuse('credentials are `key:secret@`, both or none');
	return {
		type: 's3',
		bucket,
		prefix,
		endpoint,
		region: region ?? (endpoint === undefined ? undefined : 'us-east-1'),
		forcePathStyle: forcePathStyle === undefined ? endpoint !== undefined : forcePathStyle === 'true',
		credentials:
			url.username === ''
				? undefined
				: { accessKeyId: decode(url.username, refuse), secretAccessKey: decode(url.password, refuse) },
	};
}

function decode(text: string, refuse: (what: string) => never): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return refuse('a `%` that belongs to the text is written `%25`');
	}
}

/** Whether a text is an address that a store may have. */
export function isEndpoint(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, pathname, search, hash, username, password } = new URL(text);
	return /^https?:$/.test(protocol) && pathname === '/' && `${search}${hash}${username}${password}` === '';
}
