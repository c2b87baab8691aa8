import type {
	CameraEncoderConfig,
	MicrophoneEncoderConfig,
	OptimizationMode,
	ScreenEncoderConfig,
} from '@roomcast/client';
import { recall, remember } from '../base/remembered.ts';
import { Store } from '../base/Store.ts';
import * as codes from '../errors/codes.ts';
import { type CaptureKind, type DeviceProblem, deviceProblem } from './deviceProblem.ts';
import { loadSdk } from './loadSdk.ts';

export interface CaptureState {
	readonly status: 'off' | 'starting' | 'on' | 'failed';
	readonly stream: MediaStream | undefined;
	/** Why it is not on, when `status` is `failed`. */
	readonly problem: DeviceProblem | undefined;
	/** The chosen device; undefined for the one that the browser prefers. */
	readonly deviceId: string | undefined;
}

/** The SDK's capture options that the page decides about. */
export interface CaptureOptions {
	readonly maxResolution: 'hd' | 'sd';
	/** Wins over `maxResolution`. */
	readonly cameraResolution?: CameraEncoderConfig | undefined;
	readonly cameraMultiStream?: boolean;
	readonly cameraOptimizationMode?: OptimizationMode | undefined;
	readonly micQuality?: MicrophoneEncoderConfig;
}

/**
 * Opens a camera or microphone through the SDK, with the page's choice of quality. A device that was unplugged since it
 * was chosen is replaced by the one that the browser prefers: any is better than none.
 *
 * @throws the SDK's numbered error when none can be opened
 */
export async function openDevice(
	kind: CaptureKind,
	deviceId: string | undefined,
	options: CaptureOptions,
): Promise<MediaStream> {
	try {
		return await openExactly(kind, deviceId, options);
	} catch (error) {
		if (deviceId === undefined || deviceProblem(kind, error).reason !== 'missing') throw error;
		return openExactly(kind, undefined, options);
	}
}

async function openExactly(kind: CaptureKind, deviceId: string | undefined, options: CaptureOptions) {
	const sdk = await loadSdk();
	const { maxResolution, cameraMultiStream, cameraOptimizationMode, micQuality } = options;
	if (kind === 'microphone') {
		return sdk.createMicrophoneAudioTrack({
			...(micQuality === undefined ? {} : { encoderConfig: micQuality }),
			...(deviceId === undefined ? {} : { microphoneId: deviceId }),
		});
	}
	return sdk.createCameraVideoTrack({
		encoderConfig: options.cameraResolution ?? (maxResolution === 'hd' ? 'h720p_w1280p' : 'h360p_w640p'),
		...(cameraMultiStream === undefined ? {} : { multiStream: cameraMultiStream }),
		...(cameraOptimizationMode === undefined ? {} : { optimizationMode: cameraOptimizationMode }),
		...(deviceId === undefined ? {} : { cameraId: deviceId }),
	});
}

/** Asks for a screen in the quality that the link names. @throws the SDK's numbered error */
export async function openScreen(options: {
	readonly screenShareResolution: ScreenEncoderConfig;
	readonly screenShareOptimizationMode: OptimizationMode;
}): Promise<MediaStream> {
	const sdk = await loadSdk();
	return sdk.createScreenShareVideoTrack({
		encoderConfig: options.screenShareResolution,
		optimizationMode: options.screenShareOptimizationMode,
	});
}

/**
 * Gives the call what is being opened for it. The call may be over by the time that a person has answered the browser's
 * question: what it does not take is given back.
 *
 * @throws the SDK's numbered error when it cannot be opened, or the call does not take it
 */
export async function sendOpened(opening: Promise<MediaStream>, send: (stream: MediaStream) => Promise<void>) {
	const stream = await opening;
	try {
		await send(stream);
	} catch (error) {
		stopStream(stream);
		throw error;
	}
}

/** The camera or the microphone before the call: opened for the preview, then handed to the meeting as it is. */
export class Capture extends Store<CaptureState> {
	readonly kind: CaptureKind;
	readonly #options: CaptureOptions;
	/** Counts openings, so that one that was overtaken gives its device back. */
	#turn = 0;
	#opening: Promise<void> = Promise.resolve();

	constructor(kind: CaptureKind, options: CaptureOptions, deviceId: string | undefined) {
		super({ status: 'off', stream: undefined, problem: undefined, deviceId: deviceId ?? recall(kind) });
		this.kind = kind;
		this.#options = options;
	}

	/** When the device that is being opened is there, or is known not to come; the browser may be asking its owner. */
	get settled(): Promise<void> {
		return this.#opening;
	}

	/** Turns it on, with another device when one is named. Never rejects: a failure is a state with a message. */
	open(deviceId = this.state.deviceId): Promise<void> {
		this.#opening = this.#open(deviceId);
		return this.#opening;
	}

	async #open(deviceId: string | undefined): Promise<void> {
		const turn = ++this.#turn;
		this.#stopTracks();
		this.set({ status: 'starting', stream: undefined, problem: undefined, deviceId });
		try {
			const stream = await openDevice(this.kind, deviceId, this.#options);
			if (turn !== this.#turn) return stopStream(stream);
			stream.getTracks()[0]?.addEventListener('ended', () => this.#ended(turn), { once: true });
			this.set({ status: 'on', stream, problem: undefined, deviceId: deviceOf(stream) ?? deviceId });
		} catch (error) {
			if (turn !== this.#turn) return;
			this.set({ status: 'failed', stream: undefined, problem: deviceProblem(this.kind, error), deviceId });
		}
	}

	/** Turns it off and gives the device back. */
	close(): void {
		this.#turn++;
		this.#stopTracks();
		this.set({ ...this.state, status: 'off', stream: undefined, problem: undefined });
	}

	/** Uses another device from now on, and next time; opens it when the old one was open, or should have been. */
	async choose(deviceId: string): Promise<void> {
		this.prefer(deviceId);
		if (this.state.status !== 'off') await this.open(deviceId);
	}

	/** Names the device for the next time that one is opened, and opens nothing now: in the call that is the meeting's. */
	prefer(deviceId: string): void {
		remember(this.kind, deviceId);
		this.set({ ...this.state, deviceId });
	}

	/** Gives the open stream away: its new owner stops it. Nothing if it is not open. */
	hand(): MediaStream | undefined {
		const { stream } = this.state;
		if (stream === undefined) return undefined;
		this.#turn++;
		this.set({ ...this.state, status: 'off', stream: undefined, problem: undefined });
		return stream;
	}

	#ended(turn: number): void {
		if (turn !== this.#turn) return;
		const code = this.kind === 'camera' ? codes.ERROR_WEBCAM_TRACK_ENDED : codes.ERROR_MICROPHONE_TRACK_ENDED;
		this.set({ ...this.state, status: 'failed', stream: undefined, problem: deviceProblem(this.kind, { code }) });
	}

	#stopTracks(): void {
		if (this.state.stream !== undefined) stopStream(this.state.stream);
	}
}

/** Gives the devices of a stream back. */
export function stopStream(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}

function deviceOf(stream: MediaStream): string | undefined {
	return stream.getTracks()[0]?.getSettings().deviceId;
}
