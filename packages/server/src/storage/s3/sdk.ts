import type * as S3 from '@aws-sdk/client-s3';
import type * as Presigner from '@aws-sdk/s3-request-presigner';

export type { S3 };

/** The S3 client of Amazon, loaded when the first bucket is spoken to: a server without one never loads it. */
export function loadS3(): Promise<typeof S3> {
	return import('@aws-sdk/client-s3');
}

/** What signs links. */
export function loadPresigner(): Promise<typeof Presigner> {
	return import('@aws-sdk/s3-request-presigner');
}
