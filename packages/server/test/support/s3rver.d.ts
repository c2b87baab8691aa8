/** What the tests use of it; it brings no types. */
declare module '@20minutes/s3rver' {
	import type { RequestListener } from 'node:http';

	interface Options {
		readonly directory: string;
		readonly silent?: boolean;
		readonly configureBuckets?: readonly { readonly name: string }[];
	}

	export default class S3rver {
		readonly store: {
			getResourcePath(bucket: string, key: string | undefined, resource: string): string;
			listObjects(
				bucket: string,
				options: { readonly prefix: string; readonly startAfter: string; readonly maxKeys: number },
			): Promise<{ objects: { key: string; size: number }[]; isTruncated: boolean }>;
		};
		constructor(options: Options);
		configureBuckets(): Promise<unknown>;
		callback(): RequestListener;
	}
}
