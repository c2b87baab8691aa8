import type { types } from 'mediasoup-client';
import * as fakeParameters from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { expect, it } from 'vitest';
import { DeviceLoader } from './DeviceLoader.ts';

const offered = (version: number) => {
	const capabilities = JSON.parse(JSON.stringify(fakeParameters.generateRouterRtpCapabilities()));
	for (const codec of capabilities.codecs) codec.preferredPayloadType += version;
	return capabilities;
};

/** A loader whose browser counts how often it is asked, and fails the first time if told so. */
function counting({ failFirst = false } = {}) {
	const asked: string[] = [];
	const handler = FakeHandler.createFactory(fakeParameters);
	const loader = new DeviceLoader(() => ({
		...handler,
		getNativeRtpCapabilities: async (options: types.HandlerGetNativeRtpCapabilitiesOptions) => {
			asked.push(options.direction);
			if (failFirst && asked.length === 1) throw new Error('not now');
			return handler.getNativeRtpCapabilities(options);
		},
	}));
	return { loader, asked };
}

it('asks the browser once, also for rooms that offer something else', async () => {
	const { loader, asked } = counting();
	await loader.warmUp();
	const first = await loader.load(offered(0));
	expect(await loader.load(offered(0))).toBe(first);
	expect(await loader.load(offered(1))).not.toBe(first);
	expect(first.loaded).toBe(true);
	expect(asked).toEqual(['recvonly', 'sendonly']);
});

it('asks again after a failure', async () => {
	const { loader } = counting({ failFirst: true });
	await expect(loader.load(offered(0))).rejects.toThrow('not now');
	await expect(loader.load(offered(0))).resolves.toMatchObject({ loaded: true });
});
