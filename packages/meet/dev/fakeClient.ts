import { personVideo } from './drawnVideo.ts';
import { FakeMeeting } from './FakeMeeting.ts';

const query = new URLSearchParams(window.location.search);
const refused = (name: string) => {
	const code = Number(query.get(name) ?? 0);
	if (code !== 0) throw Object.assign(new Error('Refused for the demo'), { code });
};

/** A tone as quiet speech, so that the meter has something to show. */
function voice(): MediaStream {
	const context = new AudioContext();
	const tone = new OscillatorNode(context, { frequency: 180 });
	const volume = new GainNode(context, { gain: 0.05 });
	const out = context.createMediaStreamDestination();
	tone.connect(volume).connect(out);
	tone.start();
	return out.stream;
}

const device = (deviceId: string, label: string) => ({ deviceId, label, groupId: '', kind: '' });

/** Stands in for the SDK: `demo`, `demoShare`, `demoError`, `demoLeave`, `demoState`, `demoCamera`, `demoMic`, `demoKnocks`, `demoAsk`, `demoChat`, `demoWait`, `demoRec`. */
export const VideoSDK = {
	config() {},
	preconnect() {},
	setLogLevel() {},
	on() {},
	off() {},
	getCameras: async () => [device('c1', 'FaceTime HD Camera'), device('c2', 'Logitech BRIO')],
	getMicrophones: async () => [device('m1', 'MacBook Pro Microphone'), device('m2', 'Jabra Evolve2 65')],
	getPlaybackDevices: async () => [device('s1', 'MacBook Pro Speakers'), device('s2', 'Jabra Evolve2 65')],
	async createCameraVideoTrack() {
		refused('demoCamera');
		return new MediaStream([personVideo(4)]);
	},
	async createMicrophoneAudioTrack() {
		refused('demoMic');
		return voice();
	},
	createScreenShareVideoTrack: async () => new MediaStream([personVideo(4)]),
	initMeeting(options: { name: string; micEnabled: boolean; customCameraVideoTrack?: MediaStream }) {
		return new FakeMeeting(options.name, options.customCameraVideoTrack, options.micEnabled, {
			people: Number(query.get('demo') ?? 1),
			error: Number(query.get('demoError') ?? 0),
			leave: Number(query.get('demoLeave') ?? 0),
			share: query.has('demoShare'),
			state: query.get('demoState'),
			knocks: Number(query.get('demoKnocks') ?? 0),
			ask: query.get('demoAsk'),
			chat: query.has('demoChat'),
			wait: query.get('demoWait'),
			recording: query.get('demoRec'),
		});
	},
};
