import type { ComposerCommand, ComposerConfig, RedirectSinkCommand } from '@roomcast/contract/composer/commands';
import type { ComposerEvent } from '@roomcast/contract/composer/events';
import type { FileResult, SinkDescription } from '@roomcast/contract/composer/sinks';
import { setClockOffset } from './clock/epoch.ts';
import { Composition } from './compose/composition.ts';
import { HlsSink } from './hls/hls-sink.ts';
import { Inputs } from './inputs/inputs.ts';
import { RtmpSink } from './rtmp/rtmp-sink.ts';
import { RtpReceiver } from './rtp/receiver.ts';
import { CompositionFile } from './sinks/composition-file.ts';
import { ParticipantRecorder } from './sinks/participant-recorder.ts';
import type { Sink, SinkListener } from './sinks/sink.ts';
import { TrackRecorder } from './sinks/track-recorder.ts';

const STATS_MS = 5000;
/** Kinds of sinks that the composition is for. */
const COMPOSED: ReadonlySet<SinkDescription['kind']> = new Set(['composition-file', 'hls', 'rtmp']);

interface SinkEntry {
	readonly kind: SinkDescription['kind'];
	readonly sink: Promise<Sink>;
	closing?: Promise<void>;
}

/** One room's egress: its inputs, its composition where a sink needs one, and its sinks. */
export class Composer {
	readonly #emit: (event: ComposerEvent) => void;
	readonly #receiver: RtpReceiver;
	readonly #inputs: Inputs;
	readonly #config: ComposerConfig;
	/** A sink that needs the composition exists once that has started. */
	readonly #sinks = new Map<string, SinkEntry>();
	#composition: Promise<Composition> | undefined;
	#running: Composition | undefined;
	#ticksDropped = 0;
	readonly #stats: NodeJS.Timeout;
	readonly #files: FileResult[] = [];
	#stopping: Promise<void> | undefined;

