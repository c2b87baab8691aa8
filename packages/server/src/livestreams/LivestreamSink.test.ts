import type { ComposerCommand } from '@roomcast/contract/composer/commands';
import { expect, it, vi } from 'vitest';
import type { CaptureWrites } from '../egress/CaptureWrites.ts';
import type { StoredCapture } from '../egress/StoredCapture.ts';
import { TargetGuard } from '../net/TargetGuard.ts';
import { LivestreamSink } from './LivestreamSink.ts';
import { Outputs, type OutputsOptions } from './Outputs.ts';

/** What names lead to. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
	'live.example.com': ['1.1.1.1'],
	'many.example.com': Array.from({ length: 20 }, (_, index) => `1.1.1.${index + 1}`),
	'inside.example.com': ['10.0.0.5'],
};

/** An output to a URL, and what operators hear of it. */
function outputTo(url: string) {
	const onRefused = vi.fn();
	const onUnanswered = vi.fn();
	const guard = new TargetGuard({
		allowPrivate: false,
		onRefused,
		onUnanswered,
		resolve: async (name) => {
			const addresses = NAMES[name];
			if (addresses === undefined) throw Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' });
			return addresses.map((address) => ({ address, family: 4 }));
		},
	});
	const sink = new LivestreamSink({
		capture: { keyId: 'key of the livestream' } as StoredCapture,
		output: { id: 'output', url, streamKey: 'key' },
		place: 'outputs[0]',
		outputs: new Outputs({ guard } as unknown as OutputsOptions),
		writes: {} as CaptureWrites,
		published: false,
		now: () => 0,
		onStarted() {},
		onFailed() {},
	});
	/** A target is counted and reported with whose it is. */
	const expectRefusals = (count: number) => {
		expect(onRefused).toHaveBeenCalledTimes(count);
		expect(onUnanswered).toHaveBeenCalledTimes(count);
		if (count > 0) expect(onUnanswered.mock.lastCall?.[1]).toBe('key of the livestream');
	};
	return { sink, expectRefusals };
}

/** An output whose composer is redirected to a URL. */
async function redirected(url: string) {
	const { sink, expectRefusals } = outputTo('rtmp://live.example.com/app');
	const { promise, resolve } = Promise.withResolvers<ComposerCommand>();
	sink.event({ type: 'rtmp-redirect', sinkId: 'output', url }, resolve);
	return { answer: await promise, expectRefusals };
}

const about = { type: 'redirectSink', sinkId: 'output' };

it('lets a redirect go to the addresses that were checked', async () => {
	const url = 'rtmp://live.example.com:1936/other?token=1';
	const { answer, expectRefusals } = await redirected(url);
	expect(answer).toEqual({ ...about, url, addresses: ['1.1.1.1'] });
	expectRefusals(0);
});

it.each([
	['rtmp://169.254.169.254/latest', 'not a public address'],
	['rtmp://0x7f.1/latest', 'not a public address'],
	['rtmp://inside.example.com/app', 'does not lead to a public address'],
	['http://live.example.com/app', 'it begins with http:'],
	['nonsense', 'it is not a URL'],
])('refuses a redirect to %s as it refuses it from a caller, and operators hear of it', async (url, reason) => {
	const { answer, expectRefusals } = await redirected(url);
	expect(answer).toEqual({ ...about, url, refused: expect.stringContaining(reason) });
	expectRefusals(1);
});

it('says the same of a redirect to a name that is not there', async () => {
	const { answer } = await redirected('rtmp://nowhere.example.com/app');
	const { answer: inside } = await redirected('rtmp://inside.example.com/app');
	expect(JSON.stringify(answer).replaceAll('nowhere', 'inside')).toBe(JSON.stringify(inside));
});

it('a name that leads inside by the time of connecting is refused, and operators hear of it', async () => {
	const { sink, expectRefusals } = outputTo('rtmp://inside.example.com/app');
	await expect(sink.resolve()).rejects.toThrow('does not lead to a public address');
	expect(sink.fault).toBe('outputs[0].url');
	expectRefusals(1);
});

it.each([
	['rtmp://10.0.0.5/app', 'TARGET_INVALID'],
	// One code for both: whether a name is known inside is not for callers.
	['rtmp://inside.example.com/app', 'TARGET_UNREACHABLE'],
	['rtmp://nowhere.example.com/app', 'TARGET_UNREACHABLE'],
])('says for programs why it does not go to %s', async (url, code) => {
	const { sink } = outputTo(url);
	await expect(sink.resolve()).rejects.toThrow();
	expect(sink.reasonCode).toBe(code);
});

it('says for programs what its composer says of the server', () => {
	const { sink } = outputTo('rtmp://live.example.com/app');
	const failed = { type: 'rtmp-state', sinkId: 'output', state: 'failed', reason: 'no' } as const;
	sink.event({ ...failed, field: 'streamKey', reasonCode: 'TARGET_REFUSED' }, () => {});
	expect([sink.fault, sink.reasonCode]).toEqual(['outputs[0].streamKey', 'TARGET_REFUSED']);
});

it('gives a composer as many addresses of a host as it takes', async () => {
	const { sink } = outputTo('rtmp://many.example.com/app');
	await sink.resolve();
	expect(await sink.describe()).toMatchObject({ addresses: NAMES['many.example.com']?.slice(0, 16) });
});
