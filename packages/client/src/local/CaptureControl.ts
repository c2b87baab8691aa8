import type { DeviceInfo } from '../devices/DeviceInfo.ts';
import { deviceOf, listDevices } from '../devices/devices.ts';
import { isDeviceTrack } from '../devices/deviceTracks.ts';
import type { ClientErrorName } from '../errors/clientErrors.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import { logger } from '../log/logger.ts';
import { customTrack } from './customTrack.ts';
import type { LocalMedia } from './LocalMedia.ts';
import type { Publication } from './Publication.ts';
import { SerialQueue } from './SerialQueue.ts';
import type { Wish } from './Wish.ts';

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

/** A device that is being opened before it may be sent. */
export interface OpenedAhead {
	/** Sends it, once `ready` resolves. Rejects with a MeetingError as turning it on does. */
	publish(ready: () => Promise<void>): Promise<void>;
}

/**
 * The microphone or the camera of the local participant: opened, changed, replaced when it is unplugged. What is asked of
 * it is done in turn, as long as it is wanted.
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
			if (publication.kind !== of.kind) return;
			this.wanted((wish) => this.#handleEnded(publication, wish)).catch((error) =>
				logger.debug(`The ${of.kind} that ended was not replaced`, error),
			);
		});
	}

	/** The device in use, or the last one that was. */
	get device(): DeviceInfo | null {
		return this.#device;
	}

	/** Opens the app's own track or the chosen device before it is known whether it may be sent. */
	openAhead(custom?: MediaStream): OpenedAhead {
		const wish = this.#local.wishes.begin(this.#of.kind);
		const opening = this.#open(wish, custom);
		opening.catch(() => {});
		return {
			publish: (ready) =>
				this.wanted(async () => {
					const track = await opening;
					await ready();
					await this.#publish(wish, track);
				}, wish),
		};
	}

	/** Sends another device or track from now on. While nothing is sent, the device is only chosen. */
	change(to: string | MediaStream): Promise<void> {
		return this.wanted(async (wish) => {
			const publication = this.current;
			if (typeof to !== 'string') return this.send(wish, to);
			if (!publication) {
				this.#deviceId = to;
				this.#device = (await listDevices(this.#of.deviceKind)).find(({ deviceId }) => deviceId === to) ?? null;
				return;
			}
			const track = await this.#reopen(to, publication, wish);
			this.#deviceId = to;
			await this.#replace(wish, track);
		});
	}

	/**
	 * What is sent. A track that its app stopped, which browsers tell nobody, is not.
	 */
	protected get current(): Publication | undefined {
		const { kind } = this.#of;
		const publication = this.#local.get(kind);
		if (publication?.track.readyState !== 'ended') return publication;
		this.#local.remove(kind);
		return undefined;
	}

	/** Does something after what was asked before. */
	protected run<T>(task: () => Promise<T>): Promise<T> {
		return this.#queue.run(task);
	}

	/** Sends the app's own track or the chosen device, in the place of what is sent. */
	protected async send(wish: Wish, custom: MediaStream | undefined): Promise<void> {
		const track = await this.#open(wish, custom);
		await (this.current ? this.#replace(wish, track) : this.#publish(wish, track));
	}

	/** Ends the wait for devices that are being opened. @returns whether there were any */
	protected giveUp(): boolean {
		const { kind } = this.#of;
		const why = MeetingError.of('ERROR_OPERATION_ABORTED', `the ${kind} was turned off meanwhile`);
		return this.#local.wishes.withdraw(kind, why);
	}

	/** Runs something that opens a device, in turn, for a wish that ends with it. */
	protected wanted<T>(task: (wish: Wish) => Promise<T>, wish = this.#local.wishes.begin(this.#of.kind)): Promise<T> {
		return this.#queue.run(async () => {
			try {
				wish.check();
				return await task(wish);
			} finally {
				this.#local.wishes.end(wish);
			}
		});
	}

	async #open(wish: Wish, custom: MediaStream | undefined): Promise<MediaStreamTrack> {
		if (custom === undefined) return this.#capture(wish, this.#deviceId);
		const track = customTrack(custom, this.#of.kind);
		wish.hold(track);
		return track;
	}

	async #capture(wish: Wish, deviceId: string | undefined): Promise<MediaStreamTrack> {
		return customTrack(await wish.open(() => this.#of.capture(deviceId)), this.#of.kind);
	}

	async #publish(wish: Wish, track: MediaStreamTrack): Promise<void> {
		void this.#remember(track);
		await this.#local.add(this.#of.kind, track, wish);
	}

	async #replace(wish: Wish, track: MediaStreamTrack): Promise<void> {
		void this.#remember(track);
		await this.#local.replaceTrack(this.#of.kind, track, wish);
	}

	/** Opens another device while one runs. Phones open one camera at a time: then the running one is stopped first. */
	async #reopen(deviceId: string, publication: Publication, wish: Wish): Promise<MediaStreamTrack> {
		try {
			return await this.#capture(wish, deviceId);
		} catch (error) {
			const { inUse } = this.#of;
			if (!(error instanceof MeetingError) || error.name !== inUse || !isDeviceTrack(publication.track)) throw error;
		}
		publication.track.stop();
		try {
			return await this.#capture(wish, deviceId);
		} catch (error) {
			await this.#bringBack(wish);
			throw error;
		}
	}

	/** The device that ran was stopped in vain: it runs again, or nothing is sent. */
	async #bringBack(wish: Wish): Promise<void> {
		try {
			await this.#replace(wish, await this.#capture(wish, this.#deviceId));
		} catch (error) {
			logger.warn(`The ${this.#of.kind} that was stopped for another one did not open again`, error);
			this.#local.remove(this.#of.kind);
		}
	}

	/**
	 * A device was unplugged: says so, and goes on with the default one if there is one. A track that the app made is over:
	 * no device takes its place, because nobody expects to be seen.
	 */
	async #handleEnded(publication: Publication, wish: Wish): Promise<void> {
		const { kind, ended, customEnded } = this.#of;
		if (this.#local.get(kind) !== publication || publication.track.readyState === 'live') return;
		if (!isDeviceTrack(publication.track)) {
			this.#local.remove(kind);
			this.emit('error', MeetingError.of(customEnded));
			return;
		}
		this.emit('error', MeetingError.of(ended));
		this.#deviceId = undefined;
		try {
			await this.#replace(wish, await this.#capture(wish, undefined));
		} catch (error) {
			// Turned off meanwhile: that is already reported.
			wish.check();
			if (this.#local.get(kind) !== publication) return;
			this.#local.remove(kind);
			this.emit('error', MeetingError.from(error, ended));
		}
	}

	async #remember(track: MediaStreamTrack): Promise<void> {
		this.#device = (await deviceOf(track)) ?? this.#device;
	}
}
