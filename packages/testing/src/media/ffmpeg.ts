import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { prefer } from '../processes/prefer.ts';

const run = promisify(execFile);

/** Runs Debian's ffmpeg, which shares nothing with the composer's own, and returns what it wrote to stdout. */
export async function ffmpeg(args: readonly string[]): Promise<Buffer> {
	const { stdout } = await run('ffmpeg', ['-v', 'error', '-nostdin', ...args], {
		encoding: 'buffer',
		maxBuffer: 512 * 1024 * 1024,
	});
	return stdout;
}

export interface Probe {
	readonly format: { readonly format_name: string; readonly duration?: string };
	readonly streams: ReadonlyArray<{
		readonly codec_type: string;
		readonly codec_name: string;
		readonly width?: number;
		readonly height?: number;
		readonly duration?: string;
	}>;
}

export async function probe(path: string): Promise<Probe> {
	const { stdout } = await run('ffprobe', ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', path]);
	return JSON.parse(stdout) as Probe;
}

export interface PacketInfo {
	readonly pts_time: string;
	readonly duration_time?: string;
	readonly size: string;
	readonly flags: string;
	readonly data_hash: string;
}

/** Every packet of a stream, with a hash of its bytes. */
export async function packets(path: string, stream: 'v' | 'a'): Promise<PacketInfo[]> {
	const args = [
		'-v',
		'error',
		'-of',
		'json',
		'-show_packets',
		'-show_data_hash',
		'md5',
		'-select_streams',
		stream,
		path,
	];
	const { stdout } = await run('ffprobe', args, { maxBuffer: 256 * 1024 * 1024 });
	return (JSON.parse(stdout) as { packets: PacketInfo[] }).packets;
}

/** An ffmpeg that sends RTP in real time until stopped or at its end. */
export class Sender {
	readonly #child: ChildProcess;
	readonly ended: Promise<void>;

	constructor(args: readonly string[]) {
		this.#child = spawn('ffmpeg', ['-v', 'error', '-nostdin', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
		prefer(this.#child.pid);
		const kill = () => this.#child.kill('SIGKILL');
		// A failed test must not leave a sender behind.
		process.once('exit', kill);
		this.ended = new Promise((resolve) => {
			this.#child.once('exit', () => {
				process.off('exit', kill);
				resolve();
			});
		});
	}

	async stop(): Promise<void> {
		this.#child.kill('SIGKILL');
		await this.ended;
	}
}

/** Arguments for one RTP output. @param localPort the sender's own port, so that the composer knows it */
export function rtpOutput(target: { port: number; localPort: number; ssrc: number; payloadType: number }): string[] {
	const { port, localPort, ssrc, payloadType } = target;
	return [
		...['-payload_type', String(payloadType), '-ssrc', String(ssrc), '-strict', 'experimental', '-f', 'rtp'],
		`rtp://127.0.0.1:${port}?rtcpport=${port}&localrtpport=${localPort}&localrtcpport=${localPort + 1}&pkt_size=1200`,
	];
}
