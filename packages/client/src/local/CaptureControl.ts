import { type DeviceInfo, deviceOf, listDevices } from '../devices/devices.ts';
import type { ClientErrorName } from '../errors/clientErrors.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import { customTrack } from './customTrack.ts';
import type { LocalMedia } from './LocalMedia.ts';
import type { Publication } from './Publication.ts';
import { SerialQueue } from './SerialQueue.ts';

/** What differs between a microphone and a camera. */
export interface CaptureKind {
	readonly kind: 'audio' | 'video';
	readonly deviceKind: MediaDeviceKind;
	/** Opens the device of that id, or the default one. */
	readonly capture: (deviceId: string | undefined) => Promise<MediaStream>;
	readonly ended: ClientErrorName;
	readonly customEnded: ClientErrorName;
	readonly inUse: ClientErrorName;
}

/** Events of a {@link CaptureControl}. */
export interface CaptureEvents {
	error: [MeetingError];
}

/**
 * The microphone or the camera of the local participant: opened, changed, replaced when it is unplugged. What is asked of
 * it is done in turn.
 */
export class CaptureControl extends Emitter<CaptureEvents> {
	readonly #of: CaptureKind;
	readonly #local: LocalMedia;
	readonly #queue = new SerialQueue();
	#deviceId: string | undefined;
	#device: DeviceInfo | null = null;

	constructor(of: CaptureKind, local: LocalMedia) {
		super();
		this.#of = of;
		this.#local = local;
		local.on('ended', (publication) => {
			if (publication.kind === of.kind) void this.run(() => this.#handleEnded(publication));
		});
	}

	/** The device in use, or the last one that was. */
	get device(): DeviceInfo | null {
		return this.#device;
	}

	/** Does something after what was asked before. */
	run<T>(task: () => Promise<T>): Promise<T> {
		return this.#queue.run(task);
	}

	/** Opens what is to be sent: the app's own track, or the chosen device. */
	async open(custom?: MediaStream): Promise<{ track: MediaStreamTrack; custom: boolean }> {
		const stream = custom ?? (await this.#of.capture(this.#deviceId));
		return { track: customTrack(stream, this.#of.kind), custom: custom !== undefined };
	}

	/** Sends what {@link open} gave. */
	async publish({ track, custom }: { track: MediaStreamTrack; custom: boolean }): Promise<void> {
		void this.#remember(track);
		await this.#local.add(this.#of.kind, track, custom);
	}

	/** Sends another device or track from now on. While nothing is sent, the device is only chosen. */
	change(to: string | MediaStream): Promise<void> {
		return this.run(async () => {
			const publication = this.#local.get(this.#of.kind);
			if (typeof to !== 'string') {
				const track = customTrack(to, this.#of.kind);
				void this.#remember(track);
				if (publication) await this.#local.replaceTrack(this.#of.kind, track);
				else await this.#local.add(this.#of.kind, track, true);
				return;
			}
			if (!publication) {
				this.#deviceId = to;
				this.#device = (await listDevices(this.#of.deviceKind)).find(({ deviceId }) => deviceId === to) ?? null;
				return;
			}
			const { track } = await this.#reopen(to, publication);
			this.#deviceId = to;
			void this.#remember(track);
			await this.#local.replaceTrack(this.#of.kind, track);
		});
	}

	/** Opens another device while one runs. Phones open one camera at a time: then the running one is stopped first. */
	async #reopen(deviceId: string, publication: Publication) {
		try {
			return { track: customTrack(await this.#of.capture(deviceId), this.#of.kind) };
		} catch (error) {
			if (!(error instanceof MeetingError) || error.name !== this.#of.inUse) throw error;
			publication.track.stop();
			return { track: customTrack(await this.#of.capture(deviceId), this.#of.kind) };
		}
	}

	/** Unplugged: says so, and goes on with the default device if there is one. */
	async #handleEnded(publication: Publication): Promise<void> {
		const { kind, ended, customEnded, capture } = this.#of;
		if (this.#local.get(kind) !== publication || publication.track.readyState === 'live') return;
		this.emit('error', MeetingError.of(publication.custom ? customEnded : ended));
		this.#deviceId = undefined;
		try {
			const track = customTrack(await capture(undefined), kind);
			void this.#remember(track);
			await this.#local.replaceTrack(kind, track);
		} catch (error) {
			this.#local.remove(kind);
			this.emit('error', MeetingError.from(error, ended));
		}
	}

	async #remember(track: MediaStreamTrack): Promise<void> {
		this.#device = (await deviceOf(track)) ?? this.#device;
	}
}
