import { Constants } from './constants/Constants.ts';
import {
	type CameraOptions,
	captureCamera,
	captureMicrophone,
	captureScreen,
	type MicrophoneOptions,
	type ScreenOptions,
} from './devices/capture.ts';
import type { CameraDeviceInfo, DeviceInfo, MicrophoneDeviceInfo, PlaybackDeviceInfo } from './devices/DeviceInfo.ts';
import { listDevices } from './devices/devices.ts';
import { ExternalE2EEKeyProvider } from './e2ee/ExternalE2EEKeyProvider.ts';
import { MeetingError } from './errors/MeetingError.ts';
import { type AnyListener, Emitter } from './events/Emitter.ts';
import { tokenClaims } from './identity/tokenClaims.ts';
import { LOG_LEVELS, type LogLevelName, logger, setLevel } from './log/logger.ts';
import { DeviceLoader } from './media/DeviceLoader.ts';
import { Meeting } from './meeting/Meeting.ts';
import { type MeetingOptions, meetingSettings } from './meeting/options.ts';
import { startPreCallTest } from './precall/startPreCallTest.ts';
import type { NetworkStats, NetworkStatsOptions, PreCallTest, PreCallTestOptions } from './precall/types.ts';
import { Connection } from './signalling/Connection.ts';
import { signallingUrl } from './signalling/url.ts';

/** Events of {@link VideoSDK}. */
export interface SdkEvents {
	/** A device was plugged in or out. */
	'device-changed': [{ devices: DeviceInfo[] }];
}

/** What `VideoSDK.analytics` says of the SDK that the app uses; more may be given, and is left out. */
export interface AnalyticsInfo {
	/** For example `react-web`. */
	sdkType?: string;
	sdkVersion?: string;
	[key: string]: unknown;
}

/** Listeners of the events of the SDK, by event: the name of it in the VideoSDK JavaScript SDK. */
export type VideosdkEvent = { [E in keyof SdkEvents]: (...args: SdkEvents[E]) => void };

/** Additions to `VideoSDK.config`. */
export interface ConfigOptions {
	/** URL (or host) of the Roomcast server; the origin of the page when not given. */
	baseUrl?: string;
}

/** Longest name of an SDK with its version that the server takes. */
const MAX_SDK_NAME = 64;

// All of a page's meetings are on the same server as a rule: what the browser can is found out once.
const devices = new DeviceLoader();
const events = new Emitter<SdkEvents>();
let token = '';
let baseUrl: string | undefined;
/** Name and version that meetings give of the SDK; undefined: its own. */
let sdkName: string | undefined;
let keyProvider: ExternalE2EEKeyProvider | undefined;
let listening = false;
/** A connection that waits for its meeting. */
let ahead: { url: string; connection: Connection } | null = null;

/** Of the signalling. */
function urlOf(signalingBaseUrl: string | undefined): string {
	return signallingUrl(signalingBaseUrl ?? baseUrl, globalThis.location?.href);
}

/** Connects, and finds out what the browser can, ahead of the meeting that will use both. */
function connectAhead(signalingBaseUrl: string | undefined): Connection {
	const url = urlOf(signalingBaseUrl);
	if (ahead?.url !== url) {
		ahead?.connection.close();
		ahead = { url, connection: new Connection(url) };
	}
	const { connection } = ahead;
	Promise.all([connection.connect(), devices.warmUp()])
		.then(([{ routerRtpCapabilities }]) => devices.load(routerRtpCapabilities))
		.catch((error) => logger.debug('Connecting before the join failed', error));
	return connection;
}

function checkEvent(event: string): void {
	if (event !== 'device-changed') throw MeetingError.of('ERROR_INVALID_PARAMETER', `there is no event "${event}"`);
}

function listenToDevices(): void {
	if (listening || !globalThis.navigator?.mediaDevices) return;
	listening = true;
	navigator.mediaDevices.addEventListener('devicechange', async () => {
		events.emit('device-changed', { devices: await listDevices() });
	});
}

/** The entry to the SDK, with the names of the VideoSDK JavaScript SDK. */
// biome-ignore lint/complexity/noStaticOnlyClass: The name and its members are those of the VideoSDK JavaScript SDK.
export class VideoSDK {
	/** Names and numbers: errors, modes, permissions, leave reasons, log levels. */
	static readonly Constants = Constants;

	/**
	 * Sets the token of the meetings that are made from now on.
	 *
	 * @param newToken a Roomcast token, signed by your own server
	 * @throws MeetingError 3073 when it is empty
	 */
	static config(newToken: string, options: ConfigOptions = {}): void {
		if (typeof newToken !== 'string' || newToken === '')
			throw MeetingError.of('ERROR_INVALID_PARAMETER', 'the token is empty');
		token = newToken;
		baseUrl = options.baseUrl ?? baseUrl;
	}

	/**
	 * Makes the meetings that are made from now on end-to-end encrypted. Nothing of them is sent or played before the
	 * provider has a key.
	 *
	 * @param provider has their keys; null for meetings without (Roomcast's own)
	 * @throws MeetingError 3073 for anything else
	 */
	static setKeyProvider(provider: ExternalE2EEKeyProvider | null): void {
		if (provider !== null && !(provider instanceof ExternalE2EEKeyProvider))
			throw MeetingError.of('ERROR_INVALID_PARAMETER', 'provider');
		keyProvider = provider ?? undefined;
	}

