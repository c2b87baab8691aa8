import type { Caller } from './caller.ts';

/** What somebody sends in a test that looks at media. */
export interface Pattern {
	/** CSS colour of the picture. */
	readonly colour: string;
	/** Hz. Absent: no sound, which needs a sound card in every browser but Chromium, and no flashes. */
	readonly tone?: number;
	/** A white flash in the middle and a beep of the tone, 120 ms once a second; else the tone is continuous. */
	readonly beeps?: boolean;
	/** Hz of a quiet tone between the beeps. */
	readonly hum?: number;
	/** A row of cells on top that says when the picture was drawn: `readClock` reads it. */
	readonly clock?: boolean;
	/** 640×360 instead of 320×180, for tests that look closely. */
	readonly large?: boolean;
}

/** A track that is made of pictures one by one. */
type PictureTrack = new (options: {
	kind: 'video';
}) => MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };

/** What the page of a pattern has. */
interface PatternPage {
	readonly meeting: {
		enableWebcam(track: MediaStream): Promise<void>;
		unmuteMic(track: MediaStream): Promise<void>;
	};
	/** A new stream with the picture. */
	camera(): MediaStream;
	/** Longest time between two pictures that were drawn, in ms: a machine that is busy pauses. */
	longestPause: number;
	flashes: DrawnFlash[];
}

/** A flash as its sender drew it. */
export interface DrawnFlash {
	/** Epoch ms. */
	readonly at: number;
	/** ms after its beep. */
	readonly late: number;
}

/** Replaces the camera by a pattern, and the microphone where that has sound: the picture and the sound of it are one moment. */
export async function sendPattern(caller: Caller, pattern: Pattern): Promise<void> {
	await caller.page.evaluate(async ({ colour, tone, beeps, hum, clock, large }) => {
		const makeSound = async (frequency: number) => {
			const audio = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
			await audio.resume();
			const oscillator = new OscillatorNode(audio, { frequency });
			const gain = new GainNode(audio, { gain: beeps ? 0 : 0.5 });
			const output = new MediaStreamAudioDestinationNode(audio);
			oscillator.connect(gain).connect(output);
			oscillator.start();
			if (hum !== undefined) {
				const quiet = new OscillatorNode(audio, { frequency: hum });
				quiet.connect(new GainNode(audio, { gain: 0.15 })).connect(output);
				quiet.start();
			}
			return { audio, gain: gain.gain, output };
		};
		const sound = tone === undefined ? undefined : await makeSound(tone);
		const canvas = document.createElement('canvas');
		const scale = large ? 1 : 0.5;
		canvas.width = 640 * scale;
		canvas.height = 360 * scale;
		const context = canvas.getContext('2d');
		if (context === null) throw new Error('no canvas');
		context.scale(scale, scale);
		let scheduled = 0;
		let frame = 0;
		let drawn = performance.now();
		const page = window as never as PatternPage;
		page.longestPause = 0;
		page.flashes = [];
		let flashed = false;
		let camera: WritableStreamDefaultWriter<VideoFrame> | undefined;
		const draw = () => {
			page.longestPause = Math.max(page.longestPause, performance.now() - drawn);
			drawn = performance.now();
			let flash = false;
			if (beeps && sound !== undefined) {
				// The beep is scheduled ahead, to the sample; the flash is a picture drawn at that moment.
				const now = sound.audio.currentTime;
				const next = Math.ceil(now);
				if (next !== scheduled) {
					sound.gain.setValueAtTime(0.5, next).setValueAtTime(0, next + 0.12);
					scheduled = next;
					setTimeout(draw, (next - now) * 1000 + 1);
				}
				flash = now >= 1 && now % 1 < 0.12;
				if (flash && !flashed) page.flashes.push({ at: Date.now(), late: (now % 1) * 1000 });
			}
			flashed = flash;
			context.fillStyle = colour;
			context.fillRect(0, 0, 640, 360);
			if (flash) {
				context.fillStyle = 'white';
				context.fillRect(160, 60, 320, 240);
			}
			// Something always moves, so that a frozen picture is noticed.
			context.fillStyle = 'black';
			context.fillRect((frame++ * 4) % 640, 344, 8, 8);
			// Tenths of a second as a Gray code: a picture between two of them reads as one of them.
			const tenths = Math.floor(Date.now() / 100) & 255;
			for (let cell = 0; clock && cell < 8; cell++) {
				context.fillStyle = ((tenths ^ (tenths >> 1)) >> (7 - cell)) & 1 ? 'white' : 'black';
				context.fillRect(cell * 80, 0, 80, 48);
			}
			if (Generator === undefined) return;
			const picture = new VideoFrame(canvas, { timestamp: Math.round(performance.now() * 1000) });
			// A track that was switched off takes no more frames.
			(camera?.write(picture) ?? Promise.reject()).catch(() => picture.close());
		};
		// Not the canvas's own stream, which captures at moments of its choice: flash and beep begin together. Nothing but
		// Chromium has this, and no types do: elsewhere it is the canvas's.
		const Generator = (window as never as { MediaStreamTrackGenerator?: PictureTrack }).MediaStreamTrackGenerator;
		// Not by animation frames: a page that is not shown has none.
		setInterval(draw, 33);
		draw();
		// Switching the camera off ends its track.
		page.camera = () => {
			if (Generator === undefined) return canvas.captureStream(30);
			const track = new Generator({ kind: 'video' });
			camera = track.writable.getWriter();
			return new MediaStream([track]);
		};
		await page.meeting.enableWebcam(page.camera());
		if (sound !== undefined) await page.meeting.unmuteMic(sound.output.stream);
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

/** Longest time between two pictures that a pattern drew so far, in ms. */
export function longestPause(caller: Caller): Promise<number> {
	return caller.page.evaluate(() => (window as never as PatternPage).longestPause);
}

/** The flashes that a pattern drew so far. */
export function drawnFlashes(caller: Caller): Promise<DrawnFlash[]> {
	return caller.page.evaluate(() => (window as never as PatternPage).flashes);
}
