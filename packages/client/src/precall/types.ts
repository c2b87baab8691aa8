import type { CameraOptions, MicrophoneOptions } from '../devices/capture.ts';
import type { Quality } from '../participants/types.ts';
import type { PreCallTestError } from './PreCallTestError.ts';

/** Options of `VideoSDK.runPreCallTest`. */
export interface PreCallTestOptions {
	/** As for a meeting. */
	token: string;
	/** How long the line is measured, in ms: 10,000 to 120,000; 15,000 when not given. */
	samplingDuration?: number;
	/** Leaves the camera out. */
	audioOnly?: boolean;
	/** The app's own camera; it stays open. */
	videoTrack?: MediaStream;
	/** The app's own microphone; it stays open. */
	audioTrack?: MediaStream;
	/** How the camera is opened, as in `createCameraVideoTrack`. */
	videoConfig?: CameraOptions;
	/** How the microphone is opened, as in `createMicrophoneAudioTrack`. */
	audioConfig?: MicrophoneOptions;
	/** Gets what was measured so far, about once a second. */
	onStatsChange?: (stats: NetworkQuality) => void;
	/** Gets each step as it begins. Roomcast's own option. */
	onProgress?: (step: PreCallStep) => void;
	/** URL or host of the server, where it is not `VideoSDK.config(…, { baseUrl })`. Roomcast's own option. */
	signalingBaseUrl?: string;
}

/** The steps of a test, in their order. */
export type PreCallStep = 'devices' | 'connectivity' | 'quality' | 'done';

/** What `VideoSDK.runPreCallTest` found. */
export interface PreCallTestResult {
	/** Whether it was stopped. */
	aborted: boolean;
	/** ms. */
	testDuration: number;
	/** null when it was left out. */
	camera: DeviceCheck | null;
	microphone: DeviceCheck | null;
	/** null when it was stopped before. */
	networkQuality: NetworkQuality | null;
	/** By which ways media reaches the server; null when it was stopped before. Roomcast's own. */
	connectivity: Connectivity | null;
	/** The largest size that the line carries; null when not even sound gets through. Roomcast's own. */
	recommendedQuality: Quality | 'audio' | null;
}

/** What a camera or microphone did. */
export interface DeviceCheck {
	/** Whether it can be used. */
	status: boolean;
	deviceId: string | null;
	label: string | null;
	/** Of a camera that can be used. */
	width?: number;
	height?: number;
	frameRate?: number;
	/** With which the server gets it; null when it was not sent. */
	codec: string | null;
	/** Why it cannot be used. */
	error: PreCallTestError | null;
}

/** Whether media gets through by each way; `turn` is null where the server names no TURN server. */
export interface Connectivity {
	udp: boolean;
	tcp: boolean;
	turn: boolean | null;
}

/** 0: not known, 1: bad, 2: poor, 3: fair, 4: good, 5: excellent. */
export type QualityLevel = 0 | 1 | 2 | 3 | 4 | 5;

/** What the line does to sound and picture on their way to the server, and back. */
export interface NetworkQuality {
	audioOnly: boolean;
	uplink: DirectionQuality;
	downlink: DirectionQuality;
}

/** One direction. */
export interface DirectionQuality {
	/** Round trip to the server, ms; null while it is not known. */
	rtt: number | null;
	/** What the line carries at most, as the browser (uplink) estimates it, kbit/s; null while it is not known. */
	availableBitrate: number | null;
	audio: StreamQuality | null;
	video: VideoQuality | null;
	/** The worse of both. */
	quality: QualityLevel;
}

/** A stream in one direction: medians over the test. */
export interface StreamQuality {
	quality: QualityLevel;
	/** ms. */
	rtt: number | null;
	/** kbit/s. */
	bitrate: number | null;
	/** Per cent of the packets. */
	packetLoss: number | null;
	/** ms. */
	jitter: number | null;
}

/** A picture in one direction. */
export interface VideoQuality extends StreamQuality {
	/** Frames a second. */
	fps: number | null;
	/** As `1280x720`. */
	resolution: string | null;
	/** What holds the sender back: `none`, `cpu`, `bandwidth`, `other`; null in the other direction. */
	qualityLimitationReason: string | null;
}

/** Options of `VideoSDK.getNetworkStats`. */
export interface NetworkStatsOptions {
	/** ms; 60,000 when not given. */
	timeoutDuration?: number;
	/** Host or URL of the server, where it is not that of `VideoSDK.config`. */
	baseUrl?: string;
}

/** What `VideoSDK.getNetworkStats` measured, Mbit/s. */
export interface NetworkStats {
	downloadSpeed: number;
	uploadSpeed: number;
}

/** A test that runs: its result, and a way to end it before. */
export interface PreCallTest extends Promise<PreCallTestResult> {
	/** Ends the test; resolves when it has given everything back. What it found so far is its result, with `aborted`. */
	stop(): Promise<void>;
}
