import { type Static, Type } from 'typebox';
import { Timestamp } from '../ids.ts';
import { targetUrl } from '../targets.ts';

const region = Type.String({
	pattern: '^[a-z0-9-]{1,64}$',
	description: 'Most stores accept any region, for example `us-east-1`',
});
const bucket = Type.String({
	pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
	description: '3–63 lower-case letters, digits, `.` and `-`',
});

/** A bucket that a key wants its recordings in. Our addition: the hosted API has it in its dashboard only. */
export const KeyStorageBody = Type.Object({
	type: Type.Literal('s3', { description: 'Amazon S3 or a compatible store' }),
	endpoint: Type.Optional(
		targetUrl(
			'storage',
			512,
			'Address of the store, for example `https://minio.example.com`; leave it out for Amazon S3',
		),
	),
	region,
	bucket,
	prefix: Type.Optional(Type.String({ maxLength: 512, description: 'Folder in the bucket for all files' })),
	accessKeyId: Type.String({ minLength: 1, maxLength: 256, pattern: '^[\\x21-\\x7e]+$' }),
	secretAccessKey: Type.String({ minLength: 1, maxLength: 512, pattern: '^[\\x21-\\x7e]+$' }),
	forcePathStyle: Type.Optional(
		Type.Boolean({
			description:
				'Put the bucket into the path instead of the host name. Default: true with an `endpoint`, false without',
		}),
	),
});
export type KeyStorageBody = Static<typeof KeyStorageBody>;

/** What a key has set; the secret is never shown. */
export const KeyStorageView = Type.Object(
	{
		type: Type.Literal('s3'),
		endpoint: Type.Union([Type.String(), Type.Null()], { description: 'Null for Amazon S3' }),
		region,
		bucket,
		prefix: Type.String({ description: 'Without a slash at either end; may be empty' }),
		accessKeyId: Type.String(),
		forcePathStyle: Type.Boolean(),
		createdAt: Timestamp,
		updatedAt: Timestamp,
	},
	{ title: 'Storage' },
);
export type KeyStorageView = Static<typeof KeyStorageView>;

/** The answer of `DELETE /v2/storage`. */
export const StorageDeleted = Type.Object({ message: Type.String() });