	/**
	 * Makes a meeting; `join()` enters it. The connection is opened already, so that the join is quick.
	 *
	 * @throws MeetingError 3073 for options that are not valid or before `config`; 3067 for an unknown mode; 3068 with a key
	 *   provider in a browser that does not let pages encrypt
	 */
	static initMeeting(options: MeetingOptions): Meeting {
		if (token === '') throw MeetingError.of('ERROR_INVALID_PARAMETER', 'call VideoSDK.config(token) first');
		const { permissions } = tokenClaims(token);
		const settings = meetingSettings(options, permissions.includes('allow_view') ? 'RECV_ONLY' : 'SEND_AND_RECV');
		const connection = connectAhead(options.signalingBaseUrl);
		ahead = null;
		return new Meeting(settings, {
			connection,
			token,
			devices,
			keyProvider,
			...(sdkName === undefined ? {} : { sdkName }),
		});
	}

	/**
	 * Opens the connection for the next meeting, before it is known who joins: a join screen can do so while the person
	 * types a name. Costs nothing when it is not used. Roomcast's own.
	 *
	 * @param options the server, where it is not the one of `config`
	 * @throws MeetingError 3073 when there is no server to connect to
	 */
	static preconnect(options: { signalingBaseUrl?: string } = {}): void {
		connectAhead(options.signalingBaseUrl);
	}

	/** Opens a camera. @throws MeetingError 3011 to 3033 when it cannot be opened; 3071 for unknown options */
	static createCameraVideoTrack(options: CameraOptions = {}): Promise<MediaStream> {
		return captureCamera(options);
	}

	/** Opens a microphone. @throws MeetingError 3012 to 3034 when it cannot be opened; 3071 for unknown options */
	static createMicrophoneAudioTrack(options: MicrophoneOptions = {}): Promise<MediaStream> {
		return captureMicrophone(options);
	}

	/** Asks for a screen, a window or a tab. @throws MeetingError 3016 when the person cancelled; 3013; 3071 */
	static createScreenShareVideoTrack(options: ScreenOptions = {}): Promise<MediaStream> {
		return captureScreen(options);
	}

	/** The cameras of this machine. Labels are empty before the page was allowed to use one. */
	static getCameras(): Promise<CameraDeviceInfo[]> {
		return listDevices('videoinput');
	}

	/** The microphones of this machine. */
	static getMicrophones(): Promise<MicrophoneDeviceInfo[]> {
		return listDevices('audioinput');
	}

	/** The speakers of this machine, for `HTMLMediaElement.setSinkId`. */
	static getPlaybackDevices(): Promise<PlaybackDeviceInfo[]> {
		return listDevices('audiooutput');
	}

	/** All devices of this machine. */
	static getDevices(): Promise<DeviceInfo[]> {
		return listDevices();
	}

	/** Whether the page may use microphone and camera, without asking. @throws MeetingError 3073 for another word */
	static checkPermissions(permissions: string = 'audio_video'): Promise<Map<string, boolean>> {
		return import('./devices/later/permissions.ts').then(({ checkPermissions }) => checkPermissions(permissions));
	}

	/** Asks the person for microphone and camera. @throws MeetingError 3073 for another word */
	static requestPermission(permissions: string = 'audio_video'): Promise<Map<string, boolean>> {
		return import('./devices/later/permissions.ts').then(({ requestPermission }) => requestPermission(permissions));
	}

	/**
	 * Says which SDK the app uses on top of this one: the history of the session shows it. SDKs for frameworks call it;
	 * nothing is sent anywhere else.
	 */
	static analytics({ sdkType, sdkVersion }: AnalyticsInfo = {}): void {
		sdkName = sdkType ? `${sdkType}/${sdkVersion ?? ''}`.slice(0, MAX_SDK_NAME) : undefined;
	}

	/**
	 * Tries camera, microphone and the line to the server before a call, with what is sent and comes back for some seconds.
	 * One test runs at a time; a join ends it.
	 *
	 * @returns resolves with what was found, also where a device cannot be used; rejects with a {@link PreCallTestError}
	 */
	static runPreCallTest(options: PreCallTestOptions): PreCallTest {
		return startPreCallTest(options, () => ({ url: urlOf(options?.signalingBaseUrl), devices }));
	}

	/**
	 * How fast data gets to the server and back, with the token of `config`, in Mbit/s. Of older versions:
	 * {@link runPreCallTest} tells more.
	 *
	 * @param options ms that it may take, 60,000 when not given; host or URL of the server
	 * @throws MeetingError 3073 before `config`; 3079 when it takes longer; 3047 when the server cannot be reached
	 */
	static async getNetworkStats(options: NetworkStatsOptions = {}): Promise<NetworkStats> {
		if (token === '') throw MeetingError.of('ERROR_INVALID_PARAMETER', 'call VideoSDK.config(token) first');
		const { networkStats } = await import('./precall/later/networkStats.ts');
		return networkStats(options, { url: urlOf(options.baseUrl), devices }, token);
	}

	/** How much the SDK writes on the console. @throws MeetingError 3073 for another word */
	static setLogLevel(level: LogLevelName = 'INFO'): void {
		if (!LOG_LEVELS.includes(level))
			throw MeetingError.of('ERROR_INVALID_PARAMETER', `log level is "${level}", allowed are ${LOG_LEVELS.join(', ')}`);
		setLevel(level);
	}

	/** Calls `listener` on every event of that name, until `off`. @throws MeetingError 3073 when there is no such event */
	static on<K extends keyof SdkEvents>(event: K, listener: (...args: SdkEvents[K]) => void): void;
	static on(event: keyof SdkEvents, listener: AnyListener): void;
	static on(event: keyof SdkEvents, listener: AnyListener): void {
		checkEvent(event);
		listenToDevices();
		events.on(event, listener);
	}

	/** Ends what `on` began. @throws MeetingError 3073 when there is no such event */
	static off(event: keyof SdkEvents, listener: AnyListener): void {
		checkEvent(event);
		events.off(event, listener);
	}
}