	private constructor(config: ComposerConfig, receiver: RtpReceiver, emit: (event: ComposerEvent) => void) {
		this.#config = config;
		this.#emit = emit;
		this.#receiver = receiver;
		this.#inputs = new Inputs(receiver);
		this.#inputs.observe({
			keyFrameRequested: (input) => emit({ type: 'key-frame-request', trackId: input.id }),
		});
		this.#stats = setInterval(() => this.#report(), STATS_MS);
	}

	/** Binds the media port and says `ready`. @throws the system's error where the port is taken */
	static async create(config: ComposerConfig, emit: (event: ComposerEvent) => void): Promise<Composer> {
		setClockOffset(config.clockOffsetMs);
		const latencyMs = config.latencyMs ?? 200;
		const receiver = await RtpReceiver.create({
			address: config.bindAddress ?? '127.0.0.1',
			port: config.port ?? 0,
			maxWaitMs: Math.round(latencyMs * 0.65),
		});
		emit({ type: 'ready', address: receiver.address, port: receiver.port });
		return new Composer(config, receiver, emit);
	}

	/** Carries out a command that concerns a running composer. */
	handle(command: Exclude<ComposerCommand, { type: 'start' | 'recover' | 'stop' }>): void {
		if (this.#stopping) return;
		switch (command.type) {
			case 'addTrack':
				this.#inputs.addTrack(command.track);
				return;
			case 'removeTrack':
				this.#inputs.removeTrack(command.trackId);
				return;
			case 'participant':
				this.#inputs.updateParticipant(command.participant);
				return;
			case 'layout':
				this.#config.composition = command.composition;
				this.#running?.setLayout(command.composition);
				return;
			case 'addSink':
				this.#addSink(command.sink);
				return;
			case 'redirectSink':
				void this.#redirect(command);
				return;
			case 'removeSink':
				void this.#closeSink(command.sinkId);
		}
	}

	/** Ends every sink, then everything; says `stopped`. Asked twice, it is the same stop. */
	stop(): Promise<void> {
		this.#stopping ??= this.#stop();
		return this.#stopping;
	}

	#addSink(description: SinkDescription): void {
		const { sinkId } = description;
		if (this.#sinks.has(sinkId)) {
			this.#emit({ type: 'refused', command: 'addSink', reason: `sinkId is ${sinkId}, which is in use` });
			return;
		}
		const listener: SinkListener = {
			started: (startedAt) => this.#emit({ type: 'sink-started', sinkId, startedAt }),
			report: (event) => this.#emit(event),
			log: (message) => this.#emit({ type: 'log', level: 'warn', message: `${sinkId}: ${message}` }),
			failed: (reason) => {
				this.#emit({ type: 'sink-failed', sinkId, reason });
				void this.#closeSink(sinkId);
			},
		};
		const sink = this.#createSink(description, listener);
		this.#sinks.set(sinkId, { kind: description.kind, sink });
		// One that could not even be made fails when it is closed, which says so.
		sink.catch(() => this.#closeSink(sinkId));
	}

	async #createSink(description: SinkDescription, listener: SinkListener): Promise<Sink> {
		switch (description.kind) {
			case 'track-file':
				return new TrackRecorder(this.#inputs, description, listener);
			case 'participant-file':
				return new ParticipantRecorder(this.#inputs, description, listener);
			case 'composition-file':
				return new CompositionFile(await this.#compose(), description, listener);
			case 'hls':
				return new HlsSink(await this.#compose(), description, listener);
			case 'rtmp':
				return new RtmpSink(await this.#compose(), description, listener);
		}
	}

	async #redirect(command: RedirectSinkCommand): Promise<void> {
		const sink = await this.#sinks.get(command.sinkId)?.sink.catch(() => undefined);
		if (sink instanceof RtmpSink) sink.redirect(command);
	}

	/** The one composition of all sinks, started by the first. */
	async #compose(): Promise<Composition> {
		this.#composition ??= Composition.create(this.#inputs, this.#config);
		try {
			this.#running = await this.#composition;
			return this.#running;
		} catch (error) {
			this.#composition = undefined;
			throw error;
		}
	}

	#closeSink(sinkId: string): Promise<void> {
		const entry = this.#sinks.get(sinkId);
		if (!entry) return Promise.resolve();
		entry.closing ??= this.#close(sinkId, entry);
		return entry.closing;
	}

	async #close(sinkId: string, { sink }: SinkEntry): Promise<void> {
		try {
			const files = await (await sink).close();
			this.#files.push(...files);
			this.#emit({ type: 'sink-stopped', sinkId, files });
		} catch (error) {
			this.#emit({ type: 'sink-failed', sinkId, reason: messageOf(error) });
			this.#emit({ type: 'sink-stopped', sinkId, files: [] });
		}
		this.#sinks.delete(sinkId);
		await this.#endUnusedComposition();
	}

	/** Without a sink that shows it, nothing is decoded or encoded. The next one starts it again. */
	async #endUnusedComposition(): Promise<void> {
		if ([...this.#sinks.values()].some(({ kind }) => COMPOSED.has(kind))) return;
		const running = this.#running;
		if (!running) return;
		this.#composition = undefined;
		this.#running = undefined;
		this.#ticksDropped += running.ticksDropped;
		await running.close();
	}

	async #stop(): Promise<void> {
		clearInterval(this.#stats);
		await Promise.all([...this.#sinks.keys()].map((sinkId) => this.#closeSink(sinkId)));
		this.#report();
		this.#inputs.close();
		this.#receiver.close();
		this.#emit({ type: 'stopped', files: this.#files });
	}

	#report(): void {
		const { user, system } = process.cpuUsage();
		this.#emit({
			type: 'stats',
			tracks: this.#inputs.tracks.map(({ id, stream }) => ({
				trackId: id,
				packets: stream.reception.received,
				lost: stream.reception.lost,
				recovered: stream.recovered,
				frames: stream.frames,
				keyFrameRequests: stream.keyFrameRequests,
			})),
			ticksDropped: this.#ticksDropped + (this.#running?.ticksDropped ?? 0),
			rejectedPackets: this.#receiver.rejected,
			memoryBytes: process.memoryUsage.rss(),
			cpuMs: (user + system) / 1000,
		});
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
