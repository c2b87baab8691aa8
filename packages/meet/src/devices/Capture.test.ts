import { VideoSDK } from '@roomcast/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Capture, sendOpened } from './Capture.ts';

/** What the machine's devices do when they are opened: a stream, or a failure. */
function openWith(open: (cameraId: string | undefined) => Promise<MediaStream>) {
	return vi.spyOn(VideoSDK, 'createCameraVideoTrack').mockImplementation((options) => open(options?.cameraId));
}

/** As much of a stream as the page looks at. */
function stream(deviceId: string) {
	const track = { addEventListener() {}, getSettings: () => ({ deviceId }), readyState: 'live', stop: vi.fn() };
	return { track, stream: { getTracks: () => [track] } as unknown as MediaStream };
}

const denied = () => Promise.reject(Object.assign(new Error('denied'), { code: 3017 }));

afterEach(() => {
	vi.restoreAllMocks();
});

describe('Capture', () => {
	it('opens another device when one is chosen in the place of an open one, and gives the old one back', async () => {
		const [first, second] = [stream('a'), stream('b')];
		openWith(async (id) => (id === 'b' ? second.stream : first.stream));
		const camera = new Capture('camera', { maxResolution: 'hd' }, undefined);
		await camera.open();
		await camera.choose('b');
		expect(camera.state).toMatchObject({ status: 'on', stream: second.stream, deviceId: 'b' });
		expect(first.track.stop).toHaveBeenCalledOnce();
		expect(second.track.stop).not.toHaveBeenCalled();
	});

	it('tries again when a device is chosen after a failure', async () => {
		const opened = openWith(denied);
		const camera = new Capture('camera', { maxResolution: 'hd' }, undefined);
		await camera.open();
		expect(camera.state).toMatchObject({ status: 'failed', problem: { reason: 'denied' } });
		opened.mockResolvedValue(stream('b').stream);
		await camera.choose('b');
		expect(camera.state.status).toBe('on');
	});

	it('opens nothing when a device is only preferred: not when it is off, and not after a failure', async () => {
		const opened = openWith(denied);
		const camera = new Capture('camera', { maxResolution: 'hd' }, undefined);
		camera.prefer('a');
		expect(camera.state).toMatchObject({ status: 'off', deviceId: 'a' });
		await camera.open();
		expect(camera.state.status).toBe('failed');
		opened.mockClear();
		camera.prefer('b');
		expect(camera.state).toMatchObject({ status: 'failed', stream: undefined, deviceId: 'b' });
		expect(opened).not.toHaveBeenCalled();
	});

	it('takes any camera in the place of one that was unplugged', async () => {
		const { stream: another } = stream('a');
		const opened = openWith(async (id) => {
			if (id === 'gone') throw Object.assign(new Error('gone'), { code: 3021 });
			return another;
		});
		const camera = new Capture('camera', { maxResolution: 'hd' }, 'gone');
		await camera.open();
		expect(camera.state).toMatchObject({ status: 'on', stream: another, deviceId: 'a' });
		expect(opened).toHaveBeenCalledTimes(2);
	});
});

describe('a device that a button opened', () => {
	it('is given back when the call does not take it: it was left meanwhile', async () => {
		const { stream: opened, track } = stream('a');
		const left = Object.assign(new Error('left'), { code: 3056 });
		await expect(sendOpened(Promise.resolve(opened), () => Promise.reject(left))).rejects.toBe(left);
		expect(track.stop).toHaveBeenCalledOnce();
	});

	it("is the call's when it takes it", async () => {
		const { stream: opened, track } = stream('a');
		await sendOpened(Promise.resolve(opened), async () => {});
		expect(track.stop).not.toHaveBeenCalled();
	});
});
