import type { ComposerCommand } from '@roomcast/contract/composer/commands';
import { expect, it, vi } from 'vitest';
import type { Outputs } from '../livestreams/Outputs.ts';
import { TargetGuard } from '../net/TargetGuard.ts';
import type { StoredCapture } from './Capture.ts';
import type { CaptureWrites } from './CaptureWrites.ts';
import { LivestreamSink } from './LivestreamSink.ts';

/** What names lead to. */
const NAMES: Readonly<Record<string, string>> = { 'live.example.com': '1.1.1.1', 'inside.example.com': '10.0.0.5' };

/** An output whose composer is redirected to a URL. @returns what the composer is answered */
async function redirected(url: string): Promise<ComposerCommand> {
	const onRefused = vi.fn();
	const guard = new TargetGuard({
		allowPrivate: false,
		onRefused,
		resolve: async (name) => {
			const address = NAMES[name];
			if (address === undefined) throw Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' });
			return [{ address, family: 4 }];
		},
	});
	const check = async (text: string) => (await guard.check(text, 'livestream')).addresses.map(({ address }) => address);
	const sink = new LivestreamSink({
		capture: {} as StoredCapture,
		output: { id: 'output', url: 'rtmp://live.example.com/app', streamKey: 'key' },
		place: 'outputs[0]',
		outputs: { check } as unknown as Outputs,
		writes: {} as CaptureWrites,
		published: false,
		now: () => 0,
		onStarted() {},
		onFailed() {},
	});
	const { promise, resolve } = Promise.withResolvers<ComposerCommand>();
	sink.event({ type: 'rtmp-redirect', sinkId: 'output', url }, resolve);
	const answer = await promise;
	// Operators see what a server of somebody else tried.
	const isRefused = 'refused' in answer && !answer.refused?.startsWith('there is no host');
	expect(onRefused).toHaveBeenCalledTimes(isRefused ? 1 : 0);
	return answer;
}

const about = { type: 'redirectSink', sinkId: 'output' };

it('lets a redirect go to the addresses that were checked', async () => {
	const url = 'rtmp://live.example.com:1936/other?token=1';
	expect(await redirected(url)).toEqual({ ...about, url, addresses: ['1.1.1.1'] });
});

it.each([
	['rtmp://169.254.169.254/latest', 'not a public address'],
	['rtmp://0x7f.1/latest', 'not a public address'],
	['rtmp://inside.example.com/app', 'does not lead to a public address'],
	['http://live.example.com/app', 'it begins with http:'],
	['rtmp://nowhere.example.com/app', 'there is no host nowhere.example.com'],
	['nonsense', 'it is not a URL'],
])('refuses a redirect to %s as it refuses it from a caller', async (url, reason) => {
	const answer = await redirected(url);
	expect(answer).toEqual({ ...about, url, refused: expect.stringContaining(reason) });
});
