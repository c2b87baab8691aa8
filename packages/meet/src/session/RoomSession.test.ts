import { VideoSDK } from '@roomcast/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseParameters } from '../parameters/parseParameters.ts';
import { RoomSession } from './RoomSession.ts';

const { parameters } = parseParameters('?token=e30.e30.none&name=Ann&joinScreenEnabled=false');

/** Devices that a person has not answered for yet. */
let answers: (() => void)[];
let stops: ReturnType<typeof vi.fn>;

beforeEach(() => {
	answers = [];
	stops = vi.fn();
	const open = () =>
		new Promise<MediaStream>((resolve) => {
			const track = { addEventListener() {}, getSettings: () => ({}), readyState: 'live', stop: stops };
			answers.push(() => resolve({ getTracks: () => [track] } as unknown as MediaStream));
		});
	vi.spyOn(VideoSDK, 'createCameraVideoTrack').mockImplementation(open);
	vi.spyOn(VideoSDK, 'createMicrophoneAudioTrack').mockImplementation(open);
	vi.spyOn(VideoSDK, 'preconnect').mockImplementation(() => {});
	vi.stubGlobal('isSecureContext', true);
	for (const name of ['RTCPeerConnection', 'ResizeObserver', 'IntersectionObserver']) vi.stubGlobal(name, class {});
	vi.stubGlobal('window', globalThis);
	vi.stubGlobal('document', { baseURI: 'https://calls.example/' });
	vi.stubGlobal('navigator', { mediaDevices: { getUserMedia() {} } });
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

it('joins nothing, and gives the devices back, when the page is closed while they open', async () => {
	const init = vi.spyOn(VideoSDK, 'initMeeting').mockImplementation(() => {
		throw new Error('a meeting that nobody is in');
	});
	const session = new RoomSession('abcd-efgh-ijkl', parameters);
	const prepared = session.prepare();
	await vi.waitFor(() => expect(answers).toHaveLength(2), { timeout: 15_000 });
	expect(session.state.name).toBe('joining');
	session.close();
	for (const answer of answers) answer();
	await prepared;
	expect(init).not.toHaveBeenCalled();
	expect(stops).toHaveBeenCalledTimes(2);
});
