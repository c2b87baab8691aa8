import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config.ts';
import { ConfigError } from './ConfigError.ts';
import { byteSize } from './parse.ts';
import { storageUrl } from './storageUrl.ts';

describe('ROOMCAST_STORAGE_URL', () => {
	it('is a folder in the data folder when nothing is said', () => {
		expect(loadConfig({ ROOMCAST_DATA_DIR: '/var/lib/roomcast' }).storage).toEqual({
			type: 'file',
			folder: join('/var/lib/roomcast', 'storage'),
		});
	});

	it.each([
		['file:/mnt/a folder', '/mnt/a folder'],
		['file:///mnt/a%20folder', '/mnt/a folder'],
		['file:./here', resolve('here')],
	])('%s is a folder', (text, folder) => {
		expect(storageUrl(text)).toEqual({ type: 'file', folder });
	});

	it('names a bucket, and what is needed to reach it', () => {
		expect(storageUrl('s3://bucket')).toEqual({
			type: 's3',
			bucket: 'bucket',
			prefix: '',
			endpoint: undefined,
			region: undefined,
			forcePathStyle: false,
			credentials: undefined,
		});
		expect(storageUrl('s3://key:a%2Fb%25@my.bucket/some/where/?endpoint=http://minio:9000&region=eu-west-1')).toEqual({
			type: 's3',
			bucket: 'my.bucket',
			prefix: 'some/where',
			endpoint: 'http://minio:9000',
			region: 'eu-west-1',
			forcePathStyle: true,
			credentials: { accessKeyId: 'key', secretAccessKey: 'a/b%' },
		});
		expect(storageUrl('s3://b1t?endpoint=https://s3.example.com&forcePathStyle=false')).toMatchObject({
			forcePathStyle: false,
			region: 'us-east-1',
		});
	});

	it.each([
		'/mnt/folder',
		'file:',
		'file://host/path',
		's3://',
		's3://Bucket_1',
		's3://localhost:9000/bucket',
		's3://key@bucket',
		's3://key:%zz@bucket',
		's3://bucket/a//x',
		's3://bucket?endpoint=minio:9000',
		's3://bucket?endpoint=http://minio:9000/path',
		's3://bucket?region=eu%20west',
		's3://bucket?forcePathStyle=yes',
		's3://bucket?pathStyle=true',
		'https://bucket.s3.amazonaws.com',
	])('%s is refused, and not shown', (text) => {
		try {
			loadConfig({ ROOMCAST_STORAGE_URL: text });
			expect.fail('it was taken');
		} catch (error) {
			expect(error).toBeInstanceOf(ConfigError);
			const [finding = ''] = (error as ConfigError).findings;
			expect(finding).toMatch(/^ROOMCAST_STORAGE_URL is not valid; it must be `file:`/);
		}
	});
});

it.each([
	['0', 0],
	['1000', 1000],
	['64K', 65_536],
	['500m', 524_288_000],
	['1.5G', 1_610_612_736],
	['2T', 2_199_023_255_552],
])('%s is so many bytes', (text, bytes) => {
	expect(byteSize(text)).toBe(bytes);
});

it.each(['', '-1', '1 G', '1GB', 'G', '1e9', '1.2345G'])('"%s" is no number of bytes', (text) => {
	expect(() => byteSize(text)).toThrow('bytes, or a number with K, M, G or T after it');
});
