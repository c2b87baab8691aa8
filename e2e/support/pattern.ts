import type { Caller } from './caller.ts';

/** What somebody sends in a test that looks at media. */
export interface Pattern {
	/** CSS colour of the picture. */
	readonly colour: string;
	/** Hz. */
	readonly tone: number;
	/** A white flash in the middle and a beep of the tone, 120 ms once a second; else the tone goes on all the time. */
	readonly beeps: boolean;
}

/** Replaces camera and microphone by a pattern: the picture and the sound of it are one moment. */
export async function sendPattern(caller: Caller, pattern: Pattern): Promise<void> {
	await caller.page.evaluate(async ({ colour, tone, beeps }) => {
		const audio = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
		await audio.resume();
		const oscillator = new OscillatorNode(audio, { frequency: tone });
		const gain = new GainNode(audio, { gain: beeps ? 0 : 0.5 });
		const output = new MediaStreamAudioDestinationNode(audio);
		oscillator.connect(gain).connect(output);
		oscillator.start();
		const canvas = document.createElement('canvas');
		canvas.width = 640;
		canvas.height = 360;
		const context = canvas.getContext('2d');
		if (context === null) throw new Error('no canvas');
		let sounding = false;
		let frame = 0;
		const draw = () => {
			const flash = beeps && audio.currentTime % 1 < 0.12;
			if (flash !== sounding) {
				gain.gain.setValueAtTime(beeps && flash ? 0.5 : 0, audio.currentTime);
				sounding = flash;
			}
			context.fillStyle = colour;
			context.fillRect(0, 0, 640, 360);
			if (flash) {
				context.fillStyle = 'white';
				context.fillRect(160, 60, 320, 240);
			}
			// Something always moves: a picture that stands still is found.
			context.fillStyle = 'black';
			context.fillRect((frame++ * 4) % 640, 344, 8, 8);
		};
		// Not by animation frames: a page that is not shown has none.
		setInterval(draw, 33);
		draw();
		const page = window as never as {
			meeting: {
				enableWebcam(track: MediaStream): Promise<void>;
				unmuteMic(track: MediaStream): Promise<void>;
			};
			camera(): MediaStream;
		};
		// Switching the camera off ends its track.
		page.camera = () => canvas.captureStream(30);
		await page.meeting.enableWebcam(page.camera());
		await page.meeting.unmuteMic(output.stream);
	}, pattern);
}

/** Switches the camera of the pattern off or on. */
export function setCamera(caller: Caller, on: boolean): Promise<unknown> {
	return caller.run(on ? 'meeting.enableWebcam(window.camera())' : 'meeting.disableWebcam()');
}

/** Mutes or unmutes the microphone of the pattern. */
export function setMicrophone(caller: Caller, on: boolean): Promise<unknown> {
	return caller.run(on ? 'meeting.unmuteMic()' : 'meeting.muteMic()');
}
